// SPDX-License-Identifier: GPL-2.0-or-later
// One's own privacy on the web API: docs/protocol/openapi.yaml describes each path.
#pragma once
#include <alloquy/accounts/directory.hpp>
#include <alloquy/http/router.hpp>
#include <alloquy/privacy/privacy.hpp>

namespace alloquy::privacy {

/// What is referred to must outlive the router's use.
void add_routes(http::Router& router, Privacy& privacy, accounts::Directory& directory);

}  // namespace alloquy::privacy
