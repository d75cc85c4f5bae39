// SPDX-License-Identifier: GPL-2.0-or-later
// How a process ended, and how to say so.
#pragma once
#include <string>

namespace alloquy::process {

struct ExitStatus {
    int code = 0;    ///< Meaningful when `signal` is 0.
    int signal = 0;  ///< Number of the signal that killed it, or 0.

    bool operator==(ExitStatus const&) const = default;
};

/// "exit code 2", "signal 9 (Killed)".
std::string to_string(ExitStatus status);

}  // namespace alloquy::process
