// SPDX-License-Identifier: GPL-2.0-or-later
#include "badge.hpp"

#include <nlohmann/json.hpp>

namespace alloquy::unread {

using nlohmann::json;

json to_json(Badge const& badge, rooms::Rooms const& rooms) {
    auto const& state = badge.state;
    auto const* room = badge.conversation ? nullptr : rooms.find(badge.room);
    auto const or_null = [](bool there, auto value) { return there ? json(std::move(value)) : json(nullptr); };
    return {
        {"id", std::to_string(badge.room)},
        {"kind", rooms::to_string(badge.conversation ? rooms::Kind::dm : rooms::Kind::text)},
        {"name", room ? room->name : std::string()},
        {"username", or_null(!badge.username.empty(), badge.username)},
        {"irc_channel", room ? json(room->channel()) : json(nullptr)},
        {"last_message_id", or_null(state.newest != 0, std::to_string(state.newest))},
        {"read",
         {{"at", state.marker ? json(base::to_rfc3339(*state.marker)) : json(nullptr)},
          {"id", std::to_string(state.read_up_to)}}},
        {"unread", state.unread},
        {"more", state.more},
        // Every message of a conversation is meant for both.
        {"mentions", badge.conversation ? state.unread : state.mentions},
    };
}

}  // namespace alloquy::unread
