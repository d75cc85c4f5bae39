// SPDX-License-Identifier: GPL-2.0-or-later
// What people do with their own account: names, password, second factor, leaving.
#include "rows.hpp"
#include "token_cache.hpp"
#include "totp.hpp"

#include <alloquy/accounts/accounts.hpp>
#include <alloquy/accounts/rules.hpp>
#include <alloquy/base/text.hpp>
#include <alloquy/crypto/seal.hpp>

namespace alloquy::accounts {
namespace {

/// How long a name that was given up can't be taken by somebody else.
constexpr auto kHoldName = std::chrono::days(30);

Result<> hold_name(storage::Connection& db, std::string const& key, base::Id account, base::Timestamp now) {
    auto statement =
        db.prepare("INSERT OR REPLACE INTO held_names (username_key, account_id, until) VALUES (?1, ?2, ?3)");
    statement.bind(key, account, to_column(now + kHoldName));
    return statement.run();
}

/// Errors: conflict "username_taken". A name that this account itself gave up is free for it.
Result<> check_free_for(storage::Connection& db, std::string const& key, base::Id account, base::Timestamp now) {
    auto statement = db.prepare(
        "SELECT 1 FROM accounts WHERE username_key = ?1 AND id <> ?2 UNION ALL "
        "SELECT 1 FROM held_names WHERE username_key = ?1 AND account_id <> ?2 AND until > ?3"
    );
    statement.bind(key, account, to_column(now));
    auto taken = statement.step();
    if (!taken) return std::unexpected(taken.error());
    if (*taken) {
        auto conflict = fail_as(Errc::conflict, "username_taken", "that name is taken");
        conflict.error().field = "username";
        return conflict;
    }
    return {};
}

}  // namespace

Task<Result<AccountRow>> Accounts::row_by_id(base::Id account) {
    auto row = co_await database_.read([account](storage::Connection& db) { return find_row(db, account); });
    if (!row) co_return std::unexpected(row.error());
    if (!*row) co_return fail(Errc::not_found, "the account is gone");
    co_return std::move(**row);
}

Task<Result<>> Accounts::change_password(
    base::Id account, PasswordProof proof, NewPassword password, base::Id keep_session
) {
    if (auto right = co_await check_own_password(account, std::move(proof)); !right) co_return right;
    auto row = co_await row_by_id(account);
    if (!row) co_return std::unexpected(row.error());
    auto secret = co_await store_secret(std::move(password), row->account.username);
    if (!secret) co_return std::unexpected(secret.error());
    co_return co_await replace_password(account, std::move(*secret), keep_session);
}

Task<Result<Account>> Accounts::rename(base::Id account, std::string username) {
    if (auto valid = check_username(username); !valid) co_return std::unexpected(valid.error());
    using Renamed = std::pair<std::string, Account>;
    auto renamed =
        co_await database_.write([account, username, now = clock_.now()](storage::Connection& db) -> Result<Renamed> {
            auto row = find_row(db, account);
            if (!row) return std::unexpected(row.error());
            if (!*row) return fail(Errc::not_found, "the account is gone");
            auto old = (*row)->account.username;
            auto const key = base::to_lower(username);
            if (auto free = check_free_for(db, key, account, now); !free) return std::unexpected(free.error());
            // Who never chose a display name goes by the username, also by the new one.
            auto statement = db.prepare(
                "UPDATE accounts SET username = ?2, username_key = ?3, "
                "display_name = CASE display_name WHEN username THEN ?2 ELSE display_name END WHERE id = ?1"
            );
            statement.bind(account, username, key);
            if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
            auto release = db.prepare("DELETE FROM held_names WHERE username_key = ?1");
            release.bind(key);
            if (auto ran = release.run(); !ran) return std::unexpected(ran.error());
            if (base::to_lower(old) != key)
                if (auto held = hold_name(db, base::to_lower(old), account, now); !held)
                    return std::unexpected(held.error());
            if ((*row)->account.display_name == old) (*row)->account.display_name = username;
            (*row)->account.username = username;
            return Renamed{std::move(old), std::move((*row)->account)};
        });
    if (!renamed) co_return std::unexpected(renamed.error());
    forget_tokens(account);
    if (renamed->first != username) Directory::renamed.publish(AccountRenamed{account, renamed->first, username});
    co_return std::move(renamed->second);
}

Task<Result<Account>> Accounts::set_display_name(base::Id account, std::string display_name) {
    if (auto valid = check_display_name(display_name); !valid) co_return std::unexpected(valid.error());
    auto updated = co_await database_.write([account, display_name](storage::Connection& db) {
        auto statement = db.prepare("UPDATE accounts SET display_name = ?2 WHERE id = ?1");
        statement.bind(account, display_name);
        return statement.run();
    });
    if (!updated) co_return std::unexpected(updated.error());
    auto row = co_await row_by_id(account);
    if (!row) co_return std::unexpected(row.error());
    display_name_changed.publish(DisplayNameChanged{row->account});
    co_return std::move(row->account);
}

Task<Result<>> Accounts::set_app_passwords_only(base::Id account, bool only) {
    auto updated = co_await database_.write([account, only](storage::Connection& db) {
        auto statement = db.prepare("UPDATE accounts SET app_passwords_only = ?2 WHERE id = ?1");
        statement.bind(account, only);
        return statement.run();
    });
    if (!updated) co_return updated;
    auto row = co_await row_by_id(account);
    if (!row) co_return std::unexpected(row.error());
    credentials_changed.publish(CredentialsChanged{account, row->account.username});
    co_return Result<>();
}

Task<Result<>> Accounts::prove(base::Id account, PasswordProof proof) {
    co_return co_await check_own_password(account, std::move(proof));
}

Task<Result<>> Accounts::delete_account(base::Id account, PasswordProof proof, Also also) {
    if (auto right = co_await check_own_password(account, std::move(proof)); !right) co_return right;
    auto row = co_await row_by_id(account);
    if (!row) co_return std::unexpected(row.error());
    co_return co_await remove_account(row->account.username, std::move(also));
}

Task<Result<>> Accounts::remove_account(std::string username, Also also) {
    auto removed = co_await database_.write(
        [key = base::to_lower(username), now = clock_.now(),
         also = std::move(also)](storage::Connection& db) -> Result<std::vector<Account>> {
            auto row = require_row(db, key);
            if (!row) return std::unexpected(row.error());
            if (row->account.owner)
                return fail_as(Errc::forbidden, "owner_is_untouchable", "the owner's account can't be deleted");
            // They go with it.
            auto all = find_bots(db, row->account.id);
            if (!all) return std::unexpected(all.error());
            all->insert(all->begin(), row->account);
            if (also)
                for (Account const& each : *all)
                    if (auto done = also(db, each.id); !done) return std::unexpected(done.error());
            auto statement = db.prepare("DELETE FROM accounts WHERE id = ?1");
            statement.bind(row->account.id);
            if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
            for (auto const& account : *all)
                if (auto held = hold_name(db, base::to_lower(account.username), account.id, now); !held)
                    return std::unexpected(held.error());
            return std::move(*all);
        }
    );
    if (!removed) co_return std::unexpected(removed.error());
    for (auto const& account : *removed) {
        forget_tokens(account.id);
        deleted.publish(AccountDeleted{account.id, account.username});
    }
    co_return Result<>();
}

Task<Result<Accounts::TotpSetup>> Accounts::begin_totp(base::Id account, PasswordProof proof) {
    if (auto right = co_await check_own_password(account, std::move(proof)); !right)
        co_return std::unexpected(right.error());
    auto row = co_await row_by_id(account);
    if (!row) co_return std::unexpected(row.error());
    auto secret = crypto::random_bytes(20);
    auto sealed = crypto::seal(key_, secret, "totp:" + std::to_string(account));
    auto stored = co_await database_.write([account, sealed](storage::Connection& db) -> Result<> {
        auto statement =
            db.prepare("UPDATE accounts SET totp_secret = ?2, totp_last_step = 0 WHERE id = ?1 AND totp_confirmed = 0");
        statement.bind(account, storage::Blob{sealed});
        if (auto ran = statement.run(); !ran) return ran;
        if (db.changes() == 0)
            return fail_as(Errc::conflict, "totp_enabled", "an authenticator app is set up already; remove it first");
        return {};
    });
    if (!stored) co_return std::unexpected(stored.error());
    co_return TotpSetup{crypto::to_base32(secret), totp_uri(settings_.server_name, row->account.username, secret)};
}

Task<Result<>> Accounts::confirm_totp(base::Id account, std::string code) {
    auto row = co_await row_by_id(account);
    if (!row) co_return std::unexpected(row.error());
    if (row->account.totp) co_return fail_as(Errc::conflict, "totp_enabled", "an authenticator app is set up already");
    if (row->totp_secret.empty())
        co_return fail_as(Errc::conflict, "totp_not_begun", "begin with POST /accounts/me/totp");
    if (auto allowed = may_try(row->account.username, ""); !allowed) co_return allowed;
    auto secret = crypto::unseal(key_, row->totp_secret, "totp:" + std::to_string(account));
    if (!secret) co_return std::unexpected(secret.error());
    auto step = matching_totp_step(*secret, code, clock_.now(), row->totp_last_step);
    if (!step) {
        count_failure(row->account.username, "");
        co_return fail_as(Errc::unauthenticated, "wrong_code", "that code is wrong; check the device's clock");
    }
    auto stored =
        co_await database_.write([account, step, sealed = row->totp_secret](storage::Connection& db) -> Result<> {
            auto statement = db.prepare(
                "UPDATE accounts SET totp_confirmed = 1, totp_last_step = ?2 WHERE id = ?1 AND totp_secret = ?3"
            );
            statement.bind(account, *step, storage::Blob{sealed});
            if (auto ran = statement.run(); !ran) return ran;
            // Begun anew or removed meanwhile: the code belongs to a secret that is gone, and would lock its owner out.
            if (db.changes() == 0)
                return fail_as(Errc::conflict, "totp_not_begun", "the authenticator app was set up anew");
            return {};
        });
    if (!stored) co_return stored;
    credentials_changed.publish(CredentialsChanged{account, row->account.username});
    co_return Result<>();
}

Task<Result<>> Accounts::remove_totp(base::Id account, PasswordProof proof) {
    if (auto right = co_await check_own_password(account, std::move(proof)); !right) co_return right;
    auto removed = co_await database_.write([account](storage::Connection& db) {
        auto statement =
            db.prepare("UPDATE accounts SET totp_secret = NULL, totp_confirmed = 0, totp_last_step = 0 WHERE id = ?1");
        statement.bind(account);
        return statement.run();
    });
    if (!removed) co_return removed;
    auto row = co_await row_by_id(account);
    if (!row) co_return std::unexpected(row.error());
    credentials_changed.publish(CredentialsChanged{account, row->account.username});
    co_return Result<>();
}

}  // namespace alloquy::accounts
