// SPDX-License-Identifier: GPL-2.0-or-later
#include "reply_tag.hpp"

#include <gtest/gtest.h>

namespace alloquy::messages {
namespace {

// https://ircv3.net/specs/client-tags/reply
TEST(ReplyTag, NamesTheMessage) {
    EXPECT_EQ(reply_of("+reply=123"), 123);
    EXPECT_EQ(reply_of("+draft/reply=123"), 123);
    EXPECT_EQ(reply_of("+typing=active;+reply=9223372036854775807;+x"), 9223372036854775807);
}

TEST(ReplyTag, IsTheFirstThatIsAnId) {
    EXPECT_EQ(reply_of("+reply=5;+draft/reply=6"), 5);
    EXPECT_EQ(reply_of("+reply=abc;+draft/reply=6"), 6);
}

TEST(ReplyTag, IsNothingWithoutOne) {
    for (auto tags :
         {"", ";", ";;=;", "+reply", "+reply=", "+reply=0", "+reply=-1", "+reply=12x", "reply=12",
          "+reply=9223372036854775808", "+reply=99999999999999999999999", "+replyx=12", "x+reply=12", "+REPLY=12",
          "=12"})
        EXPECT_EQ(reply_of(tags), std::nullopt) << tags;
}

}  // namespace
}  // namespace alloquy::messages
