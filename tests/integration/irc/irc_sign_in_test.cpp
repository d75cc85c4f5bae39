// SPDX-License-Identifier: GPL-2.0-or-later
// Ways to sign in on IRC, and ways not to.
#include "irc_fixture.hpp"

namespace alloquy::test {
namespace {

using namespace std::chrono_literals;

class IrcSignIn : public IrcFixture {
protected:
    /// Connected, with the sasl capability.
    std::unique_ptr<IrcClient> begin(std::string name, ClientCertificate const* certificate = nullptr) {
        auto client = std::make_unique<IrcClient>(std::move(name), settings.port, Security::tls, certificate);
        client->send("CAP LS 302");
        client->expect(R"( CAP \S+ LS )");
        client->send("CAP REQ :sasl");
        client->expect(" ACK ");
        return client;
    }
    static void finish(IrcClient& client, std::string const& nick) {
        client.send("CAP END");
        client.send("NICK " + nick);
        client.send("USER u 0 * :u");
    }
};

std::string plain(std::string const& name, std::string const& password) {
    return '\0' + name + '\0' + password;
}

TEST_F(IrcSignIn, AcceptsThePasswordOfTheAccountBySaslPlain) {
    start();
    EXPECT_NE(version.find("InspIRCd-"), std::string::npos) << version;
    auto client = connect("alice");
    client->send("CAP LS 302");
    client->expect(R"( CAP \S+ LS .*sasl=PLAIN,EXTERNAL,OAUTHBEARER)");
    client->send("CAP REQ :sasl");
    client->expect(" ACK ");
    EXPECT_NE(client->authenticate("PLAIN", plain("ALICE", "correct horse")).find(" 903 "), std::string::npos);
    finish(*client, "whatever");
    client->expect(" 001 Alice ");
    client->expect(" (376|422) ");
    EXPECT_EQ(directory.last_peer(), "127.0.0.1");
    wait_until("the bridge knows", [&] { return status().signed_in == 1; });

    // The address is nobody's business: the host is cloaked, and the cloak can't be taken off.
    client->send("MODE Alice -x");
    client->send("WHOIS Alice");
    auto whois = client->expect(" 311 ");
    EXPECT_EQ(whois.find("127.0.0.1"), std::string::npos) << whois;
    EXPECT_NE(whois.find(".users.alloquy"), std::string::npos) << whois;
}

TEST_F(IrcSignIn, AnswersWrongPasswordsWith904AndLetsTheClientTryAgain) {
    start();
    auto client = begin("alice");
    EXPECT_NE(client->authenticate("PLAIN", plain("alice", "wrong")).find(" 904 "), std::string::npos);
    EXPECT_NE(client->authenticate("PLAIN", plain("nobody_here", "wrong")).find(" 904 "), std::string::npos);
    EXPECT_NE(client->authenticate("PLAIN", plain("alice", "correct horse")).find(" 903 "), std::string::npos);
    finish(*client, "alice");
    client->expect(" 001 Alice ");
}

TEST_F(IrcSignIn, TellsTheMechanismsAndRefusesMalformedAndOversizedMessages) {
    start();
    auto client = begin("alice");
    client->send("AUTHENTICATE SCRAM-SHA-1");
    EXPECT_NE(client->expect(" 908 ").find("PLAIN,EXTERNAL,OAUTHBEARER"), std::string::npos);
    client->expect(" 904 ");
    EXPECT_NE(client->authenticate("PLAIN", "no separators").find(" 904 "), std::string::npos);
    EXPECT_NE(
        client->authenticate("PLAIN", std::string("bob\0alice\0correct horse", 23)).find(" 904 "), std::string::npos
    ) << "nobody acts for another";

    client->send("AUTHENTICATE PLAIN");
    client->expect("AUTHENTICATE :?\\+");
    client->send("AUTHENTICATE ===not-base64===");
    client->expect(" 904 ");

    client->send("AUTHENTICATE PLAIN");
    client->expect("AUTHENTICATE :?\\+");
    for (int i = 0; i < 22; ++i) client->send("AUTHENTICATE " + std::string(400, 'A'));
    client->expect(" 904 ");
    EXPECT_NE(client->authenticate("PLAIN", plain("alice", "correct horse")).find(" 903 "), std::string::npos);
}

TEST_F(IrcSignIn, EndsAnAbortedAttemptWith906) {
    start();
    auto client = begin("alice");
    client->send("AUTHENTICATE PLAIN");
    client->expect("AUTHENTICATE :?\\+");
    client->send("AUTHENTICATE *");
    client->expect(" 906 ");
    wait_until("nothing is under way", [&] { return status().sign_ins_under_way == 0; });
    EXPECT_NE(client->authenticate("PLAIN", plain("alice", "correct horse")).find(" 903 "), std::string::npos);
}

TEST_F(IrcSignIn, AcceptsEnrolledCertificatesBySaslExternal) {
    auto certificate = make_certificate("alice's laptop");
    directory.person(alice).voice.certificates.push_back(hex_fingerprint_of(certificate.certificate_pem));
    start();
    auto client = begin("alice", &certificate);
    EXPECT_NE(client->authenticate("EXTERNAL", "").find(" 903 "), std::string::npos);
    finish(*client, "x");
    client->expect(" 001 Alice ");

    auto other = make_certificate("somebody's laptop");
    EXPECT_NE(begin("stranger", &other)->authenticate("EXTERNAL", "alice").find(" 904 "), std::string::npos);
    EXPECT_NE(begin("bare")->authenticate("EXTERNAL", "").find(" 904 "), std::string::npos);
    EXPECT_NE(begin("liar", &certificate)->authenticate("EXTERNAL", "bob").find(" 904 "), std::string::npos);
}

TEST_F(IrcSignIn, AcceptsSessionTokensBySaslOauthbearer) {
    directory.add_token(alice, "token-of-alice");
    start();
    auto client = connect("alice");
    client->enter_with_token("alice", "token-of-alice");

    auto wrong = begin("wrong");
    wrong->send("AUTHENTICATE OAUTHBEARER");
    wrong->expect("AUTHENTICATE :?\\+");
    wrong->send(
        "AUTHENTICATE " + base64("n,,\x01"
                                 "auth=Bearer nonsense\x01\x01")
    );
    // RFC 7628: the reason as JSON, then the client says that it understood, then failure.
    EXPECT_NE(wrong->expect("AUTHENTICATE ").find(base64(R"({"status":"invalid_token"})")), std::string::npos);
    wrong->send("AUTHENTICATE " + base64("\x01"));
    wrong->expect(" 904 ");
}

TEST_F(IrcSignIn, AcceptsPassWithTheAccountForClientsWithoutCapabilities) {
    start();
    auto client = connect("old client");
    client->send("PASS alice:correct horse");
    client->send("NICK somebody");
    client->send("USER u 0 * :u");
    client->expect(" 001 Alice ");

    // Without a name the nick is the name.
    auto short_form = connect("short form");
    short_form->send("PASS :battery staple");
    short_form->send("NICK bob");
    short_form->send("USER u 0 * :u");
    short_form->expect(" 001 bob ");
    wait_until("the bridge knows both", [&] { return status().signed_in == 2; });

    auto wrong = connect("wrong");
    wrong->send("PASS alice:wrong");
    wrong->send("NICK alice");
    wrong->send("USER u 0 * :u");
    EXPECT_NE(wrong->expect_close().find("wrong name or password"), std::string::npos) << wrong->transcript();
}

TEST_F(IrcSignIn, TakesNoPasswordOnAConnectionWithoutEncryption) {
    start();
    auto sasl = connect("sasl", Security::plain);
    sasl->send("CAP REQ :sasl");
    sasl->expect(" ACK ");
    sasl->send("AUTHENTICATE PLAIN");
    sasl->expect("NOTICE .*not encrypted.*TLS");
    sasl->expect(" 904 ");

    auto pass = connect("pass", Security::plain);
    pass->send("PASS alice:correct horse");
    pass->send("NICK alice");
    pass->send("USER u 0 * :u");
    pass->expect("NOTICE .*not encrypted.*TLS");
    EXPECT_NE(pass->expect_close().find("not encrypted"), std::string::npos) << pass->transcript();
}

TEST_F(IrcSignIn, TellsPeopleWithoutAccountHowToSignIn) {
    start();
    auto client = connect("stranger");
    client->send("NICK stranger");
    client->send("USER u 0 * :u");
    client->expect("NOTICE .*SASL.*PASS.*https://localhost:8443/");
    EXPECT_NE(client->expect_close().find("account"), std::string::npos) << client->transcript();
    EXPECT_EQ(status().users, 0U);
}

TEST_F(IrcSignIn, TellsSuspendedPeopleThatTheyAre) {
    directory.suspend(alice, "spam");
    start();
    auto client = begin("alice");
    client->send("AUTHENTICATE PLAIN");
    client->expect("AUTHENTICATE :?\\+");
    client->send("AUTHENTICATE " + base64(plain("alice", "correct horse")));
    client->expect("NOTICE .*suspended");
    client->expect(" 904 ");
}

TEST_F(IrcSignIn, SaysSoWhenAccountsCantBeAsked) {
    directory.set_broken(true);
    start();
    auto client = begin("alice");
    client->send("AUTHENTICATE PLAIN");
    client->expect("AUTHENTICATE :?\\+");
    client->send("AUTHENTICATE " + base64(plain("alice", "correct horse")));
    client->expect("NOTICE .*not part of this test");
    client->expect(" 904 ");
}

TEST_F(IrcSignIn, EndsEverythingOfASuspendedAccountAtOnce) {
    start();
    auto first = enter("alice", "correct horse");
    auto second = enter("alice", "correct horse");
    auto friend_of_hers = enter("bob", "battery staple");
    auto half_way = begin("alice in registration");
    EXPECT_NE(half_way->authenticate("PLAIN", plain("alice", "correct horse")).find(" 903 "), std::string::npos);
    wait_until("all are known", [&] { return status().signed_in == 3; });

    auto const begun = Clock::now();
    io.call([&] {
        directory.suspend(alice, "spam");
        return 0;
    });
    first->expect("NOTICE .*suspended: spam");
    first->expect_close();
    second->expect_close();
    half_way->expect_close();
    EXPECT_LT(Clock::now() - begun, 1s);
    friend_of_hers->send("WHOIS alice");
    friend_of_hers->expect(" 401 ");
    EXPECT_EQ(friend_of_hers->transcript().find("spam"), std::string::npos) << "others don't learn why";
    wait_until("the bridge forgets them", [&] { return status().users == 1; });
}

TEST_F(IrcSignIn, EndsConnectionsWhoseCredentialWasRevokedAndOnlyThose) {
    directory.add_token(alice, "first-token");
    directory.add_token(alice, "second-token");
    start();
    auto first = connect("first");
    first->enter_with_token("alice", "first-token");
    auto second = connect("second");
    second->enter_with_token("alice", "second-token");
    wait_until("both are known", [&] { return status().signed_in == 2; });
    io.call([&] {
        directory.revoke_token("first-token");
        return 0;
    });
    first->expect("NOTICE .*revoked");
    first->expect_close();
    // It takes the name that it believed to have.
    second->expect_silence_about("NICK|ERROR");
}

TEST_F(IrcSignIn, CompletesRegistrationWithoutWaitingForTheTick) {
    start();
    // Stock InspIRCd looks at registrations once a second, so five of them take at least four.
    auto const begun = Clock::now();
    for (int i = 0; i < 5; ++i) enter("alice", "correct horse");
    EXPECT_LT(Clock::now() - begun, 3s);
}

TEST_F(IrcSignIn, SignsInAgainAfterRegistrationAndChangesThePerson) {
    start();
    auto client = enter("alice", "correct horse");
    EXPECT_NE(client->authenticate("PLAIN", plain("bob", "battery staple")).find(" 903 "), std::string::npos);
    wait_until("the nick follows", [&] {
        return io.call([&] { return bridge->network().find_nick("bob") != nullptr; });
    });
}

}  // namespace
}  // namespace alloquy::test
