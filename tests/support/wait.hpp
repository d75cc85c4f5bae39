// SPDX-License-Identifier: GPL-2.0-or-later
// Deadlines of the tests that drive real servers, and waiting for a condition that has no event to wait on.
#pragma once
#include <chrono>
#include <functional>
#include <string>

namespace alloquy::test {

using Milliseconds = std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

/// How long a test waits for something that should happen at once. Generous: it only costs time when a test fails.
Milliseconds patience();

/// Asks `ready` again every 20 ms until it is true. Throws std::runtime_error with `what` and what `seen` returns.
void wait_until(
    std::string const& what, std::function<bool()> const& ready, std::function<std::string()> const& seen = {},
    Milliseconds limit = patience()
);

}  // namespace alloquy::test
