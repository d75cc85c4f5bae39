// SPDX-License-Identifier: GPL-2.0-or-later
// Making and checking what proves that somebody knows an account's password.
#include "rows.hpp"
#include "token_cache.hpp"
#include "totp.hpp"

#include <alloquy/accounts/accounts.hpp>
#include <alloquy/accounts/rules.hpp>
#include <alloquy/base/log.hpp>
#include <alloquy/base/text.hpp>
#include <alloquy/crypto/seal.hpp>

namespace alloquy::accounts {
namespace {

/// What a split-1 client should use, and what is pretended for names that don't exist (facts on sign-in: 64 MiB, 3
/// passes).
constexpr crypto::PasswordCost kSplit1Cost{64 * 1024 * 1024, 3};

std::unexpected<Error> wrong_credentials() {
    // The same words for an unknown name and a wrong password, so names can't be probed.
    return fail_as(Errc::unauthenticated, "wrong_credentials", "wrong name or password");
}

std::string text_of(crypto::TokenHash const& hash) {
    return std::string(bytes_of(hash));
}

}  // namespace

/// Hashes on the pool. Errors: invalid_input, unavailable.
Task<Result<StoredSecret>> Accounts::store_secret(NewPassword password, std::string username) {
    StoredSecret secret;
    if (!password.auth_key.empty()) {
        if (password.auth_key.size() != 32) co_return fail_field("auth_key", "must be 32 bytes in base64url");
        if (password.salt.size() != 16) co_return fail_field("salt", "must be 16 bytes in base64url");
        if (auto cost = check_client_cost(password.client_cost); !cost) co_return std::unexpected(cost.error());
        secret.scheme = Scheme::split1;
        // The key already costs an attacker one Argon2id per guess, and has 256 bits: a fast hash keeps it.
        secret.verifier = text_of(crypto::hash_token(password.auth_key));
        secret.client_salt = std::move(password.salt);
        secret.client_cost = password.client_cost;
        co_return secret;
    }
    if (auto allowed = check_new_password(password.password, username); !allowed)
        co_return std::unexpected(allowed.error());
    auto verifier = co_await pool_.run([text = std::move(password.password), cost = settings_.password_cost]() mutable {
        auto hashed = crypto::hash_password(text, cost);
        crypto::wipe(text);
        return hashed;
    });
    if (!verifier) co_return std::unexpected(verifier.error());
    secret.verifier = crypto::to_bytes(*verifier);
    co_return secret;
}

/// Errors: unauthenticated "wrong_credentials", unavailable. Rehashes when the configured cost has changed.
Task<Result<>> Accounts::check_password(AccountRow row, PasswordProof proof) {
    auto const id = row.account.id;
    if (row.secret.scheme == Scheme::split1) {
        auto key = std::move(proof.auth_key);
        if (key.empty()) {
            auto derived = co_await pool_.run([password = std::move(proof.password), salt = row.secret.client_salt,
                                               cost = row.secret.client_cost] {
                return crypto::derive_split1_auth_key(password, salt, cost);
            });
            if (!derived) co_return std::unexpected(derived.error());
            key = std::move(*derived);
        }
        if (!crypto::equal_in_constant_time(text_of(crypto::hash_token(key)), row.secret.verifier))
            co_return wrong_credentials();
        co_return Result<>();
    }

    if (proof.password.empty()) co_return wrong_credentials();
    auto verifier = crypto::parse_verifier(row.secret.verifier);
    if (!verifier) co_return std::unexpected(verifier.error());
    bool const outdated = verifier->cost != settings_.password_cost;
    // Argon2id costs tens of milliseconds of CPU, so it runs on the pool.
    auto right = co_await pool_.run([stored = std::move(*verifier), password = proof.password] {
        return crypto::verify_password(stored, password);
    });
    if (!right) co_return std::unexpected(right.error());
    if (!*right) co_return wrong_credentials();
    if (!outdated) co_return Result<>();

    auto renewed = co_await pool_.run([password = std::move(proof.password), cost = settings_.password_cost] {
        return crypto::hash_password(password, cost);
    });
    if (!renewed) co_return Result<>();  // signing in worked; the next one tries to renew again
    StoredSecret secret;
    secret.verifier = crypto::to_bytes(*renewed);
    auto stored =
        co_await database_.write([id, secret, old = row.secret.verifier](storage::Connection& db) -> Result<> {
            auto now = find_row(db, id);
            // A password changed meanwhile must not be put back.
            if (!now || !*now || (*now)->secret.verifier != old) return {};
            return update_secret(db, id, secret);
        });
    if (!stored) log::warn("accounts", "could not renew a password hash: {}", stored.error().detail);
    credentials_changed.publish(CredentialsChanged{id, row.account.username});
    co_return Result<>();
}

Task<Result<>> Accounts::check_own_password(base::Id account, PasswordProof proof) {
    auto row = co_await row_by_id(account);
    if (!row) co_return std::unexpected(row.error());
    if (auto allowed = may_try(row->account.username, ""); !allowed) co_return std::unexpected(allowed.error());
    auto username = row->account.username;
    auto right = co_await check_password(std::move(*row), std::move(proof));
    if (!right && right.error().code == Errc::unauthenticated) count_failure(username, "");
    co_return right;
}

/// Nothing to check without TOTP. A recovery code stands in for a lost device, once.
/// Errors: unauthenticated "totp_required" or "wrong_code".
Task<Result<>> Accounts::check_second_factor(AccountRow row, std::string code) {
    if (!row.account.totp) co_return Result<>();
    if (code.empty())
        co_return fail_as(
            Errc::unauthenticated, "totp_required", "this account also needs a code from its authenticator app"
        );
    auto secret = crypto::unseal(key_, row.totp_secret, "totp:" + std::to_string(row.account.id));
    if (!secret) co_return std::unexpected(secret.error());
    auto step = matching_totp_step(*secret, code, clock_.now(), row.totp_last_step);
    auto recovery = text_of(crypto::hash_token(crypto::normalize_code(code)));
    auto used =
        co_await database_.write([id = row.account.id, step, recovery](storage::Connection& db) -> Result<bool> {
            auto statement =
                step ? db.prepare("UPDATE accounts SET totp_last_step = ?2 WHERE id = ?1 AND totp_last_step < ?2")
                     : db.prepare("DELETE FROM recovery_codes WHERE account_id = ?1 AND code_hash = ?2");
            if (step)
                statement.bind(id, *step);
            else
                statement.bind(id, storage::Blob{recovery});
            if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
            return db.changes() > 0;
        });
    if (!used) co_return std::unexpected(used.error());
    if (!*used) co_return fail_as(Errc::unauthenticated, "wrong_code", "that code is wrong or was used already");
    co_return Result<>();
}

/// Ends all sessions but one. Errors: unavailable.
Task<Result<>> Accounts::replace_password(base::Id account, StoredSecret secret, base::Id keep_session) {
    auto username = co_await database_.write([account, secret](storage::Connection& db) -> Result<std::string> {
        auto row = find_row(db, account);
        if (!row) return std::unexpected(row.error());
        if (!*row) return fail(Errc::not_found, "the account is gone");
        if (auto updated = update_secret(db, account, secret); !updated) return std::unexpected(updated.error());
        auto links = db.prepare("DELETE FROM reset_links WHERE account_id = ?1");
        links.bind(account);
        if (auto deleted = links.run(); !deleted) return std::unexpected(deleted.error());
        return (*row)->account.username;
    });
    if (!username) co_return std::unexpected(username.error());
    credentials_changed.publish(CredentialsChanged{account, *username});
    co_return co_await revoke_sessions(account, keep_session);
}

AuthParameters Accounts::made_up_parameters(std::string const& username) const {
    // Half of all unknown names claim split-1, so that neither answer shows that a name exists.
    auto noise = crypto::keyed_hash(key_, "parameters:" + base::to_lower(username));
    bool split = (static_cast<unsigned char>(noise[31]) & 1) != 0;
    return {
        split ? Scheme::split1 : Scheme::password, noise.substr(0, 16), split ? kSplit1Cost : settings_.password_cost
    };
}

Task<Result<AuthParameters>> Accounts::auth_parameters(std::string username) {
    auto row = co_await database_.read([key = base::to_lower(username)](storage::Connection& db) {
        return find_row(db, key);
    });
    if (!row) co_return std::unexpected(row.error());
    auto parameters = made_up_parameters(username);
    if (!*row) co_return parameters;
    parameters.scheme = (*row)->secret.scheme;
    parameters.cost = settings_.password_cost;
    if (parameters.scheme == Scheme::split1) {
        parameters.salt = (*row)->secret.client_salt;
        parameters.cost = (*row)->secret.client_cost;
    }
    co_return parameters;
}

}  // namespace alloquy::accounts
