// SPDX-License-Identifier: GPL-2.0-or-later
// REGISTER on IRC under each registration policy, with the real accounts behind it.
#include "support/alloquyd.hpp"

#include <gtest/gtest.h>

using namespace alloquy::test;

namespace {

/// In the middle of capability negotiation.
void begin(IrcClient& client, std::string const& nick) {
    client.send("CAP REQ :sasl draft/account-registration standard-replies");
    client.expect(" CAP .* ACK ");
    client.send("NICK " + nick);
}

}  // namespace

TEST(Register, MakesAnAccountForEveryDoor) {
    Alloquyd server({.settings = {"accounts.registration=open", "log.level=debug"}});
    auto irc = server.irc("paula");
    begin(irc, "paula");
    irc.send("REGISTER * * :a-secret-of-paula");
    irc.expect(" 900 .* paula ");
    irc.expect(" REGISTER SUCCESS paula ");
    irc.send("CAP END\r\nUSER u 0 * :u");
    irc.expect(" 001 paula ");
    EXPECT_EQ(server.sign_in("paula", "a-secret-of-paula").status, 201U);
    server.irc("again").enter_with_password("paula", "a-secret-of-paula");
    EXPECT_EQ(server.log().find("a-secret-of-paula"), std::string::npos) << "no password in a log, at any level";
}

TEST(Register, IsLimitedPerAddressTogetherWithTheWeb) {
    Alloquyd server({.settings = {"accounts.registration=open", "limits.registrations_per_hour=3"}});
    server.add_owner();
    auto irc = server.irc("one");
    begin(irc, "one");
    irc.send("REGISTER * * :long enough");
    irc.expect(" REGISTER SUCCESS one ");
    auto two = server.irc("two");
    begin(two, "two");
    two.send("REGISTER * * :long enough");
    two.expect(" REGISTER SUCCESS two ");
    auto three = server.irc("three");
    begin(three, "three");
    three.send("REGISTER * * :long enough");
    three.expect("FAIL REGISTER TEMPORARILY_UNAVAILABLE three :Too many accounts");
    EXPECT_EQ(server.http().post("/api/v1/accounts", {{"username", "four"}, {"password", "long enough"}}).status, 429U);
}

TEST(Register, NeedsAnInviteUnlessTheServerIsOpen) {
    Alloquyd server;
    server.add_owner();
    auto irc = server.irc("ivo");
    begin(irc, "ivo");
    irc.send("REGISTER * * :long enough");
    EXPECT_NE(
        irc.expect("FAIL REGISTER TEMPORARILY_UNAVAILABLE ivo :Registration needs an invite: ").find("https://"),
        std::string::npos
    );
    EXPECT_EQ(server.sign_in("ivo", "long enough").status, 401U);
}

TEST(Register, IsRefusedWhereRegistrationIsClosed) {
    Alloquyd server({.settings = {"accounts.registration=closed"}});
    auto irc = server.irc("ivo");
    begin(irc, "ivo");
    irc.send("REGISTER * * :long enough");
    irc.expect("FAIL REGISTER TEMPORARILY_UNAVAILABLE ivo :This server takes no new accounts");
}

// The advisory GHSA-x6wg-9hcg-fc9v of another server: an account that wasn't verified could be used.
TEST(Register, AnAccountThatWaitsForApprovalOpensNoDoorUntilItIsApproved) {
    Alloquyd server({.settings = {"accounts.registration=approval"}});
    auto const owner = server.add_owner();
    auto irc = server.irc("wanda");
    begin(irc, "wanda");
    irc.send("REGISTER * * :long enough");
    irc.expect(" REGISTER VERIFICATION_REQUIRED wanda ");
    irc.send("VERIFY wanda 123456");
    irc.expect("FAIL VERIFY INVALID_CODE wanda ");
    EXPECT_NE(irc.authenticate("PLAIN", std::string("\0wanda\0long enough", 18)).find(" 904 "), std::string::npos);
    EXPECT_EQ(server.sign_in("wanda", "long enough").status, 403U);
    auto pass = server.irc("pass");
    pass.send("PASS wanda:long enough");
    pass.send("NICK wanda");
    pass.send("USER u 0 * :u");
    pass.expect_close();
    EXPECT_EQ(pass.transcript().find(" 001 "), std::string::npos) << pass.transcript();
    EXPECT_EQ(irc.transcript().find(" 900 "), std::string::npos) << irc.transcript();

    EXPECT_EQ(server.http(owner).post("/api/v1/admin/accounts/wanda/reactivate").status, 204U);
    EXPECT_NE(irc.authenticate("PLAIN", std::string("\0wanda\0long enough", 18)).find(" 903 "), std::string::npos);
}
