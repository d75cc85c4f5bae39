// SPDX-License-Identifier: GPL-2.0-or-later
// `alloquyd doctor`: looks for what commonly goes wrong, without changing anything.
#pragma once
#include "config.hpp"
#include "options.hpp"

namespace alloquy::daemon {

/// Prints one line per finding: "ok", "warn" or "bad", what, and what to do. Returns 0 when nothing is bad.
int doctor(Options const& options, Config const& config);

}  // namespace alloquy::daemon
