// SPDX-License-Identifier: GPL-2.0-or-later
#include "ids.h"

#include <gtest/gtest.h>

namespace {

constexpr std::uint64_t kNow = Ids::EPOCH + 1000;

TEST(ModuleIds, CarryTimeNodeAndCounter) {
    Ids ids;
    ASSERT_TRUE(ids.Configure(5, 0));
    EXPECT_EQ(ids.Next(kNow), (1000ULL << 22) + (5 << 12));
    EXPECT_EQ(ids.Next(kNow), (1000ULL << 22) + (5 << 12) + 1);
    EXPECT_EQ(ids.Next(kNow + 1), (1001ULL << 22) + (5 << 12));
    EXPECT_EQ(Ids::GetTime(ids.Next(kNow + 7)), kNow + 7);
}

TEST(ModuleIds, AlwaysRiseAlsoWhenTheClockGoesBack) {
    Ids ids;
    ASSERT_TRUE(ids.Configure(1, 0));
    auto last = ids.Next(kNow);
    for (auto now : {kNow - 500, kNow, Ids::EPOCH - 5, std::uint64_t(0), kNow + 1, kNow}) {
        auto const next = ids.Next(now);
        EXPECT_GT(next, last);
        last = next;
    }
}

TEST(ModuleIds, TakeTheNextMillisecondWhenOneIsFull) {
    Ids ids;
    ASSERT_TRUE(ids.Configure(1, 0));
    std::uint64_t last = 0;
    for (int i = 0; i < 4096 * 3; ++i) {
        auto const next = ids.Next(kNow);
        ASSERT_GT(next, last);
        ASSERT_EQ(next >> 12 & 1023, 1U);
        last = next;
    }
    EXPECT_EQ(Ids::GetTime(last), kNow + 2);
}

TEST(ModuleIds, StayAboveTheFloor) {
    Ids ids;
    auto const floor = (5000ULL << 22) + (900 << 12) + 4095;
    ASSERT_TRUE(ids.Configure(1, floor));
    EXPECT_GT(ids.Next(kNow), floor);
    EXPECT_EQ(Ids::GetTime(ids.Next(kNow)), Ids::EPOCH + 5001);
    // A later welcome may raise it, and may give another node.
    ASSERT_TRUE(ids.Configure(2, floor * 2));
    auto const next = ids.Next(kNow);
    EXPECT_GT(next, floor * 2);
    EXPECT_EQ(next >> 12 & 1023, 2U);
}

TEST(ModuleIds, AreNotMadeWithoutANodeOrRoom) {
    Ids ids;
    EXPECT_EQ(ids.Next(kNow), 0U);
    EXPECT_FALSE(ids.Configure(0, 0));
    EXPECT_FALSE(ids.Configure(1024, 0));
    EXPECT_FALSE(ids.Configure(1, INT64_MAX));
    EXPECT_FALSE(ids.Configure(1, UINT64_MAX));
    ASSERT_TRUE(ids.Configure(1, (((1ULL << 41) - 2) << 22)));
    EXPECT_GT(ids.Next(kNow), 0U);
    for (int i = 0; i < 4096; ++i) ids.Next(kNow);
    EXPECT_EQ(ids.Next(kNow), 0U);
}

}  // namespace
