// SPDX-License-Identifier: GPL-2.0-or-later
// What a client draws beside a room.
#pragma once
#include <alloquy/messages/message.hpp>
#include <alloquy/rooms/rooms.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace alloquy::unread {

/// Conversations that "ready" lists, the newest ones; REST has the rest.
inline constexpr std::size_t kMostConversations = 200;

struct Badge {
    base::Id room = 0;
    bool conversation = false;
    std::string username;  ///< In a conversation the other one's name; empty when that account is gone.
    messages::Unread state;
};

/// docs/protocol/gateway.md, "Unread"
nlohmann::json to_json(Badge const& badge, rooms::Rooms const& rooms);

}  // namespace alloquy::unread
