// SPDX-License-Identifier: GPL-2.0-or-later
#include "login_budget.hpp"

#include <gtest/gtest.h>

#include <string>

namespace alloquy::mumble {
namespace {

using namespace std::chrono_literals;

TEST(LoginBudget, LimitsEachNameAndAllTogether) {
    LoginBudget budget({10, 2}, {4, 0.1});
    LoginBudget::Time now{1h};
    int taken = 0;
    for (int i = 0; i < 20; ++i) taken += budget.take("alice", now);
    EXPECT_EQ(taken, 4);
    for (int name = 0; name < 20; ++name) taken += budget.take("name" + std::to_string(name), now);
    EXPECT_EQ(taken, 10);
    now += 1s;
    EXPECT_FALSE(budget.take("alice", now)) << "her own is used up for longer";
    EXPECT_TRUE(budget.take("bob", now));
    EXPECT_TRUE(budget.take("carol", now));
    EXPECT_FALSE(budget.take("dave", now));
}

TEST(LoginBudget, DoesNotCountWhatWasGivenBack) {
    LoginBudget budget({2, 0.001}, {2, 0.001});
    LoginBudget::Time now{1h};
    for (int i = 0; i < 100; ++i) {
        EXPECT_TRUE(budget.take("alice", now));
        budget.give_back("alice");
    }
    budget.give_back("unknown");
    EXPECT_TRUE(budget.take("alice", now));
    EXPECT_TRUE(budget.take("alice", now));
    EXPECT_FALSE(budget.take("alice", now)) << "never more than the burst";
}

TEST(LoginBudget, SurvivesTimeThatStandsStillAndManyNames) {
    LoginBudget budget({1e9, 0}, {1, 0}, /*names=*/100);
    LoginBudget::Time now{1h};
    for (int i = 0; i < 1000; ++i) EXPECT_TRUE(budget.take("name" + std::to_string(i), now));
    EXPECT_TRUE(budget.take("name0", now)) << "forgotten long ago";
    EXPECT_FALSE(budget.take("name999", now - 1min));
}

}  // namespace
}  // namespace alloquy::mumble
