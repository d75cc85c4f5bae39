// SPDX-License-Identifier: GPL-2.0-or-later
// With what coturn 4.6.1 printed.
#include "cli_text.hpp"

#include <gtest/gtest.h>

namespace alloquy::turn {
namespace {

TEST(CliText, ReadsTheVersionInTheBanner) {
    EXPECT_EQ(banner_version("TURN Server\r\nCoturn-4.6.1 'Gorst'\r\n\r\nType '?' for help\r\n"), "4.6.1");
    EXPECT_EQ(banner_version("something else"), "");
    EXPECT_EQ(banner_version("Coturn-"), "");
}

TEST(CliText, ReadsTheSessionsOfAListing) {
    auto sessions = parse_sessions(
        "\r\n    1) id=000000000000000008, user <1795464335:alice>:\r\n      realm: alloquy.test\r\n"
        "      started 3 secs ago\r\n      client addr 127.0.0.1:59843, server addr 127.0.0.1:34781\r\n\r\n"
        "    2) id=001000000000000001, user <1795464317:bob>:\r\n\r\n  Total sessions: 2\r\n\r\n> "
    );
    EXPECT_EQ(
        sessions,
        (std::vector<Session>{{"000000000000000008", "1795464335:alice"}, {"001000000000000001", "1795464317:bob"}})
    );
    EXPECT_TRUE(parse_sessions("").empty());
    EXPECT_TRUE(parse_sessions("  1) id=abc, user <x>:").empty()) << "an id that could be another command";
    EXPECT_TRUE(parse_sessions("  1) id=1, user <x").empty());
}

TEST(CliText, ReadsTheLogLineOfANewSession) {
    auto session = parse_new_session(
        "2026-11-22T20:05:12+0000: session 000000000000000001: new, realm=<alloquy.test>, "
        "username=<1795464312:alice>, lifetime=777"
    );
    EXPECT_EQ(session, (Session{"000000000000000001", "1795464312:alice"}));
    EXPECT_FALSE(
        parse_new_session("2026-11-22T20:05:12+0000: session 000000000000000001: refreshed, realm=<alloquy.test>, "
                          "username=<1795464312:alice>, lifetime=777")
    );
    EXPECT_FALSE(parse_new_session("session 1\r\nq: new, realm=<>, username=<a>, lifetime=1"));
}

TEST(CliText, FindsTheAccountInATurnUserName) {
    EXPECT_EQ(account_of("1795464312:alice"), "alice");
    EXPECT_EQ(account_of("alice"), "");
    EXPECT_EQ(account_of("x:alice"), "");
    EXPECT_EQ(account_of(":alice"), "");
    EXPECT_EQ(account_of(""), "");
}

}  // namespace
}  // namespace alloquy::turn
