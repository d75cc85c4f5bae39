// SPDX-License-Identifier: GPL-2.0-or-later
// How many lines of output a child may have per second. We never stop reading, because a server that blocks on its own
// log stops serving; so what a child writes beyond its budget is counted and dropped.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <utility>

namespace alloquy::supervisor {

class LineBudget {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr double kPerSecond = 500;
    static constexpr double kBurst = 2000;

    explicit LineBudget(Clock::time_point now) : updated_(now) {}

    bool take(Clock::time_point now) {
        auto passed = std::chrono::duration<double>(now - updated_).count();
        updated_ = now;
        tokens_ = std::min(kBurst, tokens_ + passed * kPerSecond);
        if (tokens_ < 1) {
            ++dropped_;
            return false;
        }
        tokens_ -= 1;
        return true;
    }

    /// Lines dropped since the last call.
    std::uint64_t take_dropped() { return std::exchange(dropped_, 0); }

private:
    Clock::time_point updated_;
    double tokens_ = kBurst;
    std::uint64_t dropped_ = 0;
};

}  // namespace alloquy::supervisor
