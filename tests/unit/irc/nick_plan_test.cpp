// SPDX-License-Identifier: GPL-2.0-or-later
#include "nick_plan.hpp"

#include <gtest/gtest.h>

namespace alloquy::irc {
namespace {

using Renames = std::vector<Rename>;

TEST(NickPlan, ReadsDeviceNicks) {
    auto plain = parse_device_nick("alice");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->account, "alice");
    EXPECT_EQ(plain->number, 1U);
    auto second = parse_device_nick("al-ice_9|12");
    ASSERT_TRUE(second);
    EXPECT_EQ(second->account, "al-ice_9");
    EXPECT_EQ(second->number, 12U);
    for (auto nick :
         {"", "|2", "9lives", "-x", "a|1", "a|0", "a|02", "a|", "a|x", "a|2|3", "a|10000", "a[b", "a b",
          "abcdefghijklmnopqrstuvwxy", "ü"})
        EXPECT_FALSE(parse_device_nick(nick)) << nick;
    EXPECT_EQ(device_nick("alice", 1), "alice");
    EXPECT_EQ(device_nick("alice", 2), "alice|2");
}

TEST(NickPlan, GivesTheNameToTheFirstDeviceAndSuffixesToTheOthers) {
    EXPECT_EQ(
        plan_device_nicks("alice", {{"A", "x"}, {"B", ""}, {"C", "0ALAAAAAC"}}),
        (Renames{{"A", "alice"}, {"B", "alice|2"}, {"C", "alice|3"}})
    );
}

TEST(NickPlan, LeavesWhatIsRightAlone) {
    EXPECT_EQ(plan_device_nicks("alice", {{"A", "alice"}, {"B", "alice|3"}}), Renames{});
    EXPECT_EQ(plan_device_nicks("alice", {{"A", "alice"}, {"B", "alice|3"}, {"C", "new"}}), (Renames{{"C", "alice|2"}}))
        << "the lowest free number";
}

TEST(NickPlan, HandsTheNameOnWhenTheFirstDeviceLeft) {
    EXPECT_EQ(plan_device_nicks("alice", {{"C", "alice|3"}, {"B", "alice|2"}}), (Renames{{"B", "alice"}}));
    EXPECT_EQ(
        plan_device_nicks("alice", {{"B", "alice|2"}, {"C", "other"}}), (Renames{{"B", "alice"}, {"C", "alice|2"}})
    );
}

TEST(NickPlan, NormalisesTheCaseAndSolvesDuplicates) {
    EXPECT_EQ(plan_device_nicks("Alice", {{"A", "aLICE"}}), (Renames{{"A", "Alice"}}));
    EXPECT_EQ(
        plan_device_nicks("alice", {{"A", "alice|2"}, {"B", "alice|2"}}), (Renames{{"A", "alice"}, {"B", "alice|2"}})
    );
}

TEST(NickPlan, FollowsANewNameWithAllDevices) {
    EXPECT_EQ(
        plan_device_nicks("carol", {{"A", "alice"}, {"B", "alice|2"}}), (Renames{{"A", "carol"}, {"B", "carol|2"}})
    );
}

TEST(NickPlan, KeepsSuffixesAndUidsFromGuests) {
    EXPECT_TRUE(is_never_a_guests("bob|2"));
    EXPECT_TRUE(is_never_a_guests("x|"));
    EXPECT_TRUE(is_never_a_guests("0ALAAAAAB"));
    EXPECT_TRUE(is_never_a_guests(""));
    EXPECT_FALSE(is_never_a_guests("bob"));
    EXPECT_EQ(guest_nick(7), "Guest00007");
    EXPECT_EQ(guest_nick(1234567), "Guest34567");
}

}  // namespace
}  // namespace alloquy::irc
