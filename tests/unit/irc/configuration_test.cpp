// SPDX-License-Identifier: GPL-2.0-or-later
#include "config_value.hpp"

#include <alloquy/irc/inspircd.hpp>

#include <gtest/gtest.h>

namespace alloquy::irc {
namespace {

using namespace std::string_view_literals;

TEST(InspircdConfiguration, CannotBeBrokenOutOfByAValue) {
    EXPECT_EQ(escape_config_value("plain text").value(), "plain text");
    EXPECT_EQ(escape_config_value(R"("><oper name="x)").value(), "&quot;&gt;&lt;oper name=&quot;x");
    EXPECT_EQ(
        escape_config_value("&nl;<include file=\"/etc/passwd\">").value(),
        "&amp;nl;&lt;include file=&quot;/etc/passwd&quot;&gt;"
    );
    EXPECT_FALSE(escape_config_value("two\nlines"));
    EXPECT_FALSE(escape_config_value("two\rlines"));
    EXPECT_FALSE(escape_config_value("a\0b"sv));
}

TEST(InspircdConfiguration, FindsAServerNameThatIrcAllows) {
    EXPECT_EQ(irc_server_name("chat.example.org"), "chat.example.org");
    EXPECT_EQ(irc_server_name("localhost"), "irc.localhost");
    for (auto host : {"", "192.0.2.1", "2001:db8::1", "has space.org", "a..b", ".a.b", "a.b.", "gr\xC3\xBC.de"})
        EXPECT_EQ(irc_server_name(host), "irc.alloquy") << host;
    EXPECT_EQ(irc_server_name(std::string(70, 'a') + ".org"), "irc.alloquy");
}

TEST(InspircdConfiguration, FindsANetworkNameThatIrcAllows) {
    EXPECT_EQ(irc_network_name("Alloquy"), "Alloquy");
    EXPECT_EQ(irc_network_name("The old   garden!"), "The-old-garden");
    EXPECT_EQ(irc_network_name(""), "Alloquy");
    EXPECT_EQ(irc_network_name("\xE6\x97\xA5\xE6\x9C\xAC"), "Alloquy");
    EXPECT_LE(irc_network_name(std::string(100, 'x')).size(), 32U);
}

}  // namespace
}  // namespace alloquy::irc
