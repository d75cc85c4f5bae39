// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/text.hpp>

#include <gtest/gtest.h>

namespace alloquy::base {
namespace {

using Parts = std::vector<std::string_view>;

TEST(Text, LowersAsciiLettersOnly) {
    EXPECT_EQ(to_lower("AZaz09[]^_{}"), "azaz09[]^_{}");
    EXPECT_EQ(to_lower("\xC3\x84"), "\xC3\x84");  // Ä stays
}

TEST(Text, ComparesWithoutRegardToAsciiCase) {
    EXPECT_TRUE(equals_ignoring_case("NickServ", "nICKsERV"));
    EXPECT_FALSE(equals_ignoring_case("nick", "nicks"));
    EXPECT_FALSE(equals_ignoring_case("[", "{"));  // casemapping ascii, not rfc1459
}

TEST(Text, SplitKeepsEmptyParts) {
    EXPECT_EQ(split("a,,b", ','), (Parts{"a", "", "b"}));
    EXPECT_EQ(split(",", ','), (Parts{"", ""}));
    EXPECT_EQ(split("", ','), (Parts{""}));
    EXPECT_EQ(split("abc", ','), (Parts{"abc"}));
}

TEST(Text, TrimTakesWhiteSpaceFromBothEnds) {
    EXPECT_EQ(trim(" \t\r\n a b \n"), "a b");
    EXPECT_EQ(trim(" \r\n"), "");
    EXPECT_EQ(trim(""), "");
    EXPECT_EQ(trim("\va\v"), "\va\v");
}

TEST(Text, NumbersAreDecimalDigitsWithoutOverflow) {
    EXPECT_EQ(to_number("0"), 0U);
    EXPECT_EQ(to_number("007"), 7U);
    EXPECT_EQ(to_number("18446744073709551615"), UINT64_MAX);
    for (auto const* text : {"", "-1", "+1", " 1", "1 ", "1.0", "0x10", "1e3", "18446744073709551616", "ten"})
        EXPECT_FALSE(to_number(text)) << text;
    EXPECT_FALSE(to_number(std::string_view("1\0", 2)));
}

TEST(Utf8, TakesEveryLengthAtItsBounds) {
    for (auto const* text :
         {"", "plain", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF",
          "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "\xF0\x9F\x98\x80"})
        EXPECT_TRUE(is_utf8(text)) << text;
    EXPECT_TRUE(is_utf8(std::string_view("a\0b", 3)));
}

TEST(Utf8, RefusesWhatRfc3629Forbids) {
    for (auto const* text : {
             "\x80",  // a continuation byte alone
             "\xBF",
             "\xC0\x80",      // overlong NUL
             "\xC1\xBF",      // overlong
             "\xC3",          // cut off
             "\xC3(",         // no continuation byte
             "\xE0\x9F\xBF",  // overlong
             "\xE2\x82",      // cut off
             "\xE2(\xA1",
             "\xED\xA0\x80",  // a surrogate
             "\xED\xBF\xBF",
             "\xF0\x8F\xBF\xBF",  // overlong
             "\xF0\x9F\x98",      // cut off
             "\xF4\x90\x80\x80",  // above U+10FFFF
             "\xF5\x80\x80\x80",
             "\xF8\x88\x80\x80\x80",
             "\xFE",
             "\xFF",
             "good \xE2\x82\xAC, then bad \xE2\x82",
         })
        EXPECT_FALSE(is_utf8(text)) << text;
}

TEST(Utf8, ReplacesEachRunThatIsNot) {
    EXPECT_EQ(replace_invalid_utf8("gr\xC3\xBC\xC3\x9F"), "gr\xC3\xBC\xC3\x9F");
    EXPECT_EQ(replace_invalid_utf8("a\xFF\xFE\x80z"), "a\xEF\xBF\xBDz");
    EXPECT_EQ(replace_invalid_utf8("\xC3(\xE2\x82"), "\xEF\xBF\xBD(\xEF\xBF\xBD");
    EXPECT_EQ(replace_invalid_utf8(""), "");
}

TEST(Utf8, CountsCodePointsInsteadOfBytes) {
    EXPECT_EQ(code_points("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"), 4U);
    EXPECT_EQ(code_points(""), 0U);
}

}  // namespace
}  // namespace alloquy::base
