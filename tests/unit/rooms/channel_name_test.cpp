// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"

#include <alloquy/rooms/rooms.hpp>

#include <gtest/gtest.h>

namespace alloquy::rooms {
namespace {

using test::error_of;

TEST(ChannelName, GivesTheSlugInLowerCase) {
    EXPECT_EQ(parse_channel("#General"), "general");
    EXPECT_EQ(parse_channel("#a"), "a");
    EXPECT_EQ(parse_channel("##c++[]\\^"), "#c++[]\\^");  // casemapping ascii: brackets have no lower case
}

TEST(ChannelName, MayHoldAnyBytesThatIrcAllows) {
    EXPECT_EQ(parse_channel("#caf\xC3\xA9"), "caf\xC3\xA9");
    EXPECT_EQ(parse_channel("#\xFF\x01\x02"), "\xFF\x01\x02");
    EXPECT_EQ(parse_channel("#" + std::string(63, 'x')), std::string(63, 'x'));
}

TEST(ChannelName, IsRefusedOutsideOfTheRules) {
    for (std::string name : {"", "#", "general", "&local", "#a b", "#a,b", "#a\ab", "#a\r", "#a\n", " #a", "+x"}) {
        EXPECT_EQ(error_of(parse_channel(name)).code, Errc::invalid_input) << name;
        EXPECT_EQ(error_of(parse_channel(name)).field, "channel") << name;
    }
    EXPECT_FALSE(parse_channel(std::string("#a\0b", 4)));
    EXPECT_FALSE(parse_channel("#" + std::string(64, 'x')));
}

}  // namespace
}  // namespace alloquy::rooms
