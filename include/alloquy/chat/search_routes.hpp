// SPDX-License-Identifier: GPL-2.0-or-later
// GET /api/v1/search.
#pragma once
#include <alloquy/accounts/directory.hpp>
#include <alloquy/http/router.hpp>
#include <alloquy/rooms/rooms.hpp>
#include <alloquy/search/search.hpp>

namespace alloquy::chat {

/// What is referred to must outlive the router's use.
void add_search_route(
    http::Router& router, search::Search& search, rooms::Rooms& rooms, accounts::Directory& directory
);

}  // namespace alloquy::chat
