// SPDX-License-Identifier: GPL-2.0-or-later
// Signing in: on the web API, and for the bridges by password, app password, certificate or token.
#include "rows.hpp"
#include "token_cache.hpp"

#include <alloquy/accounts/accounts.hpp>
#include <alloquy/base/text.hpp>

namespace alloquy::accounts {
namespace {

std::unexpected<Error> wrong_credentials() {
    return fail_as(Errc::unauthenticated, "wrong_credentials", "wrong name or password");
}

/// A stranger can't be told apart from a wrong password, also not by the time it takes: this row verifies nothing but
/// costs the same.
AccountRow stranger(AuthParameters const& parameters) {
    AccountRow row;
    row.secret.scheme = parameters.scheme;
    row.secret.client_salt = parameters.salt;
    row.secret.client_cost = parameters.cost;
    row.secret.verifier = parameters.scheme == Scheme::split1
                              ? std::string(32, '\0')
                              : crypto::to_bytes({parameters.cost, parameters.salt, std::string(32, '\0')});
    return row;
}

}  // namespace

Result<> Accounts::may_try(std::string const& username, std::string const& peer) {
    using http::Limit;
    auto const name = "name:" + base::to_lower(username);
    for (auto const& [limit, key] : {std::pair{Limit::sign_in, peer}, std::pair{Limit::registration, name}}) {
        if (key.empty()) continue;
        if (auto taken = failures_.take(limit, key); !taken) {
            auto error = taken.error();
            error.reason = "too_many_attempts";
            error.message = "too many wrong passwords; wait a little";
            return std::unexpected(error);
        }
        // Only failures count; see count_failure().
        failures_.give_back(limit, key);
    }
    return {};
}

void Accounts::count_failure(std::string const& username, std::string const& peer) {
    if (!peer.empty()) static_cast<void>(failures_.take(http::Limit::sign_in, peer));
    static_cast<void>(failures_.take(http::Limit::registration, "name:" + base::to_lower(username)));
}

/// Errors: forbidden "pending", "suspended" or "banned", with the reason that was given.
Result<> Accounts::check_status(Account const& account) const {
    if (account.may_sign_in(clock_.now())) return {};
    if (account.status == Status::pending)
        return fail_as(Errc::forbidden, "pending", "this account waits for an administrator's approval");
    std::string message = "this account is " + std::string(to_string(account.status));
    if (account.status_until) message += " until " + base::to_rfc3339(*account.status_until);
    if (!account.status_reason.empty()) message += ": " + account.status_reason;
    return fail_as(Errc::forbidden, std::string(to_string(account.status)), std::move(message));
}

Task<Result<OpenedSession>> Accounts::open_session(
    std::string username, PasswordProof proof, std::string code, std::string session_name, std::string peer
) {
    if (auto allowed = may_try(username, peer); !allowed) co_return std::unexpected(allowed.error());
    if (!proof.password.empty()) {
        auto with_app_password = co_await check_app_password(proof.password, username, Purpose::api);
        if (with_app_password) {
            auto token = co_await insert_session(*with_app_password, std::move(session_name), std::move(peer));
            if (!token) co_return std::unexpected(token.error());
            co_return OpenedSession{std::move(with_app_password->account), std::move(*token)};
        }
        if (with_app_password.error().code != Errc::not_found) co_return std::unexpected(with_app_password.error());
    }
    auto found = co_await database_.read([key = base::to_lower(username)](storage::Connection& db) {
        return find_row(db, key);
    });
    if (!found) co_return std::unexpected(found.error());
    bool const known = found->has_value();
    auto row = known ? std::move(**found) : stranger(made_up_parameters(username));
    auto right = co_await check_password(row, std::move(proof));
    if (right && !known) right = wrong_credentials();
    if (right) right = co_await check_second_factor(row, std::move(code));
    if (!right) {
        // Being asked for the second factor is no failure: the password was right.
        if (right.error().code == Errc::unauthenticated && right.error().reason != "totp_required")
            count_failure(username, peer);
        co_return std::unexpected(right.error());
    }
    if (auto status = check_status(row.account); !status) co_return std::unexpected(status.error());
    auto token = co_await insert_session(SignIn{row.account}, std::move(session_name), std::move(peer));
    if (!token) co_return std::unexpected(token.error());
    co_return OpenedSession{std::move(row.account), std::move(*token)};
}

Task<Result<SignIn>> Accounts::sign_in_with_password(
    std::string username, std::string password, Purpose purpose, std::string peer
) {
    if (auto allowed = may_try(username, peer); !allowed) co_return std::unexpected(allowed.error());
    if (password.empty() || password.size() > 1024) {
        count_failure(username, peer);
        co_return wrong_credentials();
    }
    auto with_app_password = co_await check_app_password(password, username, purpose);
    if (with_app_password || with_app_password.error().code != Errc::not_found) co_return with_app_password;

    auto found = co_await database_.read([key = base::to_lower(username)](storage::Connection& db) {
        return find_row(db, key);
    });
    if (!found) co_return std::unexpected(found.error());
    bool const known = found->has_value();
    auto row = known ? std::move(**found) : stranger(made_up_parameters(username));
    PasswordProof proof;
    proof.password = std::move(password);
    auto right = co_await check_password(row, std::move(proof));
    if (right && !known) right = wrong_credentials();
    if (!right) {
        if (right.error().code == Errc::unauthenticated) count_failure(username, peer);
        co_return std::unexpected(right.error());
    }
    // Said only to somebody who knows the password.
    if (purpose != Purpose::api && (row.account.app_passwords_only || row.account.totp))
        co_return fail_as(
            Errc::unauthenticated, "app_password_required",
            "this account signs in here with an app password, made in its settings"
        );
    if (auto status = check_status(row.account); !status) co_return std::unexpected(status.error());
    co_return SignIn{std::move(row.account)};
}

Task<Result<SignIn>> Accounts::sign_in_with_certificate(std::string username, std::string sha256_hex, Purpose) {
    auto row = co_await database_.read(
        [fingerprint = base::to_lower(sha256_hex)](storage::Connection& db) -> Result<std::optional<AccountRow>> {
            auto statement = db.prepare(ALLOQUY_SELECT_ACCOUNT
                                        "WHERE id = (SELECT account_id FROM certificates WHERE fingerprint = ?1)");
            statement.bind(fingerprint);
            auto found = statement.step();
            if (!found) return std::unexpected(found.error());
            if (!*found) return std::nullopt;
            return read_row(statement);
        }
    );
    if (!row) co_return std::unexpected(row.error());
    bool matches = *row && (username.empty() || base::equals_ignoring_case(username, (*row)->account.username));
    if (!matches)
        co_return fail_as(Errc::unauthenticated, "unknown_certificate", "no account has enrolled this certificate");
    if (auto status = check_status((*row)->account); !status) co_return std::unexpected(status.error());
    co_return SignIn{std::move((*row)->account)};
}

Task<Result<SignIn>> Accounts::sign_in_with_token(std::string token, Purpose purpose) {
    auto hash = crypto::hash_token(token);
    auto session = co_await database_.read([hash, purpose](storage::Connection& db) -> Result<SignIn> {
        auto statement = db.prepare(
            "SELECT s.id, s.account_id, p.purposes FROM sessions s LEFT JOIN app_passwords p ON p.id = "
            "s.app_password_id WHERE s.token_hash = ?1"
        );
        statement.bind(storage::Blob{bytes_of(hash)});
        auto found = statement.step();
        if (!found) return std::unexpected(found.error());
        // Opened with an app password, a session is good for what that one is good for.
        auto const purposes = *found ? statement.optional_integer(2) : std::nullopt;
        if (!*found || (purposes && (unsigned(*purposes) & unsigned(purpose)) == 0))
            return fail_as(Errc::not_found, "unknown_token", "unknown token");
        auto row = find_row(db, statement.integer(1));
        if (!row) return std::unexpected(row.error());
        if (!*row) return fail_as(Errc::not_found, "unknown_token", "unknown token");
        return SignIn{std::move((*row)->account), /*app_password=*/purposes.has_value(), statement.integer(0)};
    });
    if (!session && session.error().code == Errc::not_found) session = co_await check_app_password(token, "", purpose);
    if (!session) {
        if (session.error().code == Errc::not_found)
            co_return fail_as(Errc::unauthenticated, "invalid_token", "the token is unknown or was revoked");
        co_return session;
    }
    if (auto status = check_status(session->account); !status) co_return std::unexpected(status.error());
    seen_[session->credential] = clock_.now();
    co_return session;
}

Task<Result<http::Identity>> Accounts::authenticate(std::string token, std::string) {
    auto hash = crypto::hash_token(token);
    if (auto const* cached = tokens_->find(hash)) {
        if (cached->session_id != 0) seen_[cached->session_id] = clock_.now();
        co_return *cached;
    }
    auto generation = tokens_->generation();
    auto session = co_await sign_in_with_token(std::move(token), Purpose::api);
    if (!session) co_return std::unexpected(session.error());
    http::Identity identity;
    identity.account_id = session->account.id;
    identity.username = session->account.username;
    identity.owner = session->account.owner;
    identity.staff = session->account.owner;
    identity.session_id = session->credential;
    identity.app_password = session->app_password;
    tokens_->insert(hash, identity, generation);
    co_return identity;
}

}  // namespace alloquy::accounts
