// SPDX-License-Identifier: GPL-2.0-or-later
#include "frame.h"

#include <gtest/gtest.h>

namespace {

using namespace std::string_literals;

struct Reading {
    std::uint8_t type = 0;
    Frame::Fields fields;
    std::size_t consumed = 0;
    Frame::Result result;

    explicit Reading(std::string_view bytes) : result(Frame::Read(bytes, type, fields, consumed)) {}
};

TEST(ModuleFrame, ReadsWhatItWrote) {
    auto const bytes = Frame::Writer(Frame::MESSAGE).Add(std::uint64_t(7)).Add("").Add("a\0b"s).Finish();
    EXPECT_EQ(
        bytes,
        "\x00\x00\x00\x11\x02\x00\x00\x00\x01"
        "7\x00\x00\x00\x00\x00\x00\x00\x03"
        "a\x00"
        "b"s
    );
    auto const more = bytes + "rest";
    Reading const read(more);
    ASSERT_EQ(read.result, Frame::COMPLETE);
    EXPECT_EQ(read.type, Frame::MESSAGE);
    EXPECT_EQ(read.consumed, bytes.size());
    EXPECT_EQ(read.fields, (Frame::Fields{"7", "", std::string_view("a\0b", 3)}));
}

TEST(ModuleFrame, WaitsForTheRest) {
    auto const bytes = Frame::Writer(Frame::PING).Add("abc").Finish();
    for (std::size_t length = 0; length < bytes.size(); ++length)
        EXPECT_EQ(Reading(std::string_view(bytes).substr(0, length)).result, Frame::PARTIAL) << length;
}

TEST(ModuleFrame, RefusesWhatIsNoFrame) {
    for (auto const& bytes : {
             "\x00\x00\x00\x00"s,                      // no type
             "\x00\x04\x00\x01"s,                      // too long, known at once
             "\x00\x00\x00\x04\x01\x00\x00\x00"s,      // half a length
             "\x00\x00\x00\x05\x01\x00\x00\x00\x01"s,  // a field beyond the end
             "\x00\x00\x00\x05\x01\xff\xff\xff\xff"s,
         })
        EXPECT_EQ(Reading(bytes).result, Frame::BROKEN);
}

TEST(ModuleFrame, BoundsLengthAndNumberOfFields) {
    std::string const text(Frame::MAX_LENGTH - 5, 'x');
    auto const longest = Frame::Writer(Frame::MESSAGE).Add(text).Finish();
    EXPECT_EQ(Reading(longest).result, Frame::COMPLETE);
    EXPECT_EQ(Frame::Writer(Frame::MESSAGE).Add(text + "x").Finish(), "");

    Frame::Writer most(Frame::STORED), more(Frame::STORED);
    for (std::size_t i = 0; i < Frame::MAX_FIELDS; ++i) {
        most.Add("");
        more.Add("");
    }
    auto const bytes = most.Finish();
    EXPECT_EQ(Reading(bytes).fields.size(), Frame::MAX_FIELDS);
    EXPECT_EQ(more.Add("").Finish(), "");
    std::string many = "\x00\x00\x40\x05\x42"s + std::string(4 * (Frame::MAX_FIELDS + 1), '\0');
    EXPECT_EQ(Reading(many).result, Frame::BROKEN);
}

TEST(ModuleFrame, ReadsNumbersThatFit) {
    std::uint64_t number = 0;
    EXPECT_TRUE(Frame::ReadNumber("18446744073709551615", number));
    EXPECT_EQ(number, UINT64_MAX);
    EXPECT_TRUE(Frame::ReadNumber("007", number));
    EXPECT_EQ(number, 7U);
    for (auto text : {"", "-1", "+1", " 1", "1 ", "0x1", "18446744073709551616", "000000000000000000001"})
        EXPECT_FALSE(Frame::ReadNumber(text, number)) << text;
}

}  // namespace
