// SPDX-License-Identifier: GPL-2.0-or-later
#include "rows.hpp"

#define ALLOQUY_SELECT_ROOM                                                                                            \
    "SELECT id, kind, slug, name, topic, first_account, second_account, retention_days, retention_newest, created_at " \
    "FROM rooms "

namespace alloquy::rooms {
namespace {

std::optional<int> to_count(std::optional<std::int64_t> column) {
    return column ? std::optional(int(*column)) : std::nullopt;
}

Room read_row(storage::Statement const& statement) {
    Room room;
    room.id = statement.integer(0);
    room.kind = statement.view(1) == "text" ? Kind::text : Kind::dm;
    room.slug = statement.text(2);
    room.name = statement.text(3);
    room.topic = statement.text(4);
    room.first = statement.integer(5);  // 0 when it is null
    room.second = statement.integer(6);
    room.retention = {to_count(statement.optional_integer(7)), to_count(statement.optional_integer(8))};
    room.created_at = base::Timestamp(std::chrono::milliseconds(statement.integer(9)));
    return room;
}

Result<std::optional<Room>> one(storage::Statement& statement) {
    auto row = statement.step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return std::nullopt;
    return read_row(statement);
}

Result<std::vector<Room>> all(storage::Statement& statement) {
    std::vector<Room> out;
    for (;;) {
        auto row = statement.step();
        if (!row) return std::unexpected(row.error());
        if (!*row) return out;
        out.push_back(read_row(statement));
    }
}

}  // namespace

std::string_view to_string(Kind kind) {
    return kind == Kind::text ? "text" : "dm";
}

Result<std::optional<Room>> find_row(storage::Connection& db, base::Id id) {
    auto statement = db.prepare(ALLOQUY_SELECT_ROOM "WHERE id = ?1");
    return one(statement.bind(id));
}

Result<std::optional<Room>> find_channel_row(storage::Connection& db, std::string const& slug) {
    auto statement = db.prepare(ALLOQUY_SELECT_ROOM "WHERE kind = 'text' AND slug = ?1");
    return one(statement.bind(slug));
}

Result<std::optional<Room>> find_conversation_row(storage::Connection& db, base::Id first, base::Id second) {
    auto statement = db.prepare(ALLOQUY_SELECT_ROOM "WHERE kind = 'dm' AND first_account = ?1 AND second_account = ?2");
    return one(statement.bind(first, second));
}

Result<std::vector<Room>> channel_rows(storage::Connection& db) {
    auto statement = db.prepare(ALLOQUY_SELECT_ROOM "WHERE kind = 'text' ORDER BY id");
    return all(statement);
}

Result<std::vector<Room>> conversation_rows(storage::Connection& db, base::Id account) {
    auto statement =
        db.prepare(ALLOQUY_SELECT_ROOM "WHERE kind = 'dm' AND first_account = ?1 UNION ALL " ALLOQUY_SELECT_ROOM
                                       "WHERE kind = 'dm' AND second_account = ?1 AND first_account <> ?1 ORDER BY id");
    return all(statement.bind(account));
}

Result<std::vector<Room>> all_conversation_rows(storage::Connection& db, base::Id after, std::size_t limit) {
    auto statement = db.prepare(ALLOQUY_SELECT_ROOM "WHERE id > ?1 AND kind = 'dm' ORDER BY id LIMIT ?2");
    return all(statement.bind(after, std::int64_t(limit)));
}

Result<bool> insert_row(storage::Connection& db, Room const& room) {
    auto statement = db.prepare(
        "INSERT INTO rooms (id, kind, slug, name, topic, first_account, second_account, created_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING"
    );
    bool const text = room.kind == Kind::text;
    auto const slug = text ? std::optional(room.slug) : std::nullopt;
    auto const first = text ? std::nullopt : std::optional(room.first);
    auto const second = text ? std::nullopt : std::optional(room.second);
    statement.bind(
        room.id, to_string(room.kind), slug, room.name, room.topic, first, second,
        room.created_at.time_since_epoch().count()
    );
    if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
    return db.changes() > 0;
}

Result<> update_name(storage::Connection& db, base::Id id, std::string const& slug, std::string const& name) {
    auto statement = db.prepare("UPDATE rooms SET slug = ?2, name = ?3 WHERE id = ?1 AND kind = 'text'");
    statement.bind(id, slug, name);
    if (auto ran = statement.run(); !ran) return ran;
    if (db.changes() == 0) return fail_as(Errc::not_found, "room_not_found", "there is no such room");
    return {};
}

Result<> update_retention(storage::Connection& db, base::Id id, Retention const& retention) {
    auto statement = db.prepare("UPDATE rooms SET retention_days = ?2, retention_newest = ?3 WHERE id = ?1");
    statement.bind(id, retention.days, retention.newest);
    if (auto ran = statement.run(); !ran) return ran;
    if (db.changes() == 0) return fail_as(Errc::not_found, "room_not_found", "there is no such room");
    return {};
}

}  // namespace alloquy::rooms
