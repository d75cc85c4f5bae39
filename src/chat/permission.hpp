// SPDX-License-Identifier: GPL-2.0-or-later
// May somebody do something in a room? The one place that answers, until roles do.
#pragma once
#include <alloquy/chat/whereabouts.hpp>
#include <alloquy/http/message.hpp>
#include <alloquy/rooms/room.hpp>

namespace alloquy::chat {

enum class Action {
    pin,
    moderate,         ///< Take away what others wrote.
    manage_webhooks,  ///< Text rooms only.
};

/// A conversation belongs to its two. Everybody with an account may see text rooms; what changes them for all is for
/// staff and for operators of the channel on IRC.
bool may(http::Identity const& actor, Action action, rooms::Room const& room, Whereabouts const& whereabouts);

/// may(), as an error that says so. Errors: forbidden.
Result<> require(http::Identity const& actor, Action action, rooms::Room const& room, Whereabouts const& whereabouts);

/// Prefix modes of a channel that rule over it: founder, admin, op. See also moderates().
bool is_operator(std::string_view standing);

}  // namespace alloquy::chat
