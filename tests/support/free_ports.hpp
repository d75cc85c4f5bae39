// SPDX-License-Identifier: GPL-2.0-or-later
// Port numbers that nobody uses, for servers that a test starts.
#pragma once
#include <cstdint>

namespace alloquy::test {

/// The first of `count` consecutive ports, free for TCP and UDP on 127.0.0.1 just now and not handed out to this
/// process before. They lie below the kernel's range for outgoing connections, so no client takes one in between.
std::uint16_t free_ports(unsigned count = 1);

/// Whether something accepts TCP connections there.
bool accepts(std::uint16_t port);

}  // namespace alloquy::test
