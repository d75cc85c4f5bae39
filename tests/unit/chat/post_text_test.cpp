// SPDX-License-Identifier: GPL-2.0-or-later
#include "post_text.hpp"

#include "support/error_of.hpp"

#include <gtest/gtest.h>

namespace alloquy::chat {
namespace {

using test::error_of;

TEST(PostText, IsWhatAMultilineMessageMayBe) {
    EXPECT_EQ(check_post_text("hello", "text"), "hello");
    EXPECT_EQ(check_post_text("one\r\ntwo\n\nthree\n\n", "text"), "one\ntwo\n\nthree");
    EXPECT_EQ(
        check_post_text(
            "\x01"
            "ACTION waves\x01",
            "text"
        ),
        "\x01"
        "ACTION waves\x01"
    );
    EXPECT_TRUE(check_post_text(std::string(16'384, 'x'), "text"));
    EXPECT_EQ(error_of(check_post_text(std::string(16'385, 'x'), "text")).reason, "text_too_long");
    std::string lines = "x";
    for (int i = 1; i < 100; ++i) lines += "\nx";
    EXPECT_TRUE(check_post_text(lines, "text"));
    EXPECT_EQ(error_of(check_post_text(lines + "\nx", "text")).reason, "text_too_long");
}

TEST(PostText, ThatActsOnClientsIsRefusedByName) {
    using namespace std::string_literals;
    for (auto const& text :
         {""s, " \n\t"s, "a\0b"s, "a\rb"s, "\x01VERSION\x01"s,
          "\x01"
          "ACTION \x01"s,
          "\x01"
          "ACTION a\nb\x01"s,
          "\x01"
          "ACTION a\x01"
          "b\x01"s,
          "a\x01"s})
        EXPECT_EQ(error_of(check_post_text(text, "content")).field, "content") << testing::PrintToString(text);
}

TEST(PostText, MassMentionsAreDefused) {
    EXPECT_EQ(
        without_mass_mentions("hi @everyone, @HERE and @ed@example.org"),
        "hi @\xE2\x80\x8B"
        "everyone, @\xE2\x80\x8B"
        "HERE and @ed@example.org"
    );
    EXPECT_EQ(without_mass_mentions("@"), "@");
}

}  // namespace
}  // namespace alloquy::chat
