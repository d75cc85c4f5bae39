// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/fake_clock.hpp"

#include <alloquy/base/ids.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <set>

namespace alloquy::base {
namespace {

using namespace std::chrono_literals;
using test::FakeClock;

TEST(Ids, TellWhenTheyWereMade) {
    FakeClock clock;
    IdGenerator ids(clock, 0, 0);
    EXPECT_EQ(time_of(ids.next()), clock.now());
    clock.advance(1234ms);
    EXPECT_EQ(time_of(ids.next()), clock.now());
}

TEST(Ids, AreFoundByTheirTime) {
    FakeClock clock;
    IdGenerator ids(clock, 1023, 0);
    auto before = ids.next();
    clock.advance(1ms);
    auto after = ids.next();
    EXPECT_LT(before, first_id_at(clock.now()));
    EXPECT_GE(after, first_id_at(clock.now()));
    EXPECT_LT(after, first_id_at(clock.now() + 1ms));
    EXPECT_EQ(time_of(first_id_at(clock.now())), clock.now());
}

TEST(Ids, OfTimesThatNoIdCanHaveAreTheEndsOfTheirRange) {
    EXPECT_EQ(first_id_at(Timestamp{0ms}), 0);
    EXPECT_EQ(first_id_at(Timestamp::min() + std::chrono::days(365 * 60)), 0);
    EXPECT_EQ(first_id_at(Timestamp::max()), std::numeric_limits<Id>::max());
    EXPECT_EQ(first_id_at(std::chrono::sys_days(std::chrono::year(9999) / 1 / 1)), std::numeric_limits<Id>::max());
}

TEST(Ids, RiseWithinOneMillisecondAlsoBeyondTheSequence) {
    FakeClock clock;
    IdGenerator ids(clock, 0, 0);
    auto last = ids.next();
    for (int i = 0; i < 3 * 4096; ++i) {
        auto id = ids.next();
        ASSERT_GT(id, last) << "after " << i;
        last = id;
    }
}

TEST(Ids, RiseWhenTheClockJumpsBack) {
    FakeClock clock;
    IdGenerator ids(clock, 0, 0);
    auto before = ids.next();
    clock.advance(-24h);
    auto during = ids.next();
    EXPECT_GT(during, before);
    clock.advance(24h + 1ms);
    EXPECT_GT(ids.next(), during);
}

TEST(Ids, GoOnAboveTheHighestOneOfTheRunBefore) {
    FakeClock clock;
    Id highest = 0;
    {
        IdGenerator ids(clock, 7, 0);
        for (int i = 0; i < 5000; ++i) highest = ids.next();
    }
    clock.advance(-1h);
    IdGenerator restarted(clock, 3, highest);
    for (int i = 0; i < 5000; ++i) {
        auto id = restarted.next();
        ASSERT_GT(id, highest);
        highest = id;
    }
}

TEST(Ids, ArePositiveAlsoWhenTheClockIsBeforeTheirEpoch) {
    FakeClock clock(Timestamp{0ms});
    IdGenerator ids(clock, 0, 0);
    auto first = ids.next();
    EXPECT_GT(first, 0);
    EXPECT_GT(ids.next(), first);
}

TEST(Ids, OfTwoNodesDiffer) {
    FakeClock clock;
    IdGenerator one(clock, 1, 0), two(clock, 1023, 0);
    std::set<Id> seen;
    for (int i = 0; i < 1000; ++i) {
        seen.insert(one.next());
        seen.insert(two.next());
    }
    EXPECT_EQ(seen.size(), 2000U);
}

}  // namespace
}  // namespace alloquy::base
