// SPDX-License-Identifier: GPL-2.0-or-later
// One account, every door: the same name and password, and each other credential, on REST, IRC, Mumble.
#include "support/alloquyd.hpp"
#include "support/mumble_client.hpp"

#include <alloquy/crypto/certificate.hpp>

#include <gtest/gtest.h>

using namespace alloquy::test;

namespace {

/// One server for all cases here; they use accounts of their own.
class SignIn : public testing::Test {
protected:
    static void SetUpTestSuite() {
        server_ = std::make_unique<Alloquyd>();
        owner_ = server_->add_owner();
    }
    static void TearDownTestSuite() { server_.reset(); }

    static inline std::unique_ptr<Alloquyd> server_;
    static inline Person owner_;
};

ClientCertificate make_certificate(std::string const& name) {
    auto pair = alloquy::crypto::make_self_signed(name, {name});
    if (!pair) throw std::runtime_error(pair.error().message);
    return {pair->certificate_pem, pair->key_pem};
}

}  // namespace

TEST_F(SignIn, TheSameNameAndPasswordWorkOnTheWebOnIrcAndOnMumble) {
    auto const alice = server_->add_person(owner_, "Alice");
    EXPECT_EQ(server_->sign_in("alice", alice.password).status, 201u);
    auto irc = server_->irc("alice");
    irc.enter_with_password("alice", alice.password);
    MumbleClient mumble(server_->ports().mumble, {.username = "Alice", .password = alice.password});
    auto const refusal = mumble.sign_in();
    EXPECT_FALSE(refusal) << refusal->reason;
    irc.send("WHOIS Alice");
    irc.expect(" 330 \\S+ \\S+ Alice ");  // "is logged in as": the account, as its owner wrote it
}

TEST_F(SignIn, AWrongPasswordIsRefusedAtEveryDoor) {
    server_->add_person(owner_, "walter");
    EXPECT_EQ(server_->sign_in("walter", "wrong").status, 401u);
    auto irc = server_->irc("walter");
    irc.send("CAP REQ :sasl");
    irc.expect(" CAP .* ACK ");
    auto const answer = irc.authenticate("PLAIN", std::string("walter\0walter\0wrong", 19));
    EXPECT_NE(answer.find(" 904 "), std::string::npos) << answer;
    MumbleClient mumble(server_->ports().mumble, {.username = "walter", .password = "wrong"});
    EXPECT_TRUE(mumble.sign_in().has_value());
}

TEST_F(SignIn, AClientThatOnlyKnowsPassSignsInOverTls) {
    auto const paula = server_->add_person(owner_, "paula");
    auto irc = server_->irc("paula");
    irc.send("PASS paula:" + paula.password);
    irc.enter("paula");
    irc.send("WHOIS paula");
    irc.expect(" 330 ");
}

TEST_F(SignIn, AWrongPassIsRefused) {
    server_->add_person(owner_, "perry");
    auto irc = server_->irc("perry");
    irc.send("PASS perry:wrong");
    irc.send("NICK perry");
    irc.send("USER perry 0 * :perry");
    EXPECT_NE(irc.expect_close().find("ERROR"), std::string::npos) << irc.transcript();
    EXPECT_EQ(irc.transcript().find(" 001 "), std::string::npos) << irc.transcript();
}

TEST_F(SignIn, PasswordsAreRefusedOnAPlaintextConnection) {
    auto const pete = server_->add_person(owner_, "pete");
    IrcClient irc("pete", server_->ports().irc_plain, Security::plain);
    irc.send("PASS pete:" + pete.password);
    irc.send("NICK pete");
    irc.send("USER pete 0 * :pete");
    irc.expect_close();
    EXPECT_EQ(irc.transcript().find(" 001 "), std::string::npos) << irc.transcript();

    IrcClient sasl("pete", server_->ports().irc_plain, Security::plain);
    sasl.send("CAP REQ :sasl");
    if (sasl.expect(" CAP .* (ACK|NAK) ").find(" ACK ") != std::string::npos) {
        auto const answer = sasl.authenticate("PLAIN", std::string("pete\0pete\0", 10) + pete.password);
        EXPECT_EQ(answer.find(" 903 "), std::string::npos) << answer;
    }
}

TEST_F(SignIn, ASessionTokenSignsInOnIrc) {
    auto const tom = server_->add_person(owner_, "tom");
    server_->irc("tom").enter_with_token("tom", tom.token);
}

TEST_F(SignIn, AnAppPasswordWorksWhereItsScopeSaysAndDiesWhenRevoked) {
    auto const ada = server_->add_person(owner_, "ada");
    auto rest = server_->http(ada);
    auto const made =
        rest.expect(201, rest.post("/api/v1/accounts/me/app-passwords", {{"name", "phone"}, {"scopes", {"irc"}}}));
    auto const secret = made.at("secret").get<std::string>();
    auto irc = server_->irc("ada");
    irc.enter_with_password("ada", secret);
    EXPECT_TRUE(MumbleClient(server_->ports().mumble, {.username = "ada", .password = secret}).sign_in().has_value());
    EXPECT_EQ(rest.del("/api/v1/accounts/me/app-passwords/" + made.at("id").get<std::string>()).status, 204u);
    irc.expect_close();
    auto again = server_->irc("ada again");
    again.send("CAP REQ :sasl");
    again.expect(" CAP .* ACK ");
    EXPECT_NE(again.authenticate("PLAIN", std::string("ada\0ada\0", 8) + secret).find(" 904 "), std::string::npos);
}

TEST_F(SignIn, AnEnrolledCertificateSignsInOnIrcAndMumble) {
    auto const cora = server_->add_person(owner_, "cora");
    auto const certificate = make_certificate("cora");
    auto rest = server_->http(cora);
    rest.expect(
        204, rest.post(
                 "/api/v1/accounts/me/certificates",
                 {{"fingerprint", hex_fingerprint_of(certificate.certificate_pem)}, {"name", "laptop"}}
             )
    );
    server_->irc("cora", &certificate).enter_with_certificate("cora");
    MumbleClient mumble(server_->ports().mumble, {.username = "cora", .password = "", .certificate = certificate});
    auto const refusal = mumble.sign_in();
    EXPECT_FALSE(refusal) << refusal->reason;
    auto const stranger = make_certificate("stranger");
    EXPECT_TRUE(
        MumbleClient(server_->ports().mumble, {.username = "cora", .password = "", .certificate = stranger}).sign_in()
    );
}

TEST_F(SignIn, NobodyElseMayCarryTheNameOfAnAccount) {
    server_->add_person(owner_, "nina");
    auto const carl = server_->add_person(owner_, "carl");
    auto irc = server_->irc("carl");
    irc.enter_with_password("carl", carl.password);
    irc.send("NICK Nina");
    irc.expect(" (43[0-9]|447) ");
    irc.send("WHOIS nina");
    irc.expect(" (401|318) ");
    EXPECT_EQ(irc.transcript().find(" 311 carl nina "), std::string::npos) << irc.transcript();
}

TEST_F(SignIn, TheCommandLineMakesListsAndSuspendsAccountsOfARunningServer) {
    EXPECT_EQ(server_->command({"user", "add", "clio", "--password-stdin"}, "a long password for clio\n").code, 0);
    EXPECT_EQ(server_->sign_in("clio", "a long password for clio").status, 201u);
    EXPECT_NE(server_->command({"user", "list"}).out.find("clio"), std::string::npos);
    EXPECT_EQ(server_->command({"user", "suspend", "clio", "--reason", "test"}).code, 0);
    EXPECT_EQ(server_->sign_in("clio", "a long password for clio").status, 403u);
    EXPECT_EQ(server_->command({"user", "reactivate", "clio"}).code, 0);
    EXPECT_EQ(server_->sign_in("clio", "a long password for clio").status, 201u);
}

TEST(SignInBeforeTheFirstStart, AnAccountMadeByTheCommandLineWorksAfterwards) {
    Alloquyd server({.start = false});
    EXPECT_EQ(
        server.command({"user", "add", "early", "--owner", "--password-stdin"}, "an early owner's password\n").code, 0
    );
    server.start();
    EXPECT_EQ(server.sign_in("early", "an early owner's password").status, 201u);
}
