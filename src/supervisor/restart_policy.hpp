// SPDX-License-Identifier: GPL-2.0-or-later
// When a child that ended is started again. Pure: time and chance come from outside.
#pragma once
#include <chrono>
#include <deque>
#include <optional>

namespace alloquy::supervisor {

struct RestartLimits {
    std::chrono::milliseconds first_delay{250};  ///< Before the second restart in a row; the first one is immediate.
    std::chrono::milliseconds longest_delay{30'000};
    unsigned most_ends = 6;  ///< This many within `window` is a crash loop.
    std::chrono::seconds window{60};
    std::chrono::seconds settled{60};  ///< Ready for this long: what was before is forgotten.
};

class RestartPolicy {
public:
    using Clock = std::chrono::steady_clock;

    explicit RestartPolicy(RestartLimits limits) : limits_(limits) {}

    /// The process ended after it was ready for `ready_for` (0 if it never was). How long to wait, or empty: a crash
    /// loop. `chance`: 0–1, spreads the waits by ±25 % so that children which fall together don't start together.
    std::optional<Clock::duration> after_end(Clock::time_point now, Clock::duration ready_for, double chance);

    /// It couldn't even be started (a port is taken, no memory): such tries are spaced, and never given up.
    Clock::duration after_failed_launch(double chance);

    /// An operator asked for a start: a clean slate.
    void forget();

private:
    Clock::duration next_delay(double chance);

    RestartLimits limits_;
    unsigned failures_ = 0;
    std::deque<Clock::time_point> ends_;  ///< Within the window; at most `most_ends`.
};

}  // namespace alloquy::supervisor
