// SPDX-License-Identifier: GPL-2.0-or-later
// The last events of a session, numbered without gaps, bounded in bytes and number.
#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

namespace alloquy::gateway {

/// The part of an event frame that is the same for all receivers: `"t":…,"d":…}`.
using SharedEvent = std::shared_ptr<std::string const>;

class Replay {
public:
    Replay(std::size_t byte_limit, std::size_t event_limit) : byte_limit_(byte_limit), event_limit_(event_limit) {}

    /// Gives the event its number (1, 2, 3 …) and keeps it; the oldest are forgotten over the limits.
    std::int64_t append(SharedEvent event);
    std::int64_t last() const { return last_; }

    /// Whether everything after number `seen` is still here.
    bool can_continue_after(std::int64_t seen) const;
    /// Calls visit(number, event) for each after `seen`, in order.
    template <class Visit>
    void after(std::int64_t seen, Visit visit) const {
        auto first = last_ - std::int64_t(events_.size()) + 1;
        for (std::size_t i = 0; i < events_.size(); ++i)
            if (first + std::int64_t(i) > seen) visit(first + std::int64_t(i), events_[i]);
    }
    /// The client has all up to `seen`.
    void forget(std::int64_t seen);

private:
    void drop_oldest();

    std::size_t byte_limit_;
    std::size_t event_limit_;
    std::int64_t last_ = 0;
    std::deque<SharedEvent> events_;
    std::size_t bytes_ = 0;
};

}  // namespace alloquy::gateway
