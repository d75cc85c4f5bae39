// SPDX-License-Identifier: GPL-2.0-or-later
// The small hand-written pages that stand in until the client exists: first owner, joining by invite, password reset,
// how to connect.
#pragma once
#include <alloquy/http/router.hpp>

namespace alloquy::daemon {

void add_pages(http::Router& router);

}  // namespace alloquy::daemon
