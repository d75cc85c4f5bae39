// SPDX-License-Identifier: GPL-2.0-or-later
#include "utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace {

TEST(ModuleUtf8, KnowsTextFromBytes) {
    for (auto text : {"", "plain", "Grüße", "€", "\U0001F600", "\xf4\x8f\xbf\xbf", "\xee\x80\x80", "\x7f\x01"})
        EXPECT_TRUE(Utf8::IsValid(text)) << text;
    for (auto text :
         {"\x80", "\xc3", "\xc0\xaf", "\xc1\xbf", "\xe2\x82", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
          "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "a\xc3(", "\xe2\x28\xa1"})
        EXPECT_FALSE(Utf8::IsValid(text)) << text;
}

TEST(ModuleUtf8, CutsBetweenCharacters) {
    std::string const text = "a€b";
    EXPECT_EQ(Utf8::GetCut(text, 9), 5U);
    EXPECT_EQ(Utf8::GetCut(text, 5), 5U);
    EXPECT_EQ(Utf8::GetCut(text, 4), 4U);
    EXPECT_EQ(Utf8::GetCut(text, 3), 1U);
    EXPECT_EQ(Utf8::GetCut(text, 2), 1U);
    EXPECT_EQ(Utf8::GetCut(text, 0), 0U);
    // Bytes that aren't text are cut anywhere.
    EXPECT_EQ(Utf8::GetCut("\x80\x80\x80\x80\x80\x80\x80\x80", 6), 6U);
}

TEST(ModuleUtf8, LeavesOutAnUnfinishedCharacter) {
    EXPECT_EQ(Utf8::GetFinished("a€"), 4U);
    EXPECT_EQ(Utf8::GetFinished("a\xe2\x82"), 1U);
    EXPECT_EQ(Utf8::GetFinished("a\xe2"), 1U);
    EXPECT_EQ(Utf8::GetFinished("\xf0\x9f\x98"), 0U);
    EXPECT_EQ(Utf8::GetFinished("abc"), 3U);
    EXPECT_EQ(Utf8::GetFinished(""), 0U);
}

}  // namespace
