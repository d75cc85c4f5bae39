// SPDX-License-Identifier: GPL-2.0-or-later
// Invites: codes with a number of uses and an end.
#include "rows.hpp"

#include <alloquy/accounts/accounts.hpp>

namespace alloquy::accounts {
namespace {

Invite read_invite(storage::Statement& statement) {
    return {
        statement.text(0),
        statement.optional_integer(1),
        statement.text(2),
        statement.integer(3),
        statement.optional_integer(4),
        to_time(statement.optional_integer(5)),
        to_time(statement.integer(6))
    };
}

std::unexpected<Error> no_such_invite() {
    return fail_as(Errc::not_found, "invite_not_found", "that invite is not valid, or no longer");
}

}  // namespace

Task<Result<Invite>> Accounts::add_invite(
    std::optional<base::Id> by, std::string note, std::optional<std::int64_t> max_uses,
    std::optional<base::Timestamp> expires_at
) {
    if (expires_at && *expires_at <= clock_.now()) co_return fail_field("expires_at", "must be in the future");
    // 80 bits: short enough to read out, too many to guess.
    auto code = crypto::normalize_code(crypto::random_code(3) + crypto::random_code(1).substr(0, 1));
    Invite made{code, by, std::move(note), 0, max_uses, expires_at, clock_.now()};
    auto inserted = co_await database_.write([made](storage::Connection& db) {
        auto statement = db.prepare(
            "INSERT INTO invites (code, created_by, note, max_uses, expires_at, created_at) VALUES (?1, ?2, ?3, ?4, "
            "?5, ?6)"
        );
        auto expires = to_column(made.expires_at);
        statement.bind(made.code, made.created_by, made.note, made.max_uses, expires, to_column(made.created_at));
        return statement.run();
    });
    if (!inserted) co_return std::unexpected(inserted.error());
    co_return made;
}

Task<Result<Invite>> Accounts::invite(std::string code) {
    co_return co_await database_.read(
        [code = crypto::normalize_code(code), now = clock_.now()](storage::Connection& db) -> Result<Invite> {
            auto statement = db.prepare(
                "SELECT code, created_by, note, uses, max_uses, expires_at, created_at FROM invites WHERE code = ?1 "
                "AND (max_uses IS NULL OR uses < max_uses) AND (expires_at IS NULL OR expires_at > ?2)"
            );
            statement.bind(code, to_column(now));
            auto row = statement.step();
            if (!row) return std::unexpected(row.error());
            if (!*row) return no_such_invite();
            return read_invite(statement);
        }
    );
}

Task<Result<std::vector<Invite>>> Accounts::invites(std::optional<base::Id> by) {
    co_return co_await database_.read([by](storage::Connection& db) -> Result<std::vector<Invite>> {
        std::vector<Invite> out;
        auto statement = db.prepare(
            "SELECT code, created_by, note, uses, max_uses, expires_at, created_at FROM invites "
            "WHERE ?1 IS NULL OR created_by = ?1 ORDER BY created_at DESC LIMIT 1000"
        );
        statement.bind(by);
        for (;;) {
            auto row = statement.step();
            if (!row) return std::unexpected(row.error());
            if (!*row) return out;
            out.push_back(read_invite(statement));
        }
    });
}

Task<Result<>> Accounts::remove_invite(std::string code, std::optional<base::Id> by) {
    co_return co_await database_.write([code = crypto::normalize_code(code), by](storage::Connection& db) -> Result<> {
        auto statement = db.prepare("DELETE FROM invites WHERE code = ?1 AND (?2 IS NULL OR created_by = ?2)");
        statement.bind(code, by);
        if (auto ran = statement.run(); !ran) return ran;
        if (db.changes() == 0) return no_such_invite();
        return {};
    });
}

}  // namespace alloquy::accounts
