// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/accounts_fixture.hpp"

#include <algorithm>

namespace alloquy::accounts {
namespace {

using namespace std::chrono_literals;
using test::error_of;

constexpr unsigned kIrc = unsigned(Purpose::irc), kMumble = unsigned(Purpose::mumble), kApi = unsigned(Purpose::api);

class AppPasswords : public test::AccountsFixture {
protected:
    Accounts::NewAppPassword make(base::Id account, unsigned purposes) {
        auto made = run(accounts_->add_app_password(account, "my client", purposes));
        EXPECT_TRUE(made);
        return made.value_or(Accounts::NewAppPassword{});
    }
    base::Id const alice_ = add("alice").account.id;
};

TEST_F(AppPasswords, SignInForTheirPurposesOnly) {
    for (auto purpose : {Purpose::irc, Purpose::mumble}) {
        auto made = make(alice_, unsigned(purpose));
        auto signed_in = sign_in("alice", made.secret, purpose);
        ASSERT_TRUE(signed_in) << signed_in.error().message;
        EXPECT_TRUE(signed_in->app_password);
        EXPECT_EQ(signed_in->credential, made.id);
        EXPECT_EQ(signed_in->account.username, "alice");
        auto other = purpose == Purpose::irc ? Purpose::mumble : Purpose::irc;
        EXPECT_EQ(error_of(sign_in("alice", made.secret, other)).reason, "wrong_credentials");
        EXPECT_FALSE(works(made.secret)) << "not for the web API";
    }
}

TEST_F(AppPasswords, CostNoArgon2id) {
    auto made = make(alice_, kIrc);
    auto before = pool_.accepted();
    ASSERT_TRUE(sign_in("ALICE", made.secret));
    EXPECT_EQ(pool_.accepted(), before);
}

TEST_F(AppPasswords, AreForTheirOwnAccountOnly) {
    add("bob");
    auto made = make(alice_, kIrc);
    EXPECT_EQ(error_of(sign_in("bob", made.secret)).reason, "wrong_credentials");
    EXPECT_EQ(error_of(sign_in("nobody", made.secret)).reason, "wrong_credentials");
}

TEST_F(AppPasswords, AreForgivenCaseAndDashes) {
    auto secret = make(alice_, kIrc).secret;
    std::erase(secret, '-');
    std::ranges::transform(secret, secret.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    EXPECT_TRUE(sign_in("alice", secret));
}

TEST_F(AppPasswords, ForTheApiAreBearerTokensWithoutPowerOverCredentials) {
    auto made = make(alice_, kApi);
    auto identity = run(accounts_->authenticate(made.secret, kPeer));
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->account_id, alice_);
    EXPECT_TRUE(identity->app_password);
    EXPECT_EQ(identity->session_id, made.id);
}

TEST_F(AppPasswords, OpenASessionThatMayNoMoreThanTheyMay) {
    auto made = make(alice_, kApi);
    auto session = open_session("alice", made.secret);
    ASSERT_TRUE(session) << session.error().message;
    auto identity = run(accounts_->authenticate(session->token, kPeer));
    ASSERT_TRUE(identity);
    EXPECT_TRUE(identity->app_password) << "the way around the account password must not lead to all its rights";
    EXPECT_EQ(error_of(run(accounts_->sign_in_with_token(session->token, Purpose::irc))).code, Errc::unauthenticated);
    EXPECT_EQ(error_of(open_session("alice", make(alice_, kIrc).secret)).reason, "wrong_credentials");
}

TEST_F(AppPasswords, ForMorePurposesOpenSessionsForAllOfThem) {
    auto session = open_session("alice", make(alice_, kApi | kIrc).secret);
    ASSERT_TRUE(session);
    EXPECT_TRUE(run(accounts_->sign_in_with_token(session->token, Purpose::irc)));
    EXPECT_FALSE(run(accounts_->sign_in_with_token(session->token, Purpose::mumble)));
}

TEST_F(AppPasswords, EndWithEverythingTheyOpenedWhenTheyAreRevoked) {
    auto made = make(alice_, kApi | kIrc);
    auto session = open_session("alice", made.secret);
    ASSERT_TRUE(session && works(session->token) && works(made.secret));
    auto session_id = run(accounts_->authenticate(session->token, kPeer))->session_id;
    std::vector<base::Id> revoked;
    int changed = 0;
    auto one = accounts_->credential_revoked.subscribe([&](auto const& event) { revoked.push_back(event.credential); });
    auto two = accounts_->credentials_changed.subscribe([&](auto const&) { ++changed; });
    ASSERT_TRUE(run(accounts_->revoke_app_password(alice_, made.id)));
    EXPECT_FALSE(works(made.secret));
    EXPECT_FALSE(works(session->token));
    EXPECT_FALSE(sign_in("alice", made.secret));
    EXPECT_EQ(revoked, (std::vector<base::Id>{session_id, made.id}));
    EXPECT_EQ(changed, 1);
    EXPECT_EQ(error_of(run(accounts_->revoke_app_password(alice_, made.id))).code, Errc::not_found);
}

TEST_F(AppPasswords, OfOthersCannotBeRevoked) {
    auto bob = add("bob").account.id;
    auto made = make(alice_, kApi);
    auto session = open_session("alice", made.secret);
    EXPECT_EQ(error_of(run(accounts_->revoke_app_password(bob, made.id))).code, Errc::not_found);
    EXPECT_TRUE(works(made.secret));
    EXPECT_TRUE(works(session->token));
}

TEST_F(AppPasswords, AreListedWithoutTheirSecret) {
    auto made = make(alice_, kIrc | kMumble);
    clock_.advance(1h);
    ASSERT_TRUE(sign_in("alice", made.secret));
    auto list = run(accounts_->app_passwords(alice_));
    ASSERT_TRUE(list);
    ASSERT_EQ(list->size(), 1U);
    EXPECT_EQ(list->front().id, made.id);
    EXPECT_EQ(list->front().name, "my client");
    EXPECT_EQ(list->front().purposes, kIrc | kMumble);
    EXPECT_EQ(list->front().created_at, clock_.now() - 1h);
}

TEST_F(AppPasswords, AreAtMostAHundred) {
    for (int i = 0; i < 100; ++i) make(alice_, kIrc);
    auto one_more = run(accounts_->add_app_password(alice_, "x", kIrc));
    EXPECT_EQ(error_of(one_more).code, Errc::conflict);
    EXPECT_EQ(error_of(one_more).reason, "too_many");
}

TEST_F(AppPasswords, OfASuspendedAccountSayWhyTheyAreRefused) {
    auto made = make(alice_, kIrc | kApi);
    ASSERT_TRUE(run(accounts_->suspend("alice", "spam", std::nullopt)));
    EXPECT_EQ(error_of(sign_in("alice", made.secret)).reason, "suspended");
    EXPECT_EQ(error_of(run(accounts_->authenticate(made.secret, kPeer))).code, Errc::forbidden);
}

TEST_F(AppPasswords, SignInWhereTheAccountPasswordIsNotTaken) {
    ASSERT_TRUE(run(accounts_->set_app_passwords_only(alice_, true)));
    EXPECT_EQ(error_of(sign_in("alice")).reason, "app_password_required");
    EXPECT_EQ(error_of(sign_in("alice", "a wrong password")).reason, "wrong_credentials");
    EXPECT_TRUE(sign_in("alice", make(alice_, kIrc).secret));
    EXPECT_TRUE(open_session("alice")) << "the web API still takes the account password";
    ASSERT_TRUE(run(accounts_->set_app_passwords_only(alice_, false)));
    EXPECT_TRUE(sign_in("alice"));
}

}  // namespace
}  // namespace alloquy::accounts
