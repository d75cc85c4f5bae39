// SPDX-License-Identifier: GPL-2.0-or-later
#include "tags.hpp"

#include <gtest/gtest.h>

namespace alloquy::chat {
namespace {

// The table of escapes: https://ircv3.net/specs/extensions/message-tags#escaping-values
TEST(Tags, EscapeAndUnescapeAsTheSpecificationSays) {
    EXPECT_EQ(escape_tag("a;b c\\d\re\nf"), "a\\:b\\sc\\\\d\\re\\nf");
    EXPECT_EQ(unescape_tag("a\\:b\\sc\\\\d\\re\\nf"), "a;b c\\d\re\nf");
    EXPECT_EQ(unescape_tag("\\b"), "b") << "an unknown escape is its letter";
    EXPECT_EQ(unescape_tag("test\\"), "test") << "a lone backslash at the end is dropped";
}

TEST(Tags, FindsTheLastOfEqualKeys) {
    EXPECT_EQ(find_tag("a=1;+b;a=2", "a"), "2");
    EXPECT_EQ(find_tag("a=1;+b;a=2", "+b"), "");
    EXPECT_EQ(find_tag("+bb=1", "+b"), std::nullopt);
    EXPECT_EQ(find_tag("", "a"), std::nullopt);
    EXPECT_EQ(find_tag("a=b=c", "a"), "b=c");
}

TEST(Tags, KnowTypingFromWhatIsKept) {
    EXPECT_TRUE(is_typing_only("+typing=active"));
    EXPECT_TRUE(is_typing_only("+reply=1;+typing=done"));
    EXPECT_FALSE(is_typing_only("+reply=1"));
    EXPECT_FALSE(is_typing_only("+typing=active;+draft/react=x"));
    EXPECT_FALSE(is_typing_only(""));
}

TEST(Tags, TakeTheReplyOfOldAndNewClients) {
    EXPECT_EQ(reply_of("+draft/reply=5"), "5");
    EXPECT_EQ(reply_of("+draft/reply=5;+reply=6"), "6");
    EXPECT_EQ(reply_of("a=1"), std::nullopt);
}

TEST(Tags, AreAppendedEscaped) {
    std::string tags;
    append_tag(tags, "label", "a b");
    append_tag(tags, "c", "");
    EXPECT_EQ(tags, "label=a\\sb;c");
}

}  // namespace
}  // namespace alloquy::chat
