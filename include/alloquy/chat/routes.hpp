// SPDX-License-Identifier: GPL-2.0-or-later
// Rooms and their history on the web API: docs/protocol/openapi.yaml describes each path.
#pragma once
#include <alloquy/accounts/directory.hpp>
#include <alloquy/chat/chat.hpp>
#include <alloquy/http/router.hpp>
#include <alloquy/messages/messages.hpp>
#include <alloquy/rooms/rooms.hpp>

namespace alloquy::chat {

/// What is referred to must outlive the router's use.
void add_routes(
    http::Router& router, Chat& chat, rooms::Rooms& rooms, messages::Messages& messages, accounts::Directory& directory
);

}  // namespace alloquy::chat
