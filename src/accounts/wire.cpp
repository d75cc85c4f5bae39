// SPDX-License-Identifier: GPL-2.0-or-later
#include "wire.hpp"

#include <alloquy/base/text.hpp>

namespace alloquy::accounts {
namespace {

using nlohmann::json;

json time_or_null(std::optional<base::Timestamp> time) {
    return time ? json(base::to_rfc3339(*time)) : json(nullptr);
}

Result<std::string> decode(std::optional<std::string> const& text, char const* field, std::size_t size) {
    auto bytes = crypto::from_base64url(text.value_or(""));
    if (!bytes || bytes->size() != size)
        return fail_field(field, "must be " + std::to_string(size) + " bytes in base64url without padding");
    return bytes;
}

}  // namespace

json to_json(Account const& account) {
    return {
        {"id", std::to_string(account.id)},
        {"username", account.username},
        {"display_name", account.display_name},
        {"owner", account.owner},
        {"status", to_string(account.status)},
        {"status_reason", account.status_reason},
        {"status_until", time_or_null(account.status_until)},
        {"scheme", account.scheme == Scheme::password ? "password" : "split-1"},
        {"app_passwords_only", account.app_passwords_only},
        {"totp", account.totp},
        {"created_at", base::to_rfc3339(account.created_at)},
        {"bot_owner_id", account.is_bot() ? json(std::to_string(account.bot_owner)) : json(nullptr)},
    };
}

json to_json(Session const& session, base::Id current) {
    return {
        {"id", std::to_string(session.id)},
        {"name", session.name},
        {"address", session.peer},
        {"created_at", base::to_rfc3339(session.created_at)},
        {"last_seen_at", base::to_rfc3339(session.last_seen_at)},
        {"current", session.id == current},
    };
}

json to_json(AppPassword const& app_password) {
    json scopes = json::array();
    for (auto [purpose, name] : {std::pair{Purpose::irc, "irc"}, {Purpose::mumble, "mumble"}, {Purpose::api, "api"}})
        if (app_password.purposes & unsigned(purpose)) scopes.push_back(name);
    return {
        {"id", std::to_string(app_password.id)},
        {"name", app_password.name},
        {"scopes", scopes},
        {"created_at", base::to_rfc3339(app_password.created_at)},
        {"last_used_at", time_or_null(app_password.last_used_at)},
    };
}

json to_json(Certificate const& certificate) {
    return {
        {"fingerprint", certificate.fingerprint},
        {"name", certificate.name},
        {"created_at", base::to_rfc3339(certificate.created_at)},
    };
}

json to_json(Invite const& invite, std::string const& public_url) {
    return {
        {"code", invite.code},
        {"url", public_url + "/join#" + invite.code},
        {"note", invite.note},
        {"uses", invite.uses},
        {"max_uses", invite.max_uses ? json(*invite.max_uses) : json(nullptr)},
        {"expires_at", time_or_null(invite.expires_at)},
        {"created_at", base::to_rfc3339(invite.created_at)},
    };
}

json to_list(json items, std::optional<std::string> next) {
    return {{"items", std::move(items)}, {"next", next ? json(*next) : json(nullptr)}};
}

// A password field takes more than a password may have, so that too long a one is refused by the rule and named.
void ProofFields::read(http::JsonFields& fields) {
    fields.optional("password", password, {0, 4096}).optional("auth_key", auth_key, {0, 64});
}

Result<PasswordProof> ProofFields::finish() const {
    if (password.has_value() == auth_key.has_value()) return fail_field("password", "give either password or auth_key");
    PasswordProof proof;
    if (password) {
        if (password->empty()) return fail_field("password", "must not be empty");
        proof.password = *password;
        return proof;
    }
    auto key = decode(auth_key, "auth_key", 32);
    if (!key) return std::unexpected(key.error());
    proof.auth_key = std::move(*key);
    return proof;
}

void NewPasswordFields::read(http::JsonFields& fields, std::string const& prefix) {
    fields.optional(prefix + "password", password, {0, 4096})
        .optional(prefix + "auth_key", auth_key, {0, 64})
        .optional("salt", salt, {0, 32})
        .optional("opslimit", opslimit, 0, 1000)
        .optional("memlimit", memlimit, 0, std::int64_t(1) << 40);
}

Result<NewPassword> NewPasswordFields::finish() const {
    if (password.has_value() == auth_key.has_value()) return fail_field("password", "give either password or auth_key");
    NewPassword made;
    if (password) {
        made.password = *password;
        return made;
    }
    auto key = decode(auth_key, "auth_key", 32);
    if (!key) return std::unexpected(key.error());
    auto salt_bytes = decode(salt, "salt", 16);
    if (!salt_bytes) return std::unexpected(salt_bytes.error());
    if (!opslimit) return fail_field("opslimit", "is needed with auth_key");
    if (!memlimit) return fail_field("memlimit", "is needed with auth_key");
    made.auth_key = std::move(*key);
    made.salt = std::move(*salt_bytes);
    made.client_cost = {std::uint64_t(*memlimit), std::uint32_t(*opslimit)};
    return made;
}

Result<> require_session(http::Request const& request) {
    if (!request.identity->app_password) return {};
    return fail_as(
        Errc::forbidden, "session_required", "an app password can't do this; sign in with the account password"
    );
}

Result<base::Id> path_id(http::Request const& request, std::string_view name) {
    auto id = base::to_number(request.parameter(name));
    if (!id || *id > std::uint64_t(INT64_MAX)) return fail(Errc::not_found, "there is nothing at this address");
    return base::Id(*id);
}

}  // namespace alloquy::accounts
