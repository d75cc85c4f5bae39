// SPDX-License-Identifier: GPL-2.0-or-later
// Pins and read markers.
#include "implementation.hpp"

#include <algorithm>

namespace alloquy::messages {
namespace {

constexpr std::int64_t kMostPins = 250;
/// The clock of another machine, whose messages one has read, may be so far ahead.
constexpr auto kMostAhead = std::chrono::minutes(5);

Result<std::int64_t> count_pins(storage::Connection& db, base::Id room) {
    auto statement = db.prepare("SELECT count(*) FROM pins WHERE room = ?1");
    statement.bind(room);
    if (auto row = statement.step(); !row) return std::unexpected(row.error());
    return statement.integer(0);
}

}  // namespace

Task<Result<>> Messages::pin(base::Id id, base::Id actor) {
    auto room = co_await implementation_->database.write(
        [id, actor, now = implementation_->clock.now()](storage::Connection& db) -> Result<base::Id> {
            auto target = find_target(db, id);
            if (!target) return std::unexpected(target.error());
            auto statement = db.prepare(
                "INSERT INTO pins (message, room, pinned_by, pinned_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"
            );
            statement.bind(target->sequence, target->room, actor, to_column(now));
            if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
            if (db.changes() == 0) return target->room;
            auto count = count_pins(db, target->room);
            if (!count) return std::unexpected(count.error());
            // The error takes the row back.
            if (*count > kMostPins)
                return fail_as(Errc::too_large, "too_many_pins", "a room can have at most 250 pinned messages");
            return target->room;
        }
    );
    if (!room) co_return std::unexpected(room.error());
    pins_changed.publish(PinsChanged{*room});
    co_return Result<>();
}

Task<Result<>> Messages::unpin(base::Id id) {
    auto room = co_await implementation_->database.write([id](storage::Connection& db) -> Result<base::Id> {
        auto target = find_target(db, id);
        if (!target) return std::unexpected(target.error());
        auto statement = db.prepare("DELETE FROM pins WHERE message = ?1");
        statement.bind(target->sequence);
        if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
        return target->room;
    });
    if (!room) co_return std::unexpected(room.error());
    pins_changed.publish(PinsChanged{*room});
    co_return Result<>();
}

Task<Result<std::vector<Message>>> Messages::pins(base::Id room) {
    co_return co_await implementation_->database.read(
        [room, keys = implementation_->keys](storage::Connection& db) -> Result<std::vector<Message>> {
            Unsealer unsealer(*keys);
            auto statement =
                db.prepare("SELECT " ALLOQUY_MESSAGE_COLUMNS
                           " FROM messages JOIN (SELECT message, pinned_at FROM pins "
                           "WHERE pins.room = ?1) ON message = sequence ORDER BY pinned_at DESC, message DESC");
            auto found = read_messages(statement.bind(room), unsealer);
            if (!found) return found;
            if (auto added = add_details(db, unsealer, *found); !added) return std::unexpected(added.error());
            return found;
        }
    );
}

Task<Result<base::Timestamp>> Messages::mark_read(
    base::Id account, base::Id room, base::Timestamp at, std::string origin
) {
    at = std::min(at, implementation_->clock.now() + kMostAhead);
    struct Marker {
        base::Timestamp at;
        bool moved;
    };
    auto marker =
        co_await implementation_->database.write([account, room, at](storage::Connection& db) -> Result<Marker> {
            auto const before = find_marker(db, account, room);
            if (!before) return std::unexpected(before.error());
            if (*before && **before >= at) return Marker{**before, false};
            auto statement =
                db.prepare("INSERT OR REPLACE INTO read_markers (account, room, read_at) VALUES (?1, ?2, ?3)");
            statement.bind(account, room, to_column(at));
            if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
            return Marker{at, true};
        });
    if (!marker) co_return std::unexpected(marker.error());
    if (marker->moved) marked.publish({account, room, marker->at, std::move(origin)});
    co_return marker->at;
}

Task<Result<std::optional<base::Timestamp>>> Messages::read_marker(base::Id account, base::Id room) {
    co_return co_await implementation_->database.read([account, room](storage::Connection& db) {
        return find_marker(db, account, room);
    });
}

}  // namespace alloquy::messages
