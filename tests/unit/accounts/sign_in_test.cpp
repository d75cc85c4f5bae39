// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/accounts_fixture.hpp"

#include <set>

namespace alloquy::accounts {
namespace {

using namespace std::chrono_literals;
using test::error_of;

class SigningIn : public test::AccountsFixture {
protected:
    void limit(http::Rate per_address, http::Rate per_account) {
        settings_.failed_sign_ins = per_address;
        settings_.failed_per_account = per_account;
        open();
    }
    base::Id const alice_ = add("alice").account.id;
};

TEST_F(SigningIn, WorksWithTheNameInAnyCase) {
    for (auto const* name : {"alice", "Alice", "ALICE"}) {
        EXPECT_EQ(open_session(name)->account.id, alice_) << name;
        auto signed_in = sign_in(name);
        ASSERT_TRUE(signed_in) << name;
        EXPECT_EQ(signed_in->account.id, alice_);
        EXPECT_FALSE(signed_in->app_password);
        EXPECT_EQ(signed_in->credential, 0);
    }
}

TEST_F(SigningIn, AnswersWrongPasswordsAndUnknownNamesAlike) {
    for (bool bridge : {false, true}) {
        auto wrong = bridge ? error_of(sign_in("alice", "a wrong password"))
                            : error_of(open_session("alice", "a wrong password"));
        auto unknown = bridge ? error_of(sign_in("nobody", "a wrong password"))
                              : error_of(open_session("nobody", "a wrong password"));
        EXPECT_EQ(wrong.code, Errc::unauthenticated);
        EXPECT_EQ(wrong.reason, "wrong_credentials");
        EXPECT_EQ(unknown.reason, wrong.reason);
        EXPECT_EQ(unknown.message, wrong.message);
        EXPECT_EQ(unknown.field, wrong.field);
    }
}

TEST_F(SigningIn, HashesAsOftenForUnknownNamesAsForWrongPasswords) {
    auto hashed = [&](std::string const& name, bool bridge) {
        auto before = pool_.accepted();
        if (bridge)
            EXPECT_FALSE(sign_in(name, "a wrong password"));
        else
            EXPECT_FALSE(open_session(name, "a wrong password"));
        return pool_.accepted() - before;
    };
    EXPECT_EQ(hashed("alice", false), 1U);
    EXPECT_EQ(hashed("alice", true), 1U);
    for (int i = 0; i < 8; ++i) {  // both made-up schemes
        EXPECT_EQ(hashed("nobody" + std::to_string(i), false), 1U);
        EXPECT_EQ(hashed("nobody" + std::to_string(i), true), 1U);
    }
}

TEST_F(SigningIn, RefusesImpossiblePasswordsWithoutHashing) {
    auto before = pool_.accepted();
    EXPECT_EQ(error_of(sign_in("alice", "")).reason, "wrong_credentials");
    EXPECT_EQ(error_of(sign_in("alice", std::string(10'000'000, 'x'))).reason, "wrong_credentials");
    EXPECT_EQ(pool_.accepted(), before);
    EXPECT_EQ(error_of(sign_in("alice", "caf\xE9 not utf-8")).reason, "wrong_credentials");
    EXPECT_EQ(error_of(sign_in("al\0ice", "whatever it is")).reason, "wrong_credentials");
    EXPECT_EQ(error_of(sign_in("' OR 1=1 --", "whatever it is")).reason, "wrong_credentials");
}

TEST_F(SigningIn, WithATokenWorksOnBridges) {
    auto session = open_session("alice");
    ASSERT_TRUE(session);
    auto signed_in = run(accounts_->sign_in_with_token(session->token, Purpose::irc));
    ASSERT_TRUE(signed_in);
    EXPECT_EQ(signed_in->account.id, alice_);
    EXPECT_EQ(signed_in->credential, run(accounts_->authenticate(session->token, kPeer))->session_id);
    EXPECT_EQ(error_of(run(accounts_->sign_in_with_token("nonsense", Purpose::irc))).reason, "invalid_token");
}

TEST_F(SigningIn, RenewsTheHashWhenTheCostChangesAndKeepsThePassword) {
    auto stored = [&] { return run(accounts_->voice_identity(alice_)).value()->verifier.value(); };
    auto before = stored();
    settings_.password_cost = {9 * 1024 * 1024, 2};
    open();
    EXPECT_FALSE(sign_in("alice", "a wrong password"));
    EXPECT_EQ(stored().hash, before.hash) << "only the right password can be hashed anew";
    int changed = 0;
    auto subscription = accounts_->credentials_changed.subscribe([&](auto const&) { ++changed; });
    EXPECT_TRUE(sign_in("alice"));
    EXPECT_EQ(stored().cost, settings_.password_cost);
    EXPECT_EQ(changed, 1);
    auto count = pool_.accepted();
    EXPECT_TRUE(sign_in("alice"));
    EXPECT_EQ(pool_.accepted(), count + 1) << "once is enough";
}

TEST_F(SigningIn, BlocksAnAddressAfterItsFailuresAndNobodyElse) {
    limit({0.001, 3}, {0.001, 1000});
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(error_of(sign_in("nobody" + std::to_string(i), "a wrong password")).reason, "wrong_credentials");
    auto blocked = error_of(sign_in("alice"));
    EXPECT_EQ(blocked.code, Errc::rate_limited);
    EXPECT_EQ(blocked.reason, "too_many_attempts");
    ASSERT_TRUE(blocked.retry_after);
    EXPECT_GT(*blocked.retry_after, 0s);
    EXPECT_EQ(error_of(open_session("alice")).code, Errc::rate_limited) << "IRC and the web count together";
    EXPECT_TRUE(sign_in("alice", kPassword, Purpose::irc, "192.0.2.2"));
}

TEST_F(SigningIn, CountsAnIpv6NetworkAsOneAddress) {
    limit({0.001, 2}, {0.001, 1000});
    EXPECT_FALSE(sign_in("x", "a wrong password", Purpose::irc, "2001:db8:1:2::1"));
    EXPECT_FALSE(sign_in("y", "a wrong password", Purpose::irc, "2001:db8:1:2::2"));
    EXPECT_EQ(error_of(sign_in("alice", kPassword, Purpose::irc, "2001:db8:1:2:3::3")).code, Errc::rate_limited);
    EXPECT_TRUE(sign_in("alice", kPassword, Purpose::irc, "2001:db8:1:3::1"));
}

TEST_F(SigningIn, BlocksANameAfterItsFailuresOverAllAddressesAndNoOtherName) {
    limit({0.001, 1000}, {0.001, 4});
    add("bob");
    for (int i = 0; i < 4; ++i)
        EXPECT_EQ(
            error_of(
                sign_in(i % 2 ? "ALICE" : "alice", "a wrong password", Purpose::irc, "192.0.2." + std::to_string(i))
            )
                .reason,
            "wrong_credentials"
        );
    EXPECT_EQ(error_of(sign_in("alice", kPassword, Purpose::irc, "198.51.100.1")).code, Errc::rate_limited);
    EXPECT_TRUE(sign_in("bob"));
}

TEST_F(SigningIn, DoesNotCountWhatSucceeds) {
    limit({0.001, 2}, {0.001, 2});
    for (int i = 0; i < 10; ++i) {
        EXPECT_TRUE(sign_in("alice"));
        EXPECT_TRUE(open_session("alice"));
    }
}

TEST_F(SigningIn, CostsNoHashingWhenItIsBlocked) {
    limit({0.001, 1}, {0.001, 1000});
    EXPECT_FALSE(sign_in("alice", "a wrong password"));
    auto before = pool_.accepted();
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(error_of(sign_in("alice", "guess")).code, Errc::rate_limited);
    EXPECT_EQ(pool_.accepted(), before);
}

TEST_F(SigningIn, IsUnavailableInsteadOfWrongWhenThePoolIsFull) {
    async::CpuPool full(0, 0);
    Accounts accounts(*database_, full, clock_, ids_, settings_);
    ASSERT_TRUE(accounts.open());
    auto refused = run(accounts.sign_in_with_password("alice", kPassword, Purpose::irc, kPeer));
    EXPECT_EQ(error_of(refused).code, Errc::unavailable);
    EXPECT_EQ(error_of(refused).reason, "busy");
}

TEST_F(SigningIn, ParametersAreStableAndShowNotWhoExists) {
    auto known = run(accounts_->auth_parameters("alice"));
    ASSERT_TRUE(known);
    EXPECT_EQ(known->scheme, Scheme::password);
    EXPECT_EQ(known->salt.size(), 16U);
    EXPECT_EQ(known->cost, settings_.password_cost);

    std::set<Scheme> schemes;
    std::set<std::string> salts;
    for (int i = 0; i < 50; ++i) {
        auto name = "stranger" + std::to_string(i);
        auto made_up = run(accounts_->auth_parameters(name));
        ASSERT_TRUE(made_up);
        EXPECT_EQ(made_up->salt.size(), 16U);
        auto again = run(accounts_->auth_parameters(i % 2 ? name : "STRANGER" + std::to_string(i)));
        EXPECT_EQ(again->salt, made_up->salt);
        EXPECT_EQ(again->scheme, made_up->scheme);
        schemes.insert(made_up->scheme);
        salts.insert(made_up->salt);
    }
    EXPECT_EQ(schemes.size(), 2U);
    EXPECT_EQ(salts.size(), 50U);
    auto before = run(accounts_->auth_parameters("stranger1"))->salt;
    open();
    EXPECT_EQ(run(accounts_->auth_parameters("stranger1"))->salt, before) << "also after a restart";
}

}  // namespace
}  // namespace alloquy::accounts
