// SPDX-License-Identifier: GPL-2.0-or-later
// Which rooms there are. Text rooms are all in memory; conversations are looked up.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/base/embedded.hpp>
#include <alloquy/base/events.hpp>
#include <alloquy/rooms/room.hpp>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::storage {
class Connection;
class Database;
}  // namespace alloquy::storage

namespace alloquy::rooms {

/// Published on the io thread after the commit.
struct RoomCreated {
    Room room;
};

struct RoomRenamed {
    Room room;
    std::string old_channel;
};
struct RetentionChanged {
    Room room;
};

/// The slug of a channel name: "#General" gives "general" (casemapping ascii). Allowed is what InspIRCd's IsChannel
/// allows: "#" and at most 63 more bytes without space, comma, BEL, NUL, CR and LF. Errors: invalid_input.
Result<std::string> parse_channel(std::string_view channel);

class Rooms {
public:
    Rooms(storage::Database& database, base::Clock const& clock, base::IdGenerator& ids);
    ~Rooms();

    static std::span<base::EmbeddedFile const> migrations();

    /// Before anything runs: loads the text rooms; at the very first start makes "general" and "random".
    Result<> open();

    /// In memory; nullptr when there is none. The pointer is good until the next await.
    Room const* find(base::Id id) const;
    /// By channel name, "#General" as "#general" (casemapping ascii).
    Room const* find_channel(std::string_view channel) const;
    /// All text rooms in the order they were made.
    std::vector<Room> list() const;

    /// Gives a text room another name and with it another channel; its id and all that was said stay. What was sent to
    /// the old channel before everybody knew finds its room for a short while. Errors: not_found, invalid_input (see
    /// parse_channel()), conflict "channel_taken", unavailable.
    Task<Result<Room>> rename(base::Id id, std::string channel);
    /// The text room of a channel, made if there is none. Errors: invalid_input (see parse_channel()), unavailable.
    Task<Result<Room>> channel(std::string name);
    /// The conversation of two accounts (also of one with itself), made if there is none. Those that were used lately
    /// are answered from memory. Errors: invalid_input (not accounts), unavailable.
    Task<Result<Room>> conversation(base::Id a, base::Id b);
    /// The conversation if there is one.
    Task<Result<std::optional<Room>>> find_conversation(base::Id a, base::Id b);
    /// Conversations of an account.
    Task<Result<std::vector<Room>>> conversations(base::Id account);
    /// All conversations, page by page: up to `limit` with an id above `after`, by id.
    Task<Result<std::vector<Room>>> all_conversations(base::Id after, std::size_t limit);
    /// By id, also a conversation.
    Task<Result<std::optional<Room>>> room(base::Id id);
    /// Likewise, inside a piece of database work.
    static Result<std::optional<Room>> room_in(storage::Connection& db, base::Id id);
    /// The same, if this account may see it: text rooms are everybody's, a conversation its two's. Errors: not_found,
    /// also for what it may not see; unavailable.
    Task<Result<Room>> visible_room(base::Id id, base::Id account);
    /// Errors: not_found, invalid_input (names the field).
    Task<Result<Room>> set_retention(base::Id id, Retention retention);

    base::Publisher<RoomCreated> created;
    base::Publisher<RoomRenamed> renamed;
    base::Publisher<RetentionChanged> retention_changed;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace alloquy::rooms
