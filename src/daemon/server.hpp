// SPDX-License-Identifier: GPL-2.0-or-later
// `alloquyd serve`: starts everything, says when it is ready, and stops it all in order.
#pragma once
#include "config.hpp"
#include "options.hpp"

namespace alloquy::daemon {

/// Runs until SIGINT or SIGTERM. Returns the exit status; problems at the start are on stderr.
int serve(Options const& options, Config const& config);

}  // namespace alloquy::daemon
