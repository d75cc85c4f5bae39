// SPDX-License-Identifier: GPL-2.0-or-later
// Ways to sign in on IRC, and ways not to.
#include "irc_fixture.hpp"

namespace alloquy::test {
namespace {

class IrcSignIn : public IrcFixture {};

std::string plain(std::string const& name, std::string const& password) {
    return '\0' + name + '\0' + password;
}

TEST_F(IrcSignIn, AcceptsThePasswordOfTheAccountBySaslPlain) {
    start();
    EXPECT_NE(version.find("InspIRCd-"), std::string::npos) << version;
    auto client = connect("alice");
    client->send("CAP LS 302");
    auto capabilities = client->expect(R"( CAP \S+ LS )");
    EXPECT_NE(capabilities.find("sasl=PLAIN,EXTERNAL,OAUTHBEARER"), std::string::npos) << capabilities;
    client->send("CAP REQ :sasl");
    client->expect(" ACK ");
    EXPECT_NE(client->authenticate("PLAIN", plain("ALICE", "correct horse")).find(" 903 "), std::string::npos);
    client->send("CAP END");
    client->send("NICK whatever");
    client->send("USER u 0 * :u");
    client->expect(" 001 Alice ");
    client->expect(" (376|422) ");
    EXPECT_EQ(directory.last_peer(), "127.0.0.1");
    wait_until("the bridge knows", [&] { return status().signed_in == 1; });
}

}  // namespace
}  // namespace alloquy::test
