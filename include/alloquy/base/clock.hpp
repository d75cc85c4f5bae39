// SPDX-License-Identifier: GPL-2.0-or-later
// Wall-clock time: an interface, so that tests can move it, and the RFC 3339 form used in every answer.
#pragma once
#include <alloquy/base/result.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace alloquy::base {

/// Milliseconds since 1970-01-01 UTC. May jump in either direction when the operator sets the clock:
/// measure durations with std::chrono::steady_clock instead.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

/// The machine's clock.
Clock const& system_clock();

/// "2026-11-22T19:34:46.123Z": RFC 3339, UTC, always with milliseconds.
std::string to_rfc3339(Timestamp time);

/// Accepts RFC 3339 date-times with "Z" or a numeric offset, with or without fraction (digits past milliseconds are
/// dropped). Errors: invalid_input.
Result<Timestamp> from_rfc3339(std::string_view text);

}  // namespace alloquy::base
