// SPDX-License-Identifier: GPL-2.0-or-later
// What browsers get to see: the web client, or, in a build without it, small hand-written pages for the first owner,
// joining by invite, password reset, how to connect.
#pragma once
#include "config.hpp"

#include <alloquy/http/router.hpp>

namespace alloquy::daemon {

/// Errors: invalid_input naming http.web_root.
Result<> add_pages(http::Router& router, Config const& config);

}  // namespace alloquy::daemon
