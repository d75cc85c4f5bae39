// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/accounts_fixture.hpp"

namespace alloquy::accounts {
namespace {

using test::error_of;

std::string const kFingerprint = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
std::string const kTyped =
    "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF";

class Certificates : public test::AccountsFixture {
protected:
    Result<SignIn> sign_in_with(std::string fingerprint, std::string username = "") {
        return run(accounts_->sign_in_with_certificate(std::move(username), std::move(fingerprint), Purpose::irc));
    }
    base::Id const alice_ = add("alice").account.id;
};

TEST_F(Certificates, SignInWithOrWithoutTheName) {
    ASSERT_TRUE(run(accounts_->enrol_certificate(alice_, kFingerprint, "laptop")));
    EXPECT_EQ(sign_in_with(kFingerprint)->account.id, alice_);
    EXPECT_EQ(sign_in_with(kFingerprint, "ALICE")->account.id, alice_);
    EXPECT_EQ(sign_in_with(kFingerprint)->credential, 0);
    add("bob");
    EXPECT_EQ(error_of(sign_in_with(kFingerprint, "bob")).reason, "unknown_certificate");
}

TEST_F(Certificates, ThatNobodyEnrolledAreUnknown) {
    for (auto const& fingerprint : {kFingerprint, std::string(), std::string("%"), std::string(100'000, 'a')})
        EXPECT_EQ(error_of(sign_in_with(fingerprint)).code, Errc::unauthenticated);
}

TEST_F(Certificates, AreTheSameInAnyCaseAndWithColons) {
    ASSERT_TRUE(run(accounts_->enrol_certificate(alice_, kTyped, "")));
    EXPECT_EQ(run(accounts_->certificates(alice_))->front().fingerprint, kFingerprint);
    EXPECT_TRUE(sign_in_with(kFingerprint));
    ASSERT_TRUE(run(accounts_->enrol_certificate(alice_, kFingerprint, ""))) << "again is no error";
    EXPECT_EQ(run(accounts_->certificates(alice_))->size(), 1U);
    EXPECT_TRUE(run(accounts_->remove_certificate(alice_, kTyped)));
    EXPECT_FALSE(sign_in_with(kFingerprint));
}

TEST_F(Certificates, BelongToOneAccount) {
    ASSERT_TRUE(run(accounts_->enrol_certificate(alice_, kFingerprint, "")));
    auto bob = add("bob").account.id;
    EXPECT_EQ(error_of(run(accounts_->enrol_certificate(bob, kTyped, ""))).reason, "certificate_taken");
    EXPECT_EQ(error_of(run(accounts_->remove_certificate(bob, kFingerprint))).code, Errc::not_found);
    ASSERT_TRUE(run(accounts_->remove_certificate(alice_, kFingerprint)));
    EXPECT_TRUE(run(accounts_->enrol_certificate(bob, kFingerprint, "")));
}

TEST_F(Certificates, HaveSha256Fingerprints) {
    for (std::string text :
         {std::string(), kFingerprint.substr(1), kFingerprint + "0", "zz" + kFingerprint.substr(2),
          std::string("0011223344556677889900112233445566778899")})  // SHA-1
        EXPECT_EQ(error_of(run(accounts_->enrol_certificate(alice_, text, ""))).field, "fingerprint") << text;
}

TEST_F(Certificates, AnnounceTheirChanges) {
    int changed = 0;
    auto subscription = accounts_->credentials_changed.subscribe([&](CredentialsChanged const& event) {
        changed += event.id == alice_ && event.username == "alice";
    });
    ASSERT_TRUE(run(accounts_->enrol_certificate(alice_, kFingerprint, "")));
    EXPECT_EQ(changed, 1);
    ASSERT_TRUE(run(accounts_->remove_certificate(alice_, kFingerprint)));
    EXPECT_EQ(changed, 2);
}

TEST_F(Certificates, OfASuspendedAccountAreRefused) {
    ASSERT_TRUE(run(accounts_->enrol_certificate(alice_, kFingerprint, "")));
    ASSERT_TRUE(run(accounts_->suspend("alice", "spam", std::nullopt)));
    EXPECT_EQ(error_of(sign_in_with(kFingerprint)).reason, "suspended");
}

TEST_F(Certificates, EndWithTheirAccount) {
    ASSERT_TRUE(run(accounts_->enrol_certificate(alice_, kFingerprint, "")));
    ASSERT_TRUE(run(accounts_->remove_account("alice")));
    EXPECT_EQ(error_of(sign_in_with(kFingerprint)).reason, "unknown_certificate");
    EXPECT_EQ(error_of(run(accounts_->enrol_certificate(alice_, kFingerprint, ""))).code, Errc::not_found);
}

}  // namespace
}  // namespace alloquy::accounts
