// SPDX-License-Identifier: GPL-2.0-or-later
// The administrative half of the command line: asks the running server, or works on the data directory when none runs.
#pragma once
#include "config.hpp"
#include "options.hpp"

namespace alloquy::daemon {

/// Prints the answer on stdout or the problem on stderr; returns the exit status.
int run_admin_command(Options const& options, Config const& config);

}  // namespace alloquy::daemon
