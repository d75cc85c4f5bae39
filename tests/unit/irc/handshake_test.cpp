// SPDX-License-Identifier: GPL-2.0-or-later
#include "handshake.hpp"

#include <gtest/gtest.h>

namespace alloquy::irc {
namespace {

TEST(LinkHandshake, ProvesThePasswordByHmac) {
    // RFC 4231, test case 2, as base 64 without padding.
    EXPECT_EQ(
        link_authenticator("Jefe", "what do ya want for nothing?"), "AUTH:W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM"
    );
    EXPECT_TRUE(link_authenticator_matches(link_authenticator("password", "challenge"), "password", "challenge"));
    EXPECT_TRUE(link_authenticator_matches(link_authenticator("password", "challenge") + "=", "password", "challenge"));
    EXPECT_FALSE(link_authenticator_matches(link_authenticator("password", "other"), "password", "challenge"));
    EXPECT_FALSE(link_authenticator_matches("password", "password", "challenge")) << "never in the clear";
    EXPECT_FALSE(link_authenticator_matches("", "password", "challenge"));
}

TEST(LinkHandshake, FindsTheChallenge) {
    EXPECT_EQ(find_challenge("NICKMAX=32 CHALLENGE=abc+/= GLOBOPS=0"), "abc+/=");
    EXPECT_EQ(find_challenge("CHALLENGE=x"), "x");
    EXPECT_EQ(find_challenge("NICKMAX=32 XCHALLENGE=x"), "");
    EXPECT_EQ(find_challenge(""), "");
}

}  // namespace
}  // namespace alloquy::irc
