// SPDX-License-Identifier: GPL-2.0-or-later
// Counting what somebody hasn't read: in indexes alone, and never further than what is shown.
#include "implementation.hpp"
#include "positions.hpp"

#include <algorithm>

namespace alloquy::messages {
namespace {

/// Rooms that one read counts: an account of many rooms must not hold other reads up.
constexpr std::size_t kRoomsPerRead = 32;

Result<base::Id> find_newest(storage::Connection& db, base::Id room) {
    // Messages from servers that were late have lower ids than the newest one.
    auto statement = db.prepare(
        "SELECT max(id) FROM (SELECT id FROM messages INDEXED BY messages_of_room WHERE room = ?1 AND kind < 2 "
        "ORDER BY sequence DESC LIMIT 16)"
    );
    statement.bind(room);
    if (auto row = statement.step(); !row) return std::unexpected(row.error());
    return statement.optional_integer(0).value_or(0);
}

/// Counts for one account, room after room.
class Counter {
public:
    Counter(storage::Connection& db, base::Id account, std::int64_t up_to)
        : db_(db), account_(account), up_to_(up_to) {}

    Result<Unread> count(base::Id room) {
        Unread out;
        auto marker = find_marker(db_, account_, room);
        if (!marker) return std::unexpected(marker.error());
        out.marker = *marker;
        out.read_up_to = read_up_to(account_, out.marker);
        auto newest = find_newest(db_, room);
        if (!newest) return std::unexpected(newest.error());
        out.newest = *newest;
        if (out.newest <= out.read_up_to) return out;
        if (auto begun = begin_after(out.read_up_to); !begun) return std::unexpected(begun.error());
        if (auto counted = count_messages(room, out); !counted) return std::unexpected(counted.error());
        if (auto counted = count_mentions(room, out); !counted) return std::unexpected(counted.error());
        return out;
    }

private:
    /// Rooms without a marker, and those that were read at once, begin at the same place.
    Result<> begin_after(base::Id read_up_to) {
        if (first_sequence_ != 0 && read_up_to == begins_after_) return {};
        auto lowest = lowest_sequence_from(db_, read_up_to + 1);
        if (!lowest) return std::unexpected(lowest.error());
        first_sequence_ = *lowest;
        begins_after_ = read_up_to;
        return {};
    }

    Result<> count_messages(base::Id room, Unread& out) {
        auto statement = db_.prepare(
            "SELECT count(*) FILTER (WHERE id > ?4 AND author <> ?5 AND redacted_at IS NULL) FROM "
            "(SELECT id, author, redacted_at FROM messages INDEXED BY messages_of_room WHERE room = ?1 AND kind < 2 "
            "AND sequence >= ?2 AND sequence <= ?3 ORDER BY sequence DESC LIMIT ?6)"
        );
        statement.bind(room, first_sequence_, up_to_, out.read_up_to, account_, std::int64_t(kMostLookedAt));
        if (auto row = statement.step(); !row) return std::unexpected(row.error());
        auto const unread = std::size_t(statement.integer(0));
        out.unread = std::min(unread, kMostUnread);
        out.more = unread > kMostUnread;
        return {};
    }

    Result<> count_mentions(base::Id room, Unread& out) {
        // Whoever is named in a message for everyone is mentioned once.
        auto statement = db_.prepare(
            "SELECT count(DISTINCT message) FROM (SELECT message FROM mentions JOIN messages ON sequence = message "
            "WHERE account IN (?5, 0) AND mentions.room = ?1 AND message >= ?2 AND message <= ?3 AND id > ?4 "
            "AND author <> ?5 LIMIT ?6)"
        );
        statement.bind(room, first_sequence_, up_to_, out.read_up_to, account_, std::int64_t(kMostUnread));
        if (auto row = statement.step(); !row) return std::unexpected(row.error());
        out.mentions = std::size_t(statement.integer(0));
        return {};
    }

    storage::Connection& db_;
    base::Id account_;
    std::int64_t up_to_;
    base::Id begins_after_ = 0;
    std::int64_t first_sequence_ = 0;
};

/// What `one` says of each room, a few rooms to a read.
template <class T, class One>
Task<Result<std::vector<T>>> for_rooms(storage::Database& database, std::vector<base::Id> rooms, One one) {
    std::vector<T> out;
    out.reserve(rooms.size());
    for (std::size_t begin = 0; begin < rooms.size(); begin += kRoomsPerRead) {
        auto const end = std::min(begin + kRoomsPerRead, rooms.size());
        std::vector<base::Id> some(rooms.begin() + std::ptrdiff_t(begin), rooms.begin() + std::ptrdiff_t(end));
        auto part =
            co_await database.read([some = std::move(some), one](storage::Connection& db) { return one(db, some); });
        if (!part) co_return std::unexpected(part.error());
        std::ranges::move(*part, std::back_inserter(out));
    }
    co_return out;
}

}  // namespace

base::Id read_up_to(base::Id account, std::optional<base::Timestamp> marker) {
    // Ids of accounts and of messages rise with the same clock: what was said before somebody came isn't theirs to
    // read.
    if (!marker) return account;
    return std::max(account, base::first_id_at(*marker + std::chrono::milliseconds(1)) - 1);
}

Task<Result<std::vector<Unread>>> Messages::unread(base::Id account, std::vector<base::Id> rooms, std::int64_t up_to) {
    auto const count = [account, up_to](storage::Connection& db, std::vector<base::Id> const& some) {
        Counter counter(db, account, up_to);
        Result<std::vector<Unread>> out;
        for (auto room : some) {
            auto counted = counter.count(room);
            if (!counted) return Result<std::vector<Unread>>(std::unexpected(counted.error()));
            out->push_back(std::move(*counted));
        }
        return out;
    };
    co_return co_await for_rooms<Unread>(implementation_->database, std::move(rooms), count);
}

Task<Result<std::vector<base::Id>>> Messages::newest_of(std::vector<base::Id> rooms) {
    auto const look = [](storage::Connection& db, std::vector<base::Id> const& some) {
        Result<std::vector<base::Id>> out;
        for (auto room : some) {
            auto newest = find_newest(db, room);
            if (!newest) return Result<std::vector<base::Id>>(std::unexpected(newest.error()));
            out->push_back(*newest);
        }
        return out;
    };
    co_return co_await for_rooms<base::Id>(implementation_->database, std::move(rooms), look);
}

}  // namespace alloquy::messages
