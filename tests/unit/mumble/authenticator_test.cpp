// SPDX-License-Identifier: GPL-2.0-or-later
// The decisions about logins, with fake time and without Argon2id.
#include "authenticator.hpp"

#include "identities.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace alloquy::mumble {
namespace {

using namespace std::chrono_literals;
using Means = Authenticator::Means;

class AuthenticatorTest : public testing::Test {
protected:
    static void SetUpTestSuite() { ASSERT_TRUE(crypto::initialize()); }

    AuthenticatorTest() {
        alice.app_passwords = {accounts::app_password_hash("app secret")};
        alice.certificates = {fingerprint('a')};
        snapshot.update({alice, make_identity(8, "bob")});
    }

    /// The right password of everybody is "right".
    Authenticator make(AuthenticatorSettings settings = {}) {
        return Authenticator(snapshot, settings, [this](crypto::PasswordVerifier const&, std::string_view password) {
            ++hashed;
            return Result<bool>(password == "right");
        });
    }
    Authenticator::Decision decide(
        Authenticator& authenticator, std::string name, std::string password, std::string certificate = {}
    ) {
        return authenticator.decide({std::move(name), std::move(password), std::move(certificate)}, wall, steady);
    }

    VoiceSnapshot snapshot;
    accounts::VoiceIdentity alice = make_identity(7, "Alice");
    base::Timestamp wall{24h * 365 * 56};
    std::chrono::steady_clock::time_point steady{1000h};
    int hashed = 0;
};

TEST_F(AuthenticatorTest, AcceptsARightPasswordUnderTheRegisteredName) {
    auto authenticator = make();
    auto decision = decide(authenticator, "aLICE", "right");
    EXPECT_EQ(decision.means, Means::password);
    EXPECT_EQ(decision.answer.user_id, 7);
    EXPECT_EQ(decision.answer.username, "Alice");
    EXPECT_EQ(decision.account, alice.id);
}

TEST_F(AuthenticatorTest, RefusesEverythingElseWithTheOneRefusal) {
    auto authenticator = make();
    for (auto const& [name, password] : std::vector<std::pair<std::string, std::string>>{
             {"alice", "wrong"},
             {"alice", ""},
             {"nobody", "right"},
             {"", "right"},
             {"alice ", "right"},
             {"alice", std::string(1'000'000, 'x')},
             {std::string(1'000'000, 'x'), "right"}
         }) {
        auto decision = decide(authenticator, name, password);
        EXPECT_EQ(decision.means, Means::refused);
        EXPECT_EQ(decision.answer.user_id, -1) << "any other negative number makes Murmur ask its own database";
    }
    EXPECT_EQ(hashed, 1) << "only where it could have been right";
}

TEST_F(AuthenticatorTest, NeverLetsSuperUserIn) {
    // Even if the accounts had one.
    auto superuser = make_identity(9, "SuperUser");
    superuser.certificates = {fingerprint('5')};
    superuser.app_passwords = {accounts::app_password_hash("app secret")};
    snapshot.update({superuser});
    auto authenticator = make();
    for (auto const* name : {"SuperUser", "superuser", "SUPERUSER"}) {
        EXPECT_EQ(decide(authenticator, name, "right").means, Means::refused);
        EXPECT_EQ(decide(authenticator, name, "app secret").means, Means::refused);
        EXPECT_EQ(decide(authenticator, name, "", fingerprint('5')).means, Means::refused);
    }
}

TEST_F(AuthenticatorTest, TakesAppPasswordsAndCertificatesWithoutHashing) {
    auto authenticator = make();
    auto by_app_password = decide(authenticator, "alice", " app secret ");
    EXPECT_EQ(by_app_password.means, Means::app_password);
    EXPECT_TRUE(by_app_password.app_password);
    EXPECT_EQ(decide(authenticator, "alice", "", fingerprint('a')).means, Means::certificate);
    EXPECT_EQ(decide(authenticator, "alice", "whatever", fingerprint('a')).means, Means::certificate);
    EXPECT_EQ(decide(authenticator, "alice", "", fingerprint('b')).means, Means::refused);
    EXPECT_EQ(decide(authenticator, "bob", "", fingerprint('a')).means, Means::refused);
    EXPECT_EQ(decide(authenticator, "bob", "app secret").means, Means::refused);
    EXPECT_EQ(hashed, 1) << "bob's wrong password";
}

TEST_F(AuthenticatorTest, TakesNoAccountPasswordWhereThereIsNoVerifier) {
    alice.verifier.reset();  // split-1, a second factor, or app passwords only
    snapshot.update({alice});
    auto authenticator = make();
    EXPECT_EQ(decide(authenticator, "alice", "right").means, Means::refused);
    EXPECT_EQ(decide(authenticator, "alice", "app secret").means, Means::app_password);
    EXPECT_EQ(hashed, 0);
}

TEST_F(AuthenticatorTest, EnrolsACertificateOnlyBesideTheAccountPassword) {
    auto authenticator = make();
    EXPECT_EQ(decide(authenticator, "alice", "right", fingerprint('b')).enrol, fingerprint('b'));
    EXPECT_EQ(decide(authenticator, "alice", "right").enrol, "");
    EXPECT_EQ(decide(authenticator, "alice", "right", fingerprint('a')).enrol, "") << "known already";
    EXPECT_EQ(decide(authenticator, "alice", "app secret", fingerprint('b')).enrol, "") << "it can be revoked";
    EXPECT_EQ(decide(authenticator, "alice", "wrong", fingerprint('b')).enrol, "");
    alice.certificates.clear();
    for (char digit : std::string("01234567")) alice.certificates.push_back(fingerprint(digit));
    snapshot.update({alice});
    EXPECT_EQ(decide(authenticator, "alice", "right", fingerprint('b')).enrol, "") << "enough of them";
    AuthenticatorSettings off;
    off.enrol_certificates = false;
    auto without = make(off);
    EXPECT_EQ(decide(without, "bob", "right", fingerprint('b')).enrol, "");
}

TEST_F(AuthenticatorTest, RefusesSuspendedAccountsByAnyMeansUntilTheTimeIsUp) {
    alice.may_sign_in = false;
    alice.blocked_until = wall + 1h;
    snapshot.update({alice});
    auto authenticator = make();
    EXPECT_EQ(decide(authenticator, "alice", "right").means, Means::refused);
    EXPECT_EQ(decide(authenticator, "alice", "app secret").means, Means::refused);
    EXPECT_EQ(decide(authenticator, "alice", "", fingerprint('a')).means, Means::refused);
    wall += 1h;
    EXPECT_EQ(decide(authenticator, "alice", "right").means, Means::password);
}

TEST_F(AuthenticatorTest, RemembersARightPasswordUntilItIsOldOrChanged) {
    auto authenticator = make();
    EXPECT_EQ(decide(authenticator, "alice", "right").means, Means::password);
    EXPECT_EQ(decide(authenticator, "ALICE", "right").means, Means::remembered_password);
    EXPECT_EQ(hashed, 1);
    EXPECT_EQ(decide(authenticator, "bob", "right").means, Means::password) << "each account for itself";
    steady += 11min;
    EXPECT_EQ(decide(authenticator, "alice", "right").means, Means::password);
    // The password is changed: what was remembered is worth nothing.
    alice.verifier->hash[0] ^= 1;
    snapshot.update({alice});
    hashed = 0;
    decide(authenticator, "alice", "right");
    EXPECT_EQ(hashed, 1);
}

TEST_F(AuthenticatorTest, HashesAFloodOnlyWithinItsBudget) {
    auto authenticator = make();
    int unchecked = 0;
    for (int i = 0; i < 100; ++i) unchecked += decide(authenticator, "alice", "guess" + std::to_string(i)).over_budget;
    EXPECT_EQ(hashed, 4) << "one attacked name";
    EXPECT_EQ(unchecked, 96);
    EXPECT_EQ(decide(authenticator, "alice", "right").means, Means::refused) << "even the right one, for now";
    EXPECT_EQ(decide(authenticator, "bob", "right").means, Means::password) << "others are not affected";
    EXPECT_EQ(decide(authenticator, "alice", "app secret").means, Means::app_password);
    EXPECT_EQ(decide(authenticator, "alice", "", fingerprint('a')).means, Means::certificate);
    steady += 10s;
    EXPECT_EQ(decide(authenticator, "alice", "right").means, Means::password);
}

TEST_F(AuthenticatorTest, ChecksOnePasswordAtATime) {
    std::optional<Authenticator> authenticator;
    Authenticator::Decision inner;
    authenticator.emplace(snapshot, AuthenticatorSettings{}, [&](auto const&, std::string_view) {
        std::thread([&] { inner = decide(*authenticator, "bob", "right"); }).join();
        return Result<bool>(true);
    });
    EXPECT_EQ(decide(*authenticator, "alice", "right").means, Means::password);
    EXPECT_EQ(inner.means, Means::refused);
    EXPECT_TRUE(inner.over_budget);
}

TEST_F(AuthenticatorTest, RefusesWhenThePasswordCanNotBeChecked) {
    Authenticator authenticator(snapshot, {}, [](auto const&, std::string_view) -> Result<bool> {
        return fail(Errc::unavailable, "no memory");
    });
    EXPECT_EQ(decide(authenticator, "alice", "right").means, Means::refused);
}

}  // namespace
}  // namespace alloquy::mumble
