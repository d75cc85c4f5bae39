// SPDX-License-Identifier: GPL-2.0-or-later
// A wall clock that a test moves by hand, also backwards.
#pragma once
#include <alloquy/base/clock.hpp>

namespace alloquy::test {

class FakeClock final : public base::Clock {
public:
    explicit FakeClock(base::Timestamp start = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1)) : now_(start) {}

    base::Timestamp now() const override { return now_; }
    void advance(std::chrono::milliseconds by) { now_ += by; }
    void set(base::Timestamp time) { now_ = time; }

private:
    base::Timestamp now_;
};

}  // namespace alloquy::test
