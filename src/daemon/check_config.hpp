// SPDX-License-Identifier: GPL-2.0-or-later
// `alloquyd check-config`: the settings in effect, and where they come from.
#pragma once
#include "config.hpp"
#include "options.hpp"

namespace alloquy::daemon {

/// Prints "key = value" for each setting on stdout; a setting that an administrator changed at run time (kept in the
/// database, where it wins) is marked. Returns the exit status.
int check_config(Options const& options, Config const& config);

}  // namespace alloquy::daemon
