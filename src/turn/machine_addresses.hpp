// SPDX-License-Identifier: GPL-2.0-or-later
// Which addresses this machine has, seen as coturn sees them.
#pragma once
#include <span>
#include <string>
#include <vector>

namespace alloquy::turn {

/// Addresses of the interfaces that are up (getifaddrs(3)), as text; empty when they can't be read.
std::vector<std::string> machine_addresses();

/// What to listen on when the settings say "everywhere". coturn then looks for addresses by itself, leaves loopback and
/// link-local ones out, and ends with its usage text when nothing is left; so a machine without a network gets
/// {"127.0.0.1"}. Empty: leave it to coturn.
std::vector<std::string> listen_without_network(std::span<std::string const> addresses);

}  // namespace alloquy::turn
