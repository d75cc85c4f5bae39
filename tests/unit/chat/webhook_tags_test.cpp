// SPDX-License-Identifier: GPL-2.0-or-later
#include "webhook_tags.hpp"

#include <gtest/gtest.h>

namespace alloquy::chat {
namespace {

TEST(WebhookTagsTest, ComeBackAsTheyWere) {
    WebhookTags const sent{42, "Build; test\\ & more", "https://example.org/a;b.png"};
    auto const tags = webhook_tags(sent);
    EXPECT_FALSE(tags.contains(' '));
    auto const found = webhook_of(tags);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, 42);
    EXPECT_EQ(found->name, sent.name);
    EXPECT_EQ(found->avatar_url, sent.avatar_url);
    EXPECT_EQ(webhook_of(webhook_tags({42, "CI", ""}))->avatar_url, "");
}

TEST(WebhookTagsTest, ArentThereForOthersMessages) {
    EXPECT_FALSE(webhook_of(""));
    EXPECT_FALSE(webhook_of("+reply=42"));
    EXPECT_FALSE(webhook_of("+n-3-0.github.io/webhook=42")) << "a client's own tag proves nothing";
    EXPECT_FALSE(webhook_of("n-3-0.github.io/webhook=x"));
}

}  // namespace
}  // namespace alloquy::chat
