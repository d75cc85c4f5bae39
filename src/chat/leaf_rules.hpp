// SPDX-License-Identifier: GPL-2.0-or-later
// What a leaf may say: it speaks for the clients connected to itself and for nobody else. Pure.
#pragma once
#include "incoming.hpp"

#include <alloquy/base/clock.hpp>
#include <alloquy/chat/whereabouts.hpp>

#include <string>
#include <string_view>

namespace alloquy::chat {

/// A clock that is further ahead would push the ids of everybody's messages into the future.
constexpr std::chrono::minutes kLeafClockAhead{5};

struct LeafIdentity {
    std::string_view server;  ///< Its id.
    unsigned node = 0;        ///< Of the ids it may give.
};

/// Whether the connection is one of that server's.
bool is_of_server(std::string_view uid, std::string_view server);

/// Errors: forbidden (another server's connection, or one that is signed in to another account: the leaf lies),
/// conflict (an id that isn't the leaf's to give, or from the future).
Result<> check_leaf_message(
    LeafIdentity const& leaf, IncomingMessage const& message, Whereabouts const& whereabouts, base::Timestamp now
);

}  // namespace alloquy::chat
