// SPDX-License-Identifier: GPL-2.0-or-later
// Ways back in: recovery codes, and reset links that an administrator hands out.
#include "recovery_codes.hpp"
#include "rows.hpp"
#include "token_cache.hpp"

#include <alloquy/accounts/accounts.hpp>
#include <alloquy/base/text.hpp>

namespace alloquy::accounts {
namespace {

constexpr auto kResetLinkLife = std::chrono::hours(24);

Result<bool> code_exists(storage::Connection& db, base::Id account, std::string const& hash) {
    auto statement = db.prepare("SELECT 1 FROM recovery_codes WHERE account_id = ?1 AND code_hash = ?2");
    statement.bind(account, storage::Blob{hash});
    return statement.step();
}

}  // namespace

std::vector<std::string> make_recovery_codes() {
    std::vector<std::string> codes;
    codes.reserve(10);
    for (int i = 0; i < 10; ++i) codes.push_back(crypto::random_code(4));
    return codes;
}

Result<> replace_recovery_codes(storage::Connection& db, std::int64_t account, std::vector<std::string> const& codes) {
    {
        auto statement = db.prepare("DELETE FROM recovery_codes WHERE account_id = ?1");
        statement.bind(account);
        if (auto ran = statement.run(); !ran) return ran;
    }
    for (auto const& code : codes) {
        auto hash = crypto::hash_token(crypto::normalize_code(code));
        auto statement = db.prepare("INSERT INTO recovery_codes (account_id, code_hash) VALUES (?1, ?2)");
        statement.bind(account, storage::Blob{bytes_of(hash)});
        if (auto ran = statement.run(); !ran) return ran;
    }
    return {};
}

Task<Result<std::vector<std::string>>> Accounts::new_recovery_codes(base::Id account, PasswordProof proof) {
    if (auto right = co_await check_own_password(account, std::move(proof)); !right)
        co_return std::unexpected(right.error());
    auto codes = make_recovery_codes();
    auto stored = co_await database_.write([account, codes](storage::Connection& db) {
        return replace_recovery_codes(db, account, codes);
    });
    if (!stored) co_return std::unexpected(stored.error());
    co_return codes;
}

Task<Result<>> Accounts::recover(
    std::string username, std::string recovery_code, NewPassword password, std::string peer
) {
    if (auto allowed = may_try(username, peer); !allowed) co_return std::unexpected(allowed.error());
    auto hash = crypto::hash_token(crypto::normalize_code(recovery_code));
    auto row = co_await database_.read(
        [key = base::to_lower(username),
         hash = std::string(bytes_of(hash))](storage::Connection& db) -> Result<std::optional<AccountRow>> {
            auto found = find_row(db, key);
            if (!found || !*found) return found;
            auto exists = code_exists(db, (*found)->account.id, hash);
            if (!exists) return std::unexpected(exists.error());
            return *exists ? std::move(*found) : std::nullopt;
        }
    );
    if (!row) co_return std::unexpected(row.error());
    if (!*row) {
        count_failure(username, peer);
        co_return fail_as(Errc::unauthenticated, "wrong_code", "wrong name or recovery code");
    }
    if (auto status = check_status((*row)->account); !status) co_return status;
    auto id = (*row)->account.id;
    auto secret = co_await store_secret(std::move(password), (*row)->account.username);
    if (!secret) co_return std::unexpected(secret.error());
    // The code is spent only once the new password is acceptable; two at once: one wins.
    auto spent = co_await database_.write([id, hash](storage::Connection& db) -> Result<bool> {
        auto statement = db.prepare("DELETE FROM recovery_codes WHERE account_id = ?1 AND code_hash = ?2");
        statement.bind(id, storage::Blob{bytes_of(hash)});
        if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
        return db.changes() > 0;
    });
    if (!spent) co_return std::unexpected(spent.error());
    if (!*spent) co_return fail_as(Errc::unauthenticated, "wrong_code", "wrong name or recovery code");
    co_return co_await replace_password(id, std::move(*secret), /*keep_session=*/0);
}

Task<Result<Accounts::ResetLink>> Accounts::add_reset_link(std::string username) {
    ResetLink link{crypto::random_token(), clock_.now() + kResetLinkLife};
    auto added = co_await database_.write([key = base::to_lower(username), link](storage::Connection& db) -> Result<> {
        auto row = require_row(db, key);
        if (!row) return std::unexpected(row.error());
        if (row->account.is_bot())
            return fail_as(
                Errc::conflict, "bot_has_no_password", "a bot signs in with its token, which its owner renews"
            );
        auto hash = crypto::hash_token(link.token);
        auto statement = db.prepare("INSERT INTO reset_links (token_hash, account_id, expires_at) VALUES (?1, ?2, ?3)");
        statement.bind(storage::Blob{bytes_of(hash)}, row->account.id, to_column(link.expires_at));
        return statement.run();
    });
    if (!added) co_return std::unexpected(added.error());
    co_return link;
}

Task<Result<>> Accounts::reset_password(std::string token, NewPassword password) {
    auto const invalid = [] {
        return fail_as(Errc::not_found, "reset_link_invalid", "that link is not valid, or no longer");
    };
    auto const hash = crypto::hash_token(token);
    auto row =
        co_await database_.read([hash, invalid, now = clock_.now()](storage::Connection& db) -> Result<AccountRow> {
            auto statement = db.prepare("SELECT account_id FROM reset_links WHERE token_hash = ?1 AND expires_at > ?2");
            statement.bind(storage::Blob{bytes_of(hash)}, to_column(now));
            auto found = statement.step();
            if (!found) return std::unexpected(found.error());
            auto account =
                *found ? find_row(db, statement.integer(0)) : Result<std::optional<AccountRow>>(std::nullopt);
            if (!account) return std::unexpected(account.error());
            if (!*account) return invalid();
            return std::move(**account);
        });
    if (!row) co_return std::unexpected(row.error());
    auto secret = co_await store_secret(std::move(password), row->account.username);
    if (!secret) co_return std::unexpected(secret.error());
    // Two at once: one wins. replace_password() ends the account's other links.
    auto spent = co_await database_.write([hash, invalid](storage::Connection& db) -> Result<> {
        auto statement = db.prepare("DELETE FROM reset_links WHERE token_hash = ?1");
        statement.bind(storage::Blob{bytes_of(hash)});
        if (auto ran = statement.run(); !ran) return ran;
        if (db.changes() == 0) return invalid();
        return {};
    });
    if (!spent) co_return spent;
    co_return co_await replace_password(row->account.id, std::move(*secret), /*keep_session=*/0);
}

}  // namespace alloquy::accounts
