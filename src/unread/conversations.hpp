// SPDX-License-Identifier: GPL-2.0-or-later
// With whom an account talks.
#pragma once
#include "badge.hpp"

#include <alloquy/accounts/directory.hpp>
#include <alloquy/messages/messages.hpp>
#include <alloquy/rooms/rooms.hpp>

namespace alloquy::unread {

struct Conversation {
    base::Id room = 0;
    base::Id other = 0;
    std::string username;  ///< Empty when the other account is gone.
};

/// Those with the newest messages, at most kMostConversations. Errors: unavailable.
Task<Result<std::vector<Conversation>>> newest_conversations(
    rooms::Rooms& rooms, messages::Messages& messages, accounts::Directory& directory, base::Id account
);

/// The name of the other one. Errors: unavailable.
Task<Result<Conversation>> describe_conversation(accounts::Directory& directory, rooms::Room room, base::Id account);

}  // namespace alloquy::unread
