// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"

#include <alloquy/base/clock.hpp>

#include <gtest/gtest.h>

namespace alloquy::base {
namespace {

using namespace std::chrono_literals;

Timestamp at(int year, unsigned month, unsigned day, std::chrono::milliseconds within = 0ms) {
    return Timestamp{std::chrono::sys_days(std::chrono::year(year) / month / day)} + within;
}

TEST(Rfc3339, WritesUtcWithMilliseconds) {
    EXPECT_EQ(to_rfc3339(at(2026, 11, 22, 19h + 34min + 46s + 123ms)), "2026-11-22T19:34:46.123Z");
    EXPECT_EQ(to_rfc3339(at(1970, 1, 1)), "1970-01-01T00:00:00.000Z");
}

TEST(Rfc3339, WritesTimesBefore1970) {
    EXPECT_EQ(to_rfc3339(at(1970, 1, 1) - 1ms), "1969-12-31T23:59:59.999Z");
}

TEST(Rfc3339, ReadsWhatItWrites) {
    for (auto time : {at(2026, 11, 22, 19h + 34min + 46s + 123ms), at(2024, 2, 29, 1ms), at(1969, 7, 20, 20h)}) {
        auto read = from_rfc3339(to_rfc3339(time));
        ASSERT_TRUE(read) << to_rfc3339(time);
        EXPECT_EQ(*read, time);
    }
}

TEST(Rfc3339, ReadsFractionsOfAnyLengthAndDropsWhatIsFinerThanMilliseconds) {
    EXPECT_EQ(from_rfc3339("2026-01-01T00:00:00Z"), at(2026, 1, 1));
    EXPECT_EQ(from_rfc3339("2026-01-01T00:00:00.5Z"), at(2026, 1, 1, 500ms));
    EXPECT_EQ(from_rfc3339("2026-01-01T00:00:00.123999999Z"), at(2026, 1, 1, 123ms));
}

TEST(Rfc3339, TakesANumericOffsetAway) {
    EXPECT_EQ(from_rfc3339("2026-01-01T02:30:00+02:30"), at(2026, 1, 1));
    EXPECT_EQ(from_rfc3339("2025-12-31T16:00:00.250-08:00"), at(2026, 1, 1, 250ms));
    EXPECT_EQ(from_rfc3339("2026-01-01T00:00:00-00:00"), at(2026, 1, 1));
}

TEST(Rfc3339, ReadsLowerCaseLettersAndASpaceBetweenDateAndTime) {
    EXPECT_EQ(from_rfc3339("2026-01-01t00:00:00z"), at(2026, 1, 1));
    EXPECT_EQ(from_rfc3339("2026-01-01 00:00:00Z"), at(2026, 1, 1));
}

TEST(Rfc3339, TakesALeapSecondAsTheNextSecond) {
    EXPECT_EQ(from_rfc3339("2016-12-31T23:59:60Z"), at(2017, 1, 1));
}

TEST(Rfc3339, RefusesWhatIsNoDateTime) {
    for (auto const* text : {
             "",
             "2026-01-01",
             "2026-01-01T00:00:00",   // no zone
             "2026-01-01T00:00Z",     // no seconds
             "2026-02-29T00:00:00Z",  // no leap year
             "2026-13-01T00:00:00Z",
             "2026-00-10T00:00:00Z",
             "2026-01-32T00:00:00Z",
             "2026-01-00T00:00:00Z",
             "2026-01-01T24:00:00Z",
             "2026-01-01T00:60:00Z",
             "2026-01-01T00:00:61Z",
             "2026-01-01T00:00:00.Z",
             "2026-01-01T00:00:00,5Z",
             "2026-01-01T00:00:00+24:00",
             "2026-01-01T00:00:00+01:60",
             "2026-01-01T00:00:00+0100",
             "2026-01-01T00:00:00+01:00Z",
             "2026-01-01T00:00:00Z ",
             " 2026-01-01T00:00:00Z",
             "2026-01-01T00:00:00ZZ",
             "2026/01/01T00:00:00Z",
             "+026-01-01T00:00:00Z",
             "2026-01-01X00:00:00Z",
             "2026-1-01T000:00:00Z",
             "aaaa-aa-aaTaa:aa:aaZ",
             "2026-01-01T00:00:00.0000000000000000000000Z",  // longer than any of ours
         })
        EXPECT_EQ(test::error_of(from_rfc3339(text)).reason, "invalid_time") << text;
}

TEST(SystemClock, IsNearTheTimeOfTheMachine) {
    auto difference = system_clock().now() - std::chrono::system_clock::now();
    EXPECT_LT(difference, 5s);
    EXPECT_GT(difference, -5s);
}

}  // namespace
}  // namespace alloquy::base
