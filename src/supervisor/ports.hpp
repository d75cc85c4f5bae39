// SPDX-License-Identifier: GPL-2.0-or-later
// Whether a child's ports are free, asked before it starts: Murmur and coturn run on without a port that is taken.
#pragma once
#include <alloquy/base/result.hpp>
#include <alloquy/supervisor/child.hpp>

#include <vector>

namespace alloquy::supervisor {

/// Errors: conflict (taken; names the process that has it where we may see that, and the setting to change), forbidden
/// (a port below 1024), invalid_input (no address of this machine; Error::field is the setting), unavailable.
Result<> check_port_free(Port const& port);
Result<> check_ports_free(std::vector<Port> const& ports);

}  // namespace alloquy::supervisor
