// SPDX-License-Identifier: GPL-2.0-or-later
// Reading: pages in the order of storing, one message, and which rooms were active.
#include "implementation.hpp"
#include "positions.hpp"

#include <algorithm>
#include <limits>

namespace alloquy::messages {
namespace {

constexpr auto kEnd = std::numeric_limits<std::int64_t>::max();

/// Part of a room, between two sequences and two ids.
struct Range {
    std::int64_t above = 0;     ///< exclusive
    std::int64_t below = kEnd;  ///< exclusive
    base::Id since = 0;         ///< inclusive
    base::Id id_below = kEnd;   ///< exclusive
    enum class Take { newest, oldest } take = Take::newest;
    std::size_t limit = 0;
};

#define ALLOQUY_WITHIN "room = ?1 AND sequence > ?2 AND sequence < ?3 AND id >= ?4 AND id < ?5 AND "
// The index is named so that a page can never become a walk through other rooms' messages.
#define ALLOQUY_MESSAGES_WITHIN \
    "SELECT " ALLOQUY_MESSAGE_COLUMNS " FROM messages INDEXED BY messages_of_room WHERE " ALLOQUY_WITHIN "kind < 2 "
#define ALLOQUY_EVENTS_WITHIN \
    "SELECT " ALLOQUY_MESSAGE_COLUMNS " FROM messages INDEXED BY events_of_room WHERE " ALLOQUY_WITHIN "kind >= 2 "

char const* sql_of(Range::Take take, bool events) {
    if (take == Range::Take::newest)
        return events ? ALLOQUY_MESSAGES_WITHIN "UNION ALL " ALLOQUY_EVENTS_WITHIN "ORDER BY sequence DESC LIMIT ?6"
                      : ALLOQUY_MESSAGES_WITHIN "ORDER BY sequence DESC LIMIT ?6";
    return events ? ALLOQUY_MESSAGES_WITHIN "UNION ALL " ALLOQUY_EVENTS_WITHIN "ORDER BY sequence LIMIT ?6"
                  : ALLOQUY_MESSAGES_WITHIN "ORDER BY sequence LIMIT ?6";
}

/// Appends the range's messages, ascending.
Result<> read_range(
    storage::Connection& db, Unsealer& unsealer, Query const& query, Range const& range, std::vector<Message>& out
) {
    auto statement = db.prepare(sql_of(range.take, query.events));
    statement.bind(query.room, range.above, range.below, range.since, range.id_below, std::int64_t(range.limit));
    auto const begin = out.size();
    auto read = for_each_row(statement, [&] { out.push_back(read_message(statement, unsealer)); });
    if (!read) return read;
    if (range.take == Range::Take::newest) std::reverse(out.begin() + std::ptrdiff_t(begin), out.end());
    return {};
}

bool is_given(Reference const& reference) {
    return reference.id || reference.time;
}

/// The parts of the room that make up the page, oldest first.
Result<std::vector<Range>> ranges_of(storage::Connection& db, Query const& query) {
    using enum Query::Direction;
    Range whole;
    whole.limit = query.limit;
    if (query.since) {
        whole.since = *query.since;
        auto lowest = lowest_sequence_from(db, *query.since);
        if (!lowest) return std::unexpected(lowest.error());
        whole.above = *lowest - 1;
    }
    // An empty reference is the end of the room that leaves nothing out.
    Position from{kEnd, 0, 0, kEnd}, to{kEnd, 0, 0, kEnd};
    for (auto [reference, position] : {std::pair(&query.from, &from), std::pair(&query.to, &to)}) {
        if (!is_given(*reference) || (reference == &query.to && query.direction != between)) continue;
        auto found = find_position(db, query.room, *reference, whole.since);
        if (!found) return std::unexpected(found.error());
        *position = *found;
    }
    auto const above = [](Range range, Position const& position) {
        range.above = std::max(range.above, position.after);
        return range;
    };
    auto const below = [](Range range, Position const& position) {
        range.below = std::min(range.below, position.before);
        range.id_below = position.id_below;
        return range;
    };
    auto const oldest = [](Range range) {
        range.take = Range::Take::oldest;
        return range;
    };
    switch (query.direction) {
        case latest:
            return std::vector{above(whole, from)};
        case before:
            return std::vector{below(whole, from)};
        case after:
            return std::vector{oldest(above(whole, from))};
        case around: {
            auto older = whole, rest = oldest(whole);
            older.below = std::min(older.below, from.cut);
            older.limit = query.limit / 2;
            rest.above = std::max(rest.above, from.cut - 1);
            rest.limit = query.limit - older.limit;
            return std::vector{older, rest};
        }
        case between:
            break;
    }
    bool const ascending = !is_given(query.from) || !is_given(query.to) || from.after <= to.after;
    if (ascending) return std::vector{oldest(below(above(whole, from), to))};
    return std::vector{below(above(whole, to), from)};
}

}  // namespace

Task<Result<std::vector<Message>>> Messages::page(Query query) {
    if (query.limit < 1 || query.limit > kMostPerPage) co_return fail_field("limit", "must be 1 to 1000");
    if (query.direction == Query::Direction::around && !is_given(query.from))
        co_return fail_field("from", "must be an id or a time");
    co_return co_await implementation_->database.read(
        [query, keys = implementation_->keys](storage::Connection& db) -> Result<std::vector<Message>> {
            auto ranges = ranges_of(db, query);
            if (!ranges) return std::unexpected(ranges.error());
            std::vector<Message> out;
            out.reserve(query.limit);
            Unsealer unsealer(*keys);
            for (auto const& range : *ranges)
                if (auto read = read_range(db, unsealer, query, range, out); !read)
                    return std::unexpected(read.error());
            if (query.details)
                if (auto added = add_details(db, unsealer, out); !added) return std::unexpected(added.error());
            return out;
        }
    );
}

Task<Result<Message>> Messages::find(base::Id id) {
    co_return co_await implementation_->database.read(
        [id, keys = implementation_->keys](storage::Connection& db) -> Result<Message> {
            Unsealer unsealer(*keys);
            auto statement = db.prepare("SELECT " ALLOQUY_MESSAGE_COLUMNS " FROM messages WHERE id = ?1");
            auto found = read_messages(statement.bind(id), unsealer);
            if (!found) return std::unexpected(found.error());
            if (found->empty()) return no_such_message();
            if (auto added = add_details(db, unsealer, *found); !added) return std::unexpected(added.error());
            return std::move(found->front());
        }
    );
}

Task<Result<std::vector<Messages::Active>>> Messages::active(
    std::vector<base::Id> rooms, base::Timestamp from, base::Timestamp to
) {
    if (to < from) std::swap(from, to);
    co_return co_await implementation_->database.read(
        [rooms = std::move(rooms), from, to](storage::Connection& db) -> Result<std::vector<Active>> {
            auto const since = base::first_id_at(from + std::chrono::milliseconds(1)), end = base::first_id_at(to);
            auto lowest = lowest_sequence_from(db, since);
            if (!lowest) return std::unexpected(lowest.error());
            auto highest = highest_sequence_below(db, end);
            if (!highest) return std::unexpected(highest.error());
            std::vector<Active> out;
            for (auto room : rooms) {
                auto statement = db.prepare(
                    "SELECT id FROM messages INDEXED BY messages_of_room WHERE room = ?1 AND kind < 2 "
                    "AND sequence >= ?2 AND sequence <= ?3 AND id >= ?4 AND id < ?5 ORDER BY sequence DESC LIMIT 1"
                );
                statement.bind(room, *lowest, *highest, since, end);
                auto row = statement.step();
                if (!row) return std::unexpected(row.error());
                if (*row) out.push_back({room, base::time_of(statement.integer(0))});
            }
            std::ranges::sort(out, {}, [](Active const& room) { return std::pair(room.newest, room.room); });
            return out;
        }
    );
}

}  // namespace alloquy::messages
