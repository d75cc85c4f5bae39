// SPDX-License-Identifier: GPL-2.0-or-later
// How accounts look in JSON, and how passwords are read from it.
#pragma once
#include <alloquy/accounts/accounts.hpp>
#include <alloquy/http/json_fields.hpp>
#include <alloquy/http/router.hpp>

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace alloquy::accounts {

nlohmann::json to_json(Account const& account);
nlohmann::json to_json(Session const& session, base::Id current);
nlohmann::json to_json(AppPassword const& app_password);
nlohmann::json to_json(Certificate const& certificate);
nlohmann::json to_json(Invite const& invite, std::string const& public_url);
/// {"items": […], "next": cursor or null}
nlohmann::json to_list(nlohmann::json items, std::optional<std::string> next = std::nullopt);

/// `password`, or with split-1 `auth_key`: what proves that somebody knows the current password.
struct ProofFields {
    std::optional<std::string> password, auth_key;

    void read(http::JsonFields& fields);
    /// Errors: invalid_input unless exactly one of them was given.
    Result<PasswordProof> finish() const;
};

/// A new password: `password`, or `auth_key` with `salt`, `opslimit` and `memlimit`. `prefix` is "" or "new_".
struct NewPasswordFields {
    std::optional<std::string> password, auth_key, salt;
    std::optional<std::int64_t> opslimit, memlimit;

    void read(http::JsonFields& fields, std::string const& prefix = "");
    Result<NewPassword> finish() const;
};

/// An app password is for one program: it must not make or end credentials. Errors: forbidden "session_required".
Result<> require_session(http::Request const& request);

/// Decimal id from a path. Errors: not_found.
Result<base::Id> path_id(http::Request const& request, std::string_view name);

// The groups of routes; add_routes() adds them all.
struct RouteContext;
void add_sign_in_routes(http::Router& router, Accounts& accounts);
void add_own_account_routes(http::Router& router, Accounts& accounts, RouteContext context);
void add_bot_routes(http::Router& router, Accounts& accounts);
void add_credential_routes(http::Router& router, Accounts& accounts);
void add_invite_routes(http::Router& router, Accounts& accounts, RouteContext context);
void add_administration_routes(http::Router& router, Accounts& accounts, RouteContext context);

}  // namespace alloquy::accounts
