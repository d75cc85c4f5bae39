// SPDX-License-Identifier: GPL-2.0-or-later
#include "rows.hpp"

namespace alloquy::privacy {
namespace {

Result<std::string> username_of(storage::Connection& db, base::Id account) {
    auto statement = db.prepare("SELECT username FROM accounts WHERE id = ?1");
    statement.bind(account);
    auto row = statement.step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return fail_as(Errc::not_found, "account_not_found", "there is no such account");
    return statement.text(0);
}

Result<bool> is_blocked(storage::Connection& db, base::Id account, base::Id other) {
    auto statement = db.prepare("SELECT 1 FROM blocks WHERE account = ?1 AND blocked = ?2");
    statement.bind(account, other);
    return statement.step();
}

}  // namespace

Result<Preferences> read_preferences(storage::Connection& db, base::Id account) {
    Preferences out;
    auto policy = db.prepare("SELECT direct_messages FROM privacy WHERE account = ?1");
    policy.bind(account);
    auto row = policy.step();
    if (!row) return std::unexpected(row.error());
    if (*row) out.from = from_named(policy.view(0)).value_or(From::nobody);
    auto blocks = db.prepare("SELECT blocked FROM blocks WHERE account = ?1 ORDER BY blocked");
    blocks.bind(account);
    for (;;) {
        auto more = blocks.step();
        if (!more) return std::unexpected(more.error());
        if (!*more) return out;
        out.blocked.push_back(blocks.integer(0));
    }
}

Result<std::vector<Blocked>> read_blocked(storage::Connection& db, base::Id account) {
    std::vector<Blocked> out;
    auto statement = db.prepare(
        "SELECT a.id, a.username, a.display_name, b.blocked_at FROM blocks AS b JOIN accounts AS a ON a.id = b.blocked "
        "WHERE b.account = ?1 ORDER BY b.blocked_at, a.id"
    );
    statement.bind(account);
    for (;;) {
        auto row = statement.step();
        if (!row) return std::unexpected(row.error());
        if (!*row) return out;
        out.push_back(
            {statement.integer(0), statement.text(1), statement.text(2),
             base::Timestamp(std::chrono::milliseconds(statement.integer(3)))}
        );
    }
}

Result<std::optional<std::string>> insert_block(
    storage::Connection& db, base::Id account, base::Id other, base::Timestamp at
) {
    if (auto exists = username_of(db, account); !exists) return std::unexpected(exists.error());
    auto username = username_of(db, other);
    if (!username) return std::unexpected(username.error());
    auto already = is_blocked(db, account, other);
    if (!already) return std::unexpected(already.error());
    if (*already) return std::nullopt;
    auto count = db.prepare("SELECT count(*) FROM blocks WHERE account = ?1");
    count.bind(account);
    if (auto row = count.step(); !row) return std::unexpected(row.error());
    if (count.integer(0) >= std::int64_t(kMostBlocked))
        return fail_as(Errc::conflict, "too_many_blocks", "you can block at most 1000 people");
    auto insert = db.prepare("INSERT INTO blocks (account, blocked, blocked_at) VALUES (?1, ?2, ?3)");
    insert.bind(account, other, std::int64_t(at.time_since_epoch().count()));
    if (auto ran = insert.run(); !ran) return std::unexpected(ran.error());
    return std::move(*username);
}

Result<std::string> delete_block(storage::Connection& db, base::Id account, base::Id other) {
    auto statement = db.prepare("DELETE FROM blocks WHERE account = ?1 AND blocked = ?2");
    statement.bind(account, other);
    if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
    if (db.changes() == 0) return fail_as(Errc::not_found, "not_blocked", "you haven't blocked this person");
    return username_of(db, other);
}

Result<bool> share_a_room(storage::Connection& db, base::Id one, base::Id other) {
    auto statement = db.prepare(
        "SELECT 1 FROM room_visits AS mine JOIN room_visits AS theirs ON theirs.room = mine.room "
        "WHERE mine.account = ?1 AND theirs.account = ?2 LIMIT 1"
    );
    statement.bind(one, other);
    return statement.step();
}

Result<> insert_visits(storage::Connection& db, std::vector<Visit> const& visits) {
    for (auto const& visit : visits) {
        // An account may have been deleted since it was seen.
        auto statement = db.prepare(
            "INSERT INTO room_visits (account, room) SELECT a.id, r.id FROM accounts AS a, rooms AS r "
            "WHERE a.id = ?1 AND r.id = ?2 AND r.kind = 'text' ON CONFLICT DO NOTHING"
        );
        statement.bind(visit.account, visit.room);
        if (auto ran = statement.run(); !ran) return ran;
    }
    return {};
}

}  // namespace alloquy::privacy
