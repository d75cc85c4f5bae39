// SPDX-License-Identifier: GPL-2.0-or-later
// Sessions: where an account is signed in on the web API.
#include "rows.hpp"
#include "token_cache.hpp"

#include <alloquy/accounts/accounts.hpp>
#include <alloquy/base/log.hpp>

namespace alloquy::accounts {

using storage::Connection;

void Accounts::forget_tokens(base::Id account) {
    tokens_->forget_account(account);
}

/// `by`: the account, and the app password if it was one.
Task<Result<std::string>> Accounts::insert_session(SignIn by, std::string name, std::string peer) {
    auto token = crypto::random_token();
    auto id = ids_.next();
    auto app_password = by.app_password ? std::optional(by.credential) : std::nullopt;
    auto inserted = co_await database_.write([id, account = by.account.id, app_password,
                                              hash = crypto::hash_token(token), name = std::move(name),
                                              peer = std::move(peer), now = clock_.now()](Connection& db) {
        auto statement = db.prepare(
            "INSERT INTO sessions (id, account_id, app_password_id, token_hash, name, peer, created_at, last_seen_at) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)"
        );
        statement.bind(id, account, app_password, storage::Blob{bytes_of(hash)}, name, peer, to_column(now));
        return statement.run();
    });
    if (!inserted) co_return std::unexpected(inserted.error());
    co_return token;
}

Task<Result<std::vector<Session>>> Accounts::sessions(base::Id account) {
    auto list = co_await database_.read([account](Connection& db) -> Result<std::vector<Session>> {
        std::vector<Session> out;
        auto statement = db.prepare(
            "SELECT id, name, peer, created_at, last_seen_at FROM sessions WHERE account_id = ?1 ORDER BY last_seen_at "
            "DESC"
        );
        statement.bind(account);
        for (;;) {
            auto row = statement.step();
            if (!row) return std::unexpected(row.error());
            if (!*row) return out;
            out.push_back(
                {statement.integer(0), statement.text(1), statement.text(2), to_time(statement.integer(3)),
                 to_time(statement.integer(4))}
            );
        }
    });
    if (list)
        for (auto& session : *list)
            if (auto seen = seen_.find(session.id); seen != seen_.end()) session.last_seen_at = seen->second;
    co_return list;
}

Task<Result<>> Accounts::revoke_session(base::Id account, base::Id session) {
    auto username = co_await database_.write([account, session](Connection& db) -> Result<std::string> {
        auto row = find_row(db, account);
        if (!row) return std::unexpected(row.error());
        auto statement = db.prepare("DELETE FROM sessions WHERE id = ?1 AND account_id = ?2");
        statement.bind(session, account);
        if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
        if (db.changes() == 0 || !*row)
            return fail_as(Errc::not_found, "session_not_found", "there is no such session");
        return (*row)->account.username;
    });
    if (!username) co_return std::unexpected(username.error());
    forget_tokens(account);
    credential_revoked.publish(CredentialRevoked{account, *username, session});
    co_return Result<>();
}

Task<Result<>> Accounts::revoke_sessions(base::Id account, base::Id except) {
    using Ended = std::pair<std::string, std::vector<base::Id>>;
    auto ended = co_await database_.write([account, except](Connection& db) -> Result<Ended> {
        Ended out;
        auto row = find_row(db, account);
        if (!row) return std::unexpected(row.error());
        if (*row) out.first = (*row)->account.username;
        auto statement = db.prepare("DELETE FROM sessions WHERE account_id = ?1 AND id <> ?2 RETURNING id");
        statement.bind(account, except);
        for (;;) {
            auto deleted = statement.step();
            if (!deleted) return std::unexpected(deleted.error());
            if (!*deleted) return out;
            out.second.push_back(statement.integer(0));
        }
    });
    if (!ended) co_return std::unexpected(ended.error());
    forget_tokens(account);
    for (auto id : ended->second) credential_revoked.publish(CredentialRevoked{account, ended->first, id});
    co_return Result<>();
}

Task<> Accounts::housekeeping() {
    co_await async::stoppable();
    co_await asio::this_coro::throw_if_cancelled(false);  // the last round comes after the cancellation
    for (;;) {
        co_await async::stoppable();
        bool const stopping = !co_await async::sleep_for(std::chrono::minutes(1));
        co_await async::finishing();
        auto seen = std::exchange(seen_, {});
        auto done = co_await database_.write([seen = std::move(seen), now = clock_.now()](Connection& db) -> Result<> {
            for (auto const& [id, time] : seen) {
                auto session = db.prepare("UPDATE sessions SET last_seen_at = ?2 WHERE id = ?1");
                session.bind(id, to_column(time));
                if (auto ran = session.run(); !ran) return ran;
                auto app_password = db.prepare("UPDATE app_passwords SET last_used_at = ?2 WHERE id = ?1");
                app_password.bind(id, to_column(time));
                if (auto ran = app_password.run(); !ran) return ran;
            }
            auto links = db.prepare("DELETE FROM reset_links WHERE expires_at <= ?1");
            links.bind(to_column(now));
            if (auto ran = links.run(); !ran) return ran;
            auto names = db.prepare("DELETE FROM held_names WHERE until <= ?1");
            names.bind(to_column(now));
            return names.run();
        });
        if (!done) log::warn("accounts", "housekeeping failed: {}", done.error().detail);
        if (stopping) co_return;
    }
}

}  // namespace alloquy::accounts
