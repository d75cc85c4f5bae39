// SPDX-License-Identifier: GPL-2.0-or-later
#include "restart_policy.hpp"

#include "line_budget.hpp"

#include <gtest/gtest.h>

namespace alloquy::supervisor {
namespace {

using namespace std::chrono_literals;
constexpr double kNoSpread = 0.5;
RestartPolicy::Clock::time_point const kStart{1h};

TEST(RestartPolicy, RestartsAtOnceThenWaitsLongerAndLonger) {
    RestartPolicy policy({});
    EXPECT_EQ(policy.after_end(kStart, 0s, kNoSpread), 0ms);
    EXPECT_EQ(policy.after_end(kStart + 1s, 0s, kNoSpread), 250ms);
    EXPECT_EQ(policy.after_end(kStart + 2s, 0s, kNoSpread), 500ms);
    EXPECT_EQ(policy.after_end(kStart + 3s, 0s, kNoSpread), 1s);
    EXPECT_EQ(policy.after_end(kStart + 4s, 0s, kNoSpread), 2s);
}

TEST(RestartPolicy, SpreadsTheWaits) {
    RestartPolicy low({}), high({});
    low.after_end(kStart, 0s, 0);
    high.after_end(kStart, 0s, 1);
    EXPECT_EQ(low.after_end(kStart, 0s, 0), 187'500us);
    EXPECT_EQ(high.after_end(kStart, 0s, 1), 312'500us);
}

TEST(RestartPolicy, GivesUpAtTheSixthEndWithinAMinute) {
    RestartPolicy policy({});
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(policy.after_end(kStart + i * 10s, 0s, kNoSpread)) << i;
    EXPECT_FALSE(policy.after_end(kStart + 50s, 0s, kNoSpread));
    EXPECT_EQ(policy.after_end(kStart + 51s, 0s, kNoSpread), 0ms) << "the next try has a clean slate";
}

TEST(RestartPolicy, KeepsTryingWhatEndsRarely) {
    RestartPolicy policy({});
    for (int i = 0; i < 100; ++i) {
        auto delay = policy.after_end(kStart + i * 13s, 0s, kNoSpread);
        ASSERT_TRUE(delay) << i;
        EXPECT_LE(*delay, 30s);
    }
}

TEST(RestartPolicy, ForgetsAfterAMinuteOfService) {
    RestartPolicy policy({});
    for (int i = 0; i < 4; ++i) policy.after_end(kStart + i * 1s, 0s, kNoSpread);
    EXPECT_EQ(policy.after_end(kStart + 70s, 60s, kNoSpread), 0ms);
}

TEST(RestartPolicy, SpacesFailedLaunchesAndNeverGivesUp) {
    RestartPolicy policy({});
    EXPECT_EQ(policy.after_failed_launch(kNoSpread), 250ms);
    RestartPolicy::Clock::duration last{};
    for (int i = 0; i < 100; ++i) last = policy.after_failed_launch(kNoSpread);
    EXPECT_EQ(last, 30s);
}

TEST(LineBudget, LetsABurstThroughAndCountsTheRest) {
    LineBudget budget(kStart);
    unsigned passed = 0;
    for (int i = 0; i < 5000; ++i) passed += budget.take(kStart);
    EXPECT_EQ(passed, 2000U);
    EXPECT_EQ(budget.take_dropped(), 3000U);
    EXPECT_TRUE(budget.take(kStart + 1s));
    EXPECT_EQ(budget.take_dropped(), 0U);
}

}  // namespace
}  // namespace alloquy::supervisor
