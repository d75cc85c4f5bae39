// SPDX-License-Identifier: GPL-2.0-or-later
#include "sasl_agent.hpp"

#include "support/fake_directory.hpp"

#include <alloquy/crypto/secret.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace alloquy::irc {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;

constexpr std::string_view kUid = "0ALAAAAAB";
constexpr std::string_view kFingerprint = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

class SaslDialogue : public testing::Test, public SaslHost {
protected:
    static void SetUpTestSuite() { ASSERT_TRUE(crypto::initialize()); }
    SaslDialogue() { alice = directory.add("Alice", "correct horse"); }

    void sasl_reply(std::string const& uid, std::string_view kind, std::string_view value) override {
        said += std::string(kind) + ":" + std::string(value) + (uid == kUid ? " " : "(" + uid + ") ");
    }
    void pass_reply(std::string const&, bool accepted, std::string_view) override {
        said += accepted ? "PASS:ok " : "PASS:refused ";
    }
    void notice(std::string const&, std::string_view text) override { notices += std::string(text) + "\n"; }
    void signed_in(std::string const&, accounts::SignIn const& sign_in) override {
        said += "in:" + sign_in.account.username + " ";
    }
    void spawn(Task<> task) override { asio::co_spawn(context, std::move(task), asio::detached); }

    /// Lets the directory answer, then returns what was said since the last call.
    std::string take() {
        context.restart();
        context.run();
        return std::exchange(said, {});
    }
    void announce(bool encrypted = true, std::string_view uid = kUid) {
        agent.sasl_received(uid, "H", {"host", "192.0.2.1", encrypted ? "S" : "P"});
    }
    void start(std::string_view mechanism, std::string_view certificate = {}) {
        if (certificate.empty())
            agent.sasl_received(kUid, "S", {mechanism});
        else
            agent.sasl_received(kUid, "S", {mechanism, certificate});
    }
    void data(std::string_view chunk) { agent.sasl_received(kUid, "C", {chunk}); }
    static std::string plain(std::string const& name, std::string const& password) {
        return crypto::to_base64("\0"s + name + "\0"s + password);
    }

    test::FakeDirectory directory;
    base::Id alice = 0;
    SaslAgent agent{*this, directory};
    asio::io_context context;
    std::string said, notices;
};

TEST_F(SaslDialogue, SignsInWithThePassword) {
    announce();
    start("PLAIN");
    EXPECT_EQ(take(), "C:+ ");
    data(plain("alice", "correct horse"));
    EXPECT_EQ(take(), "in:Alice D:S ");
    EXPECT_EQ(directory.last_peer(), "192.0.2.1");
    EXPECT_EQ(agent.attempts(), 0U);
}

TEST_F(SaslDialogue, RefusesAndForgetsWrongPasswords) {
    announce();
    start("PLAIN");
    data(plain("alice", "wrong"));
    EXPECT_EQ(take(), "C:+ D:F ");
    EXPECT_EQ(notices, "") << "904 says it; whether the name exists is nobody's business";
    data(plain("alice", "correct horse"));
    EXPECT_EQ(take(), "") << "the attempt is over";
}

TEST_F(SaslDialogue, NeverAsksForAPasswordWithoutEncryption) {
    announce(/*encrypted=*/false);
    start("PLAIN");
    EXPECT_EQ(take(), "D:F ");
    EXPECT_NE(notices.find("TLS"), std::string::npos);
}

TEST_F(SaslDialogue, NamesItsMechanisms) {
    announce();
    start("SCRAM-SHA-512");
    EXPECT_EQ(take(), "M:PLAIN,EXTERNAL,OAUTHBEARER D:F ");
}

TEST_F(SaslDialogue, SurvivesMessagesInAnyWrongOrder) {
    data("aGVsbG8=");
    EXPECT_EQ(take(), "");
    start("PLAIN");  // without an announcement there was no room for the attempt
    EXPECT_EQ(take(), "D:F ");
    announce();
    data("aGVsbG8=");
    EXPECT_EQ(take(), "D:F ") << "data before a mechanism";
    announce();
    start("PLAIN");
    start("PLAIN");
    EXPECT_EQ(take(), "C:+ D:F ");
    agent.sasl_received(kUid, "X", {});
    agent.sasl_received(kUid, "S", {});
    agent.sasl_received("", "H", {"h", "i", "S"});
    agent.sasl_received(std::string(100, 'x'), "H", {"h", "i", "S"});
    EXPECT_EQ(agent.attempts(), 0U);
}

TEST_F(SaslDialogue, EndsWhenTheClientAborts) {
    announce();
    start("PLAIN");
    data("*");
    EXPECT_EQ(take(), "C:+ D:A ");
    announce();
    start("PLAIN");
    agent.sasl_received(kUid, "D", {"A"});
    EXPECT_EQ(take(), "C:+ ");
    EXPECT_EQ(agent.attempts(), 0U);
}

TEST_F(SaslDialogue, AnAbortWhileThePasswordIsCheckedWins) {
    announce();
    start("PLAIN");
    data(plain("alice", "correct horse"));
    data("*");
    EXPECT_EQ(take(), "C:+ D:A ");
    // Interleaved: data nobody asked for while checking.
    announce();
    start("PLAIN");
    data(plain("alice", "correct horse"));
    data(plain("alice", "correct horse"));
    EXPECT_EQ(take(), "C:+ D:F ");
    // A second attempt of the same connection doesn't get the first one's answer.
    announce();
    start("PLAIN");
    data(plain("alice", "correct horse"));
    announce();
    EXPECT_EQ(take(), "C:+ ");
}

TEST_F(SaslDialogue, ASuspensionWhileThePasswordIsCheckedWins) {
    // A directory that says yes although the suspension came while it was asking the database.
    class Slow final : public accounts::Directory {
    public:
        explicit Slow(accounts::Account account) : account_(std::move(account)) {}
        Task<Result<accounts::SignIn>> sign_in_with_password(std::string, std::string, accounts::Purpose, std::string)
            override {
            agent->revoke(account_.id, revoked_credential);
            accounts::SignIn sign_in;
            sign_in.account = account_;
            sign_in.credential = 5;
            co_return sign_in;
        }
        Task<Result<accounts::SignIn>> sign_in_with_certificate(std::string, std::string, accounts::Purpose) override {
            co_return fail(Errc::unavailable, "");
        }
        Task<Result<accounts::SignIn>> sign_in_with_token(std::string, accounts::Purpose) override {
            co_return fail(Errc::unavailable, "");
        }
        Task<Result<std::optional<accounts::Account>>> find_by_username(std::string) override {
            co_return std::nullopt;
        }
        Task<Result<std::vector<std::optional<accounts::Account>>>> find_by_usernames(std::vector<std::string>)
            override {
            co_return fail(Errc::unavailable, "");
        }
        Task<Result<std::optional<accounts::Account>>> find_by_id(base::Id) override { co_return std::nullopt; }
        Task<Result<std::vector<accounts::VoiceIdentity>>> voice_identities(base::Id, std::size_t) override {
            co_return fail(Errc::unavailable, "");
        }
        Task<Result<std::optional<accounts::VoiceIdentity>>> voice_identity(base::Id) override {
            co_return std::nullopt;
        }
        Task<Result<>> enrol_certificate(base::Id, std::string, std::string) override { co_return Result<>(); }
        Task<Result<accounts::Account>> make_account(std::string, std::string, std::string) override {
            co_return fail(Errc::unavailable, "");
        }
        Task<Result<accounts::Account>> set_display_name(base::Id, std::string) override {
            co_return fail(Errc::unavailable, "");
        }

        SaslAgent* agent = nullptr;
        base::Id revoked_credential = 0;

    private:
        accounts::Account account_;
    } slow(directory.person(alice).account);
    SaslAgent checking(*this, slow);
    slow.agent = &checking;
    auto attempt = [&] {
        checking.pass_received(kUid, "192.0.2.1", true, "alice", "correct horse");
        return take();
    };
    EXPECT_EQ(attempt(), "PASS:refused ");
    slow.revoked_credential = 5;
    EXPECT_EQ(attempt(), "PASS:refused ");
    slow.revoked_credential = 6;
    EXPECT_EQ(attempt(), "in:Alice PASS:ok ") << "another credential of the account ended";
}

TEST_F(SaslDialogue, TellsWhySomebodyMayNotSignIn) {
    directory.suspend(alice, "spam");
    announce();
    start("PLAIN");
    data(plain("alice", "correct horse"));
    EXPECT_EQ(take(), "C:+ D:F ");
    EXPECT_NE(notices.find("suspended"), std::string::npos);
}

TEST_F(SaslDialogue, SignsInWithAnEnrolledCertificate) {
    directory.person(alice).voice.certificates.push_back(std::string(kFingerprint));
    announce();
    start("EXTERNAL", "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF");
    data("+");
    EXPECT_EQ(take(), "C:+ in:Alice D:S ");
    announce();
    start("EXTERNAL", kFingerprint);
    data(crypto::to_base64("bob"));
    EXPECT_EQ(take(), "C:+ D:F ");
    announce();
    start("EXTERNAL");
    EXPECT_EQ(take(), "D:F ") << "no certificate, nothing to ask for";
}

TEST_F(SaslDialogue, SignsInWithASessionTokenAndExplainsARefusedOne) {
    directory.add_token(alice, "token");
    announce();
    start("OAUTHBEARER");
    data(
        crypto::to_base64("n,a=alice,\x01"
                          "auth=Bearer token\x01\x01")
    );
    EXPECT_EQ(take(), "C:+ in:Alice D:S ");
    announce();
    start("OAUTHBEARER");
    data(
        crypto::to_base64("n,a=bob,\x01"
                          "auth=Bearer token\x01\x01")
    );
    EXPECT_EQ(take(), "C:+ C:" + crypto::to_base64(oauthbearer_failure()) + " ") << "a token of somebody else";
    data("AQ==");
    EXPECT_EQ(take(), "D:F ");
}

TEST_F(SaslDialogue, SignsInByPassOverTlsOnly) {
    agent.pass_received(kUid, "192.0.2.1", true, "alice", "correct horse");
    EXPECT_EQ(take(), "in:Alice PASS:ok ");
    agent.pass_received(kUid, "192.0.2.1", true, "alice", "wrong");
    EXPECT_EQ(take(), "PASS:refused ");
    agent.pass_received(kUid, "192.0.2.1", false, "alice", "correct horse");
    EXPECT_EQ(take(), "PASS:refused ");
    agent.pass_received(kUid, "192.0.2.1", true, "alice", "");
    EXPECT_EQ(take(), "PASS:refused ");
    agent.pass_received(kUid, "192.0.2.1", true, "alice", "\xFF\xFE");
    EXPECT_EQ(take(), "PASS:refused ");
    EXPECT_EQ(agent.attempts(), 0U);
}

TEST_F(SaslDialogue, HoldsABoundedNumberOfAttemptsAndEndsOldOnes) {
    for (std::size_t i = 0; i < SaslAgent::kMaxAttempts + 10; ++i) announce(true, std::to_string(100'000 + i));
    EXPECT_EQ(agent.attempts(), SaslAgent::kMaxAttempts);
    start("PLAIN");
    EXPECT_EQ(take(), "D:F ");
    EXPECT_NE(notices.find("Too many"), std::string::npos);
    agent.pass_received(kUid, "192.0.2.1", true, "alice", "correct horse");
    EXPECT_EQ(take(), "PASS:refused ");

    auto const now = std::chrono::steady_clock::now();
    agent.sweep(now + 29s);
    EXPECT_EQ(agent.attempts(), SaslAgent::kMaxAttempts);
    agent.sweep(now + 31s);
    EXPECT_EQ(agent.attempts(), 0U);
    EXPECT_NE(take().find("D:A(100000) "), std::string::npos);
}

TEST_F(SaslDialogue, ForgetsConnectionsThatAreGone) {
    announce();
    start("PLAIN");
    data(plain("alice", "correct horse"));
    agent.forget(kUid);
    EXPECT_EQ(take(), "C:+ ");
    announce();
    start("PLAIN");
    data(plain("alice", "correct horse"));
    agent.clear();
    EXPECT_EQ(take(), "C:+ ");
}

}  // namespace
}  // namespace alloquy::irc
