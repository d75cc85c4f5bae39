// SPDX-License-Identifier: GPL-2.0-or-later
// The paths of accounts on the web API: docs/protocol/openapi.yaml describes each.
#pragma once
#include <alloquy/accounts/accounts.hpp>
#include <alloquy/http/router.hpp>

#include <functional>
#include <string>

namespace alloquy::accounts {

struct RouteContext {
    std::string server_name;
    std::string public_url;               ///< Without a slash at the end.
    std::function<std::size_t()> online;  ///< People connected now, for invite previews.
    Accounts::Also delete_messages{};     ///< For whoever leaves and wants nothing left behind.
};

/// Adds registration, sessions, app passwords, certificates, recovery, invites and administration of accounts.
/// `accounts` and the router must outlive each other's use.
void add_routes(http::Router& router, Accounts& accounts, RouteContext context);

/// Whether the request's body proves knowledge of its account's password. Errors: forbidden "session_required",
/// invalid_input, unauthenticated "wrong_credentials", rate_limited.
Task<Result<>> require_proof(Accounts& accounts, http::Request request);

}  // namespace alloquy::accounts
