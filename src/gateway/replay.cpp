// SPDX-License-Identifier: GPL-2.0-or-later
#include "replay.hpp"

namespace alloquy::gateway {

std::int64_t Replay::append(SharedEvent event) {
    bytes_ += event->size();
    events_.push_back(std::move(event));
    while (!events_.empty() && (bytes_ > byte_limit_ || events_.size() > event_limit_)) drop_oldest();
    return ++last_;
}

bool Replay::can_continue_after(std::int64_t seen) const {
    return seen <= last_ && seen >= last_ - std::int64_t(events_.size());
}

void Replay::forget(std::int64_t seen) {
    while (!events_.empty() && last_ - std::int64_t(events_.size()) < seen) drop_oldest();
}

void Replay::drop_oldest() {
    bytes_ -= events_.front()->size();
    events_.pop_front();
}

}  // namespace alloquy::gateway
