// SPDX-License-Identifier: GPL-2.0-or-later
// What bridges ask: who is this, and what Mumble's authenticator must know.
#include "support/accounts_fixture.hpp"

namespace alloquy::accounts {
namespace {

using namespace std::chrono_literals;

class DirectoryLookUps : public test::AccountsFixture {
protected:
    VoiceIdentity identity(base::Id id) { return run(accounts_->voice_identity(id)).value().value(); }
};

TEST_F(DirectoryLookUps, FindByNameInAnyCaseAndById) {
    auto alice = add("Alice").account;
    EXPECT_EQ(run(accounts_->find_by_username("aLICE")).value()->id, alice.id);
    EXPECT_EQ(run(accounts_->find_by_id(alice.id)).value()->username, "Alice");
    EXPECT_EQ(run(accounts_->find_by_username("nobody")).value(), std::nullopt);
    EXPECT_EQ(run(accounts_->find_by_id(1)).value(), std::nullopt);
}

TEST_F(DirectoryLookUps, FindManyNamesInTheirOrder) {
    add("alice");
    add("bob");
    auto found = run(accounts_->find_by_usernames({"BOB", "nobody", "alice", "bob"}));
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 4U);
    EXPECT_EQ(found->at(0)->username, "bob");
    EXPECT_EQ(found->at(1), std::nullopt);
    EXPECT_EQ(found->at(2)->username, "alice");
    EXPECT_EQ(found->at(3)->username, "bob");
    EXPECT_TRUE(run(accounts_->find_by_usernames({}))->empty());
}

TEST_F(DirectoryLookUps, VoiceIdentitiesComePageByPage) {
    std::vector<base::Id> ids;
    for (int i = 0; i < 7; ++i) ids.push_back(add("person" + std::to_string(i)).account.id);
    std::vector<base::Id> seen;
    base::Id after = 0;
    for (int page = 0; page < 10; ++page) {
        auto found = run(accounts_->voice_identities(after, 3));
        ASSERT_TRUE(found);
        EXPECT_LE(found->size(), 3U);
        if (found->empty()) break;
        for (auto const& one : *found) seen.push_back(one.id);
        after = seen.back();
    }
    EXPECT_EQ(seen, ids);
}

TEST_F(DirectoryLookUps, VoiceIdentityHasWhatMumbleMayTake) {
    auto alice = add("Alice").account;
    auto mumble = run(accounts_->add_app_password(alice.id, "m", unsigned(Purpose::mumble) | unsigned(Purpose::irc)));
    ASSERT_TRUE(run(accounts_->add_app_password(alice.id, "i", unsigned(Purpose::irc))));
    std::string const fingerprint(64, 'a');
    ASSERT_TRUE(run(accounts_->enrol_certificate(alice.id, fingerprint, "")));
    auto known = identity(alice.id);
    EXPECT_EQ(known.username, "Alice");
    EXPECT_EQ(known.mumble_id, alice.mumble_id);
    EXPECT_TRUE(known.may_sign_in);
    ASSERT_TRUE(known.verifier);
    EXPECT_EQ(crypto::verify_password(*known.verifier, kPassword), true);
    EXPECT_EQ(known.app_passwords, std::vector<crypto::TokenHash>{app_password_hash(mumble->secret)});
    EXPECT_EQ(known.certificates, std::vector<std::string>{fingerprint});
}

TEST_F(DirectoryLookUps, VoiceIdentityOfABlockedAccountSaysUntilWhen) {
    auto alice = add("alice").account;
    auto until = clock_.now() + 1h;
    ASSERT_TRUE(run(accounts_->suspend("alice", "", until)));
    EXPECT_FALSE(identity(alice.id).may_sign_in);
    EXPECT_EQ(identity(alice.id).blocked_until, until);
    clock_.advance(1h);
    EXPECT_TRUE(identity(alice.id).may_sign_in);
    ASSERT_TRUE(run(accounts_->ban("alice", "")));
    EXPECT_FALSE(identity(alice.id).may_sign_in);
    EXPECT_EQ(identity(alice.id).blocked_until, std::nullopt);
}

TEST_F(DirectoryLookUps, VoiceIdentityHasNoVerifierWhereOnlyAppPasswordsAreTaken) {
    auto alice = add("alice").account;
    ASSERT_TRUE(run(accounts_->set_app_passwords_only(alice.id, true)));
    EXPECT_FALSE(identity(alice.id).verifier);
    EXPECT_EQ(run(accounts_->voice_identity(1)).value().has_value(), false);
}

}  // namespace
}  // namespace alloquy::accounts
