// SPDX-License-Identifier: GPL-2.0-or-later
// Retention: what is not to be kept is deleted, in steps.
#include "implementation.hpp"
#include "positions.hpp"

#include <algorithm>
#include <limits>

namespace alloquy::messages {
namespace {

/// Index entries that one read steps over: a large retention must not hold other reads up.
constexpr std::size_t kStep = 10'000;

/// The sequence of the message that has `newer` messages between itself and `below`, or 0.
Result<std::int64_t> step_back(storage::Connection& db, base::Id room, std::int64_t below, std::size_t newer) {
    auto statement = db.prepare(
        "SELECT sequence FROM messages INDEXED BY messages_of_room WHERE room = ?1 AND kind < 2 AND sequence < ?2 "
        "ORDER BY sequence DESC LIMIT 1 OFFSET ?3"
    );
    statement.bind(room, below, std::int64_t(newer));
    auto row = statement.step();
    if (!row) return std::unexpected(row.error());
    return *row ? statement.integer(0) : 0;
}

/// The highest sequence that is beyond the newest `newest` messages; 0: none is.
Task<Result<std::int64_t>> beyond_newest(storage::Database& database, base::Id room, std::size_t newest) {
    auto below = std::numeric_limits<std::int64_t>::max();
    for (auto left = newest + 1; left > 0 && below > 0;) {
        auto const step = std::min(left, kStep);
        auto reached = co_await database.read([room, below, step](storage::Connection& db) {
            return step_back(db, room, below, step - 1);
        });
        if (!reached) co_return reached;
        below = *reached;
        left -= step;
    }
    co_return below;
}

/// Rows of one room that go: up to a sequence, and below an id.
struct Doomed {
    base::Id room;
    std::int64_t up_to;
    base::Id id_below;
    std::size_t most;
};

/// `which` selects the sequences that go.
Result<std::size_t> erase(storage::Connection& db, GoingText const& going, char const* which, Doomed const& doomed) {
    std::vector<std::int64_t> sequences;
    {
        auto statement = db.prepare(which);
        statement.bind(doomed.room, doomed.up_to, doomed.id_below, std::int64_t(doomed.most));
        auto read = for_each_row(statement, [&] { sequences.push_back(statement.integer(0)); });
        if (!read) return std::unexpected(read.error());
    }
    auto statement = db.prepare("DELETE FROM messages WHERE sequence = ?1");
    for (auto sequence : sequences) {
        if (auto told = going.tell(db, sequence); !told) return std::unexpected(told.error());
        if (auto ran = statement.rebind(sequence).run(); !ran) return std::unexpected(ran.error());
    }
    return sequences.size();
}

/// Messages first, then what happened between them.
Result<std::size_t> erase_some(storage::Connection& db, GoingText const& going, Doomed doomed) {
    // Neither must be given again, also when the newest message goes.
    auto floor = db.prepare(
        "UPDATE message_floor SET id = max(id, coalesce((SELECT max(id) FROM messages), 0)), "
        "sequence = max(sequence, coalesce((SELECT max(sequence) FROM messages), 0))"
    );
    if (auto ran = floor.run(); !ran) return std::unexpected(ran.error());
    auto erased = erase(
        db, going,
        "SELECT sequence FROM messages INDEXED BY messages_of_room "
        "WHERE room = ?1 AND kind < 2 AND sequence <= ?2 AND id < ?3 ORDER BY sequence LIMIT ?4",
        doomed
    );
    if (!erased || *erased == doomed.most) return erased;
    doomed.most -= *erased;
    auto events = erase(
        db, going,
        "SELECT sequence FROM messages INDEXED BY events_of_room "
        "WHERE room = ?1 AND kind >= 2 AND sequence <= ?2 AND id < ?3 ORDER BY sequence LIMIT ?4",
        doomed
    );
    if (!events) return events;
    return *erased + *events;
}

/// The id of the oldest row in one of the two indices of a room; 0 without any.
Result<base::Id> oldest_by(storage::Connection& db, char const* sql, base::Id room) {
    auto statement = db.prepare(sql);
    statement.bind(room);
    auto row = statement.step();
    if (!row) return std::unexpected(row.error());
    return *row ? statement.integer(0) : 0;
}

}  // namespace

Task<Result<std::optional<base::Id>>> Messages::oldest(base::Id room) {
    co_return co_await implementation_->database.read(
        [room](storage::Connection& db) -> Result<std::optional<base::Id>> {
            std::optional<base::Id> oldest;
            for (auto const* sql :
                 {"SELECT id FROM messages INDEXED BY messages_of_room WHERE room = ?1 AND kind < 2 ORDER BY sequence "
                  "LIMIT 1",
                  "SELECT id FROM messages INDEXED BY events_of_room WHERE room = ?1 AND kind >= 2 ORDER BY sequence "
                  "LIMIT 1"}) {
                auto id = oldest_by(db, sql, room);
                if (!id) return std::unexpected(id.error());
                if (*id != 0) oldest = oldest ? std::min(*oldest, *id) : *id;
            }
            return oldest;
        }
    );
}

Task<Result<std::size_t>> Messages::expire_some(base::Id room, Keep keep, std::size_t most) {
    auto& database = implementation_->database;
    auto const going = implementation_->going_text();
    if (keep.since) {
        auto const since = base::first_id_at(*keep.since);
        auto erased =
            co_await database.write([room, since, most, going](storage::Connection& db) -> Result<std::size_t> {
                auto up_to = highest_sequence_below(db, since);
                if (!up_to) return std::unexpected(up_to.error());
                return erase_some(db, going, {room, *up_to, since, most});
            });
        if (erased && *erased > 0) expired.publish(MessagesExpired{room, *erased});
        if (!erased || *erased > 0) co_return erased;
    }
    if (!keep.newest) co_return 0;
    auto up_to = co_await beyond_newest(database, room, *keep.newest);
    if (!up_to) co_return std::unexpected(up_to.error());
    if (*up_to == 0) co_return 0;
    Doomed const doomed{room, *up_to, std::numeric_limits<base::Id>::max(), most};
    auto erased =
        co_await database.write([doomed, going](storage::Connection& db) { return erase_some(db, going, doomed); });
    if (erased && *erased > 0) expired.publish(MessagesExpired{room, *erased});
    co_return erased;
}

}  // namespace alloquy::messages
