// SPDX-License-Identifier: GPL-2.0-or-later
// REGISTER and VERIFY: https://ircv3.net/specs/extensions/account-registration
#include "irc_fixture.hpp"

#include <alloquy/base/log.hpp>

namespace alloquy::test {
namespace {

class IrcRegister : public IrcFixture {
protected:
    /// Connected, in the middle of capability negotiation.
    std::unique_ptr<IrcClient> begin(std::string name, std::string const& nick = "") {
        auto client = connect(std::move(name));
        client->send("CAP LS 302");
        client->expect(R"( CAP \S+ LS )");
        client->send("CAP REQ :draft/account-registration standard-replies batch labeled-response");
        client->expect(" ACK ");
        if (!nick.empty()) client->send("NICK " + nick);
        return client;
    }
    static void finish(IrcClient& client) {
        client.send("USER u 0 * :u");
        client.send("CAP END");
    }
};

TEST_F(IrcRegister, MakesAnAccountBeforeTheConnectionIsComplete) {
    start();
    auto client = connect("carol");
    client->send("CAP LS 302");
    EXPECT_NE(
        client->expect("draft/account-registration")
            .find("draft/account-registration=before-connect,custom-account-name"),
        std::string::npos
    );
    client->send("CAP REQ :draft/account-registration standard-replies");
    client->expect(" ACK ");
    client->send("NICK carol");
    client->send("REGISTER * * :long enough");
    client->expect(" 900 .* carol ");
    client->expect(" REGISTER SUCCESS carol :");
    finish(*client);
    client->expect(" 001 carol ");
    EXPECT_EQ(directory.last_peer(), "127.0.0.1");
    // It is an account like any other.
    enter("carol", "long enough")->expect_silence_about(" 904 ");
}

TEST_F(IrcRegister, HoldsARegistrationThatIsOtherwiseCompleteUntilTheAnswer) {
    start();
    auto client = begin("erin", "erin");
    // All at once: the connection would be turned away for want of an account if it didn't wait.
    client->send("USER u 0 * :u\r\nREGISTER * * :long enough\r\nCAP END");
    client->expect(" REGISTER SUCCESS erin ");
    client->expect(" 001 erin ");
}

TEST_F(IrcRegister, SignsAGuestInAndItsNickFollowsTheAccount) {
    settings.guests = true;
    start();
    auto client = begin("guest", "somebody");
    finish(*client);
    client->expect(" 001 somebody ");
    client->send("@label=r1 REGISTER Dave * :long enough");
    client->expect(" 900 .* Dave ");
    client->expect(":somebody!.* NICK :?Dave");
    EXPECT_NE(client->expect(" REGISTER SUCCESS Dave ").find("label=r1"), std::string::npos);
    client->send("REGISTER other * :long enough");
    client->expect("FAIL REGISTER ALREADY_AUTHENTICATED Dave :");
    client->send("VERIFY Dave 123456");
    client->expect("FAIL VERIFY ALREADY_AUTHENTICATED Dave :");
}

TEST_F(IrcRegister, RefusesWithTheCodesOfTheSpecification) {
    start();
    auto client = begin("carol");
    client->send("REGISTER * * :long enough");
    client->expect(R"(FAIL REGISTER NEED_NICK \* :)");
    client->send("NICK carol");
    client->send("REGISTER alice * :long enough");
    client->expect("FAIL REGISTER ACCOUNT_EXISTS alice :");
    client->send("REGISTER bad!name * :long enough");
    client->expect("FAIL REGISTER BAD_ACCOUNT_NAME bad!name :");
    client->send("REGISTER * nowhere :long enough");
    client->expect("FAIL REGISTER INVALID_EMAIL carol :");
    client->send("REGISTER * carol@example.org :long enough");
    client->expect("FAIL REGISTER UNACCEPTABLE_EMAIL carol :");
    client->send("REGISTER * * :short");
    client->expect("FAIL REGISTER WEAK_PASSWORD carol :");
    client->send("REGISTER * * :" + std::string(301, 'x'));
    client->expect("FAIL REGISTER UNACCEPTABLE_PASSWORD carol :");
    client->send("REGISTER * * :");
    // InspIRCd 4 counts an empty last parameter as none.
    client->expect("FAIL REGISTER UNACCEPTABLE_PASSWORD carol :| 461 carol REGISTER ");
    client->send("REGISTER *");
    client->expect(" 461 ");
    io.call([this] {
        directory.refuse_registration = fail_as(Errc::forbidden, "invite_required", "an invite is needed").error();
        return 0;
    });
    client->send("REGISTER * * :long enough");
    client->expect("FAIL REGISTER TEMPORARILY_UNAVAILABLE carol :Registration needs an invite: https://localhost:8443/"
    );
    // Nothing of that made an account, and a right one is still possible.
    io.call([this] {
        directory.refuse_registration.reset();
        return 0;
    });
    client->send("REGISTER * * :" + std::string(300, 'x'));
    client->expect(" REGISTER SUCCESS carol ");
}

TEST_F(IrcRegister, TakesNoPasswordWithoutEncryption) {
    start();
    auto client = connect("plain", Security::plain);
    client->send("CAP LS 302");
    EXPECT_EQ(client->expect(R"( CAP \S+ LS )").find("account-registration"), std::string::npos);
    client->send("CAP REQ :standard-replies");
    client->expect(" ACK ");
    client->send("NICK carol");
    client->send("REGISTER * * :long enough");
    client->expect("FAIL REGISTER TEMPORARILY_UNAVAILABLE carol :Your connection is not encrypted");
    EXPECT_EQ(directory.last_peer(), "");
}

// The advisory GHSA-x6wg-9hcg-fc9v of another server: an account that wasn't verified could be used.
TEST_F(IrcRegister, NoDoorOpensForAnAccountThatWaitsForApproval) {
    directory.registrations_wait = true;
    start();
    auto client = begin("carol", "carol");
    client->send("REGISTER * * :long enough");
    client->expect(" REGISTER VERIFICATION_REQUIRED carol :");
    for (auto const* code : {"carol", "0", "*"}) {
        client->send(std::string("VERIFY carol ") + code);
        client->expect("FAIL VERIFY INVALID_CODE carol :");
    }
    // The same for a name that nobody has: names can't be probed.
    client->send("VERIFY nobody 0");
    client->expect("FAIL VERIFY INVALID_CODE nobody :");
    client->send("CAP REQ :sasl");
    client->expect(" ACK ");
    std::string const plain = std::string("\0carol\0long enough", 18);
    EXPECT_NE(client->authenticate("PLAIN", plain).find(" 904 "), std::string::npos);
    finish(*client);
    client->expect(R"(FAIL \* ACCOUNT_REQUIRED :)");
    client->expect_close();
    EXPECT_EQ(client->transcript().find(" 900 "), std::string::npos) << client->transcript();

    auto pass = connect("pass");
    pass->send("PASS carol:long enough");
    pass->send("NICK carol");
    pass->send("USER u 0 * :u");
    pass->expect_close();
    EXPECT_EQ(pass->transcript().find(" 001 "), std::string::npos) << pass->transcript();
}

TEST_F(IrcRegister, AnAccountIsRequiredOnlyWhereGuestsAreNot) {
    start();
    auto member = enter("alice", "correct horse");
    member->send("VERSION");
    member->expect("draft/ACCOUNTREQUIRED");
}

TEST_F(IrcRegister, NoAccountIsRequiredWhereGuestsAre) {
    settings.guests = true;
    start();
    auto guest = connect("guest");
    guest->enter("somebody");
    guest->send("VERSION");
    guest->expect("UTF8ONLY");
    guest->expect_silence_about("ACCOUNTREQUIRED");
    EXPECT_EQ(guest->transcript().find("ACCOUNTREQUIRED"), std::string::npos);
}

TEST_F(IrcRegister, ClientsWithoutStandardRepliesAreToldInWords) {
    start();
    auto client = connect("old");
    client->send("CAP LS");
    client->expect(R"( CAP \S+ LS )");
    client->send("NICK carol");
    client->send("REGISTER alice * :long enough");
    EXPECT_NE(client->expect(" NOTICE ").find("REGISTER"), std::string::npos);
    client->send("REGISTER * * :long enough");
    client->expect(" REGISTER SUCCESS carol ");
}

}  // namespace
}  // namespace alloquy::test
