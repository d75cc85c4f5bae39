// SPDX-License-Identifier: GPL-2.0-or-later
#include "positions.hpp"

#include "rows.hpp"

#include <limits>

namespace alloquy::messages {
namespace {

constexpr auto kEnd = std::numeric_limits<std::int64_t>::max();

/// How far stored order and time order are expected to differ, in messages.
#define ALLOQUY_DISORDER "256"

Result<std::int64_t> number(storage::Statement statement, base::Id id, std::int64_t otherwise) {
    statement.bind(id);
    if (auto row = statement.step(); !row) return std::unexpected(row.error());
    return statement.optional_integer(0).value_or(otherwise);
}

Result<Position> position_of_id(storage::Connection& db, base::Id room, base::Id id, base::Id since) {
    if (id < since) return no_such_message();
    auto statement = db.prepare("SELECT sequence FROM messages WHERE id = ?1 AND room = ?2");
    statement.bind(id, room);
    auto row = statement.step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return no_such_message();
    return Position{statement.integer(0), statement.integer(0), statement.integer(0), kEnd};
}

Result<Position> position_of_time(storage::Connection& db, base::Id room, base::Timestamp time) {
    auto const first = base::first_id_at(time);
    auto const next = first == kEnd ? kEnd : base::first_id_at(time + std::chrono::milliseconds(1));
    {
        // Usually it is the time of a message that the asker has. Then its place is known exactly.
        auto statement = db.prepare(
            "SELECT min(sequence), max(sequence) FROM (SELECT sequence FROM messages WHERE id >= ?1 AND id < ?2 "
            "AND room = ?3 LIMIT 4096)"
        );
        statement.bind(first, next, room);
        if (auto row = statement.step(); !row) return std::unexpected(row.error());
        if (!statement.is_null(0))
            return Position{statement.integer(0), statement.integer(1), statement.integer(0), kEnd};
    }
    auto before = highest_sequence_below(db, first);
    if (!before) return std::unexpected(before.error());
    auto after = lowest_sequence_from(db, next);
    if (!after) return std::unexpected(after.error());
    return Position{*before + 1, *after - 1, *after, first};
}

}  // namespace

Result<Position> find_position(storage::Connection& db, base::Id room, Reference const& reference, base::Id since) {
    if (reference.id) return position_of_id(db, room, *reference.id, since);
    return position_of_time(db, room, reference.time.value_or(base::Timestamp{}));
}

Result<std::int64_t> lowest_sequence_from(storage::Connection& db, base::Id id) {
    return number(
        db.prepare("SELECT min(sequence) FROM (SELECT sequence FROM messages WHERE id >= ?1 ORDER BY id "
                   "LIMIT " ALLOQUY_DISORDER ")"),
        id, kEnd
    );
}

Result<std::int64_t> highest_sequence_below(storage::Connection& db, base::Id id) {
    return number(
        db.prepare("SELECT max(sequence) FROM (SELECT sequence FROM messages WHERE id < ?1 ORDER BY id DESC "
                   "LIMIT " ALLOQUY_DISORDER ")"),
        id, 0
    );
}

}  // namespace alloquy::messages
