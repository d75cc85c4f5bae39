// SPDX-License-Identifier: GPL-2.0-or-later
#include "restart_policy.hpp"

#include <algorithm>

namespace alloquy::supervisor {

auto RestartPolicy::after_end(Clock::time_point now, Clock::duration ready_for, double chance)
    -> std::optional<Clock::duration> {
    if (ready_for >= limits_.settled) forget();
    ends_.push_back(now);
    while (now - ends_.front() > limits_.window) ends_.pop_front();
    if (ends_.size() >= limits_.most_ends) {
        forget();
        return std::nullopt;
    }
    return next_delay(chance);
}

auto RestartPolicy::after_failed_launch(double chance) -> Clock::duration {
    failures_ = std::max(failures_, 1U);
    return next_delay(chance);
}

void RestartPolicy::forget() {
    failures_ = 0;
    ends_.clear();
}

auto RestartPolicy::next_delay(double chance) -> Clock::duration {
    auto failures = failures_++;
    if (failures == 0) return Clock::duration::zero();
    // Beyond ten doublings the longest delay holds anyway.
    auto delay = std::min(limits_.first_delay * (1 << std::min(failures - 1, 10U)), limits_.longest_delay);
    return std::chrono::duration_cast<Clock::duration>(delay * (0.75 + 0.5 * chance));
}

}  // namespace alloquy::supervisor
