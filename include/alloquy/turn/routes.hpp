// SPDX-License-Identifier: GPL-2.0-or-later
// GET /api/v1/turn-credentials.
#pragma once
#include <alloquy/http/router.hpp>
#include <alloquy/turn/bridge.hpp>

namespace alloquy::turn {

/// `bridge`: null when turn.enabled is false; then the route says so (unavailable, "turn_disabled").
void add_routes(http::Router& router, Bridge* bridge);

}  // namespace alloquy::turn
