// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/accounts_fixture.hpp"

#include <algorithm>

namespace alloquy::accounts {
namespace {

using namespace std::chrono_literals;
using test::error_of;

class Invites : public test::AccountsFixture {
protected:
    Invites() { accounts_->set_policy(Registration::invite, false); }

    Invite make(std::optional<std::int64_t> uses = std::nullopt, std::optional<base::Timestamp> until = std::nullopt) {
        auto made = run(accounts_->add_invite(std::nullopt, "for friends", uses, until));
        EXPECT_TRUE(made);
        return made.value_or(Invite{});
    }
};

TEST_F(Invites, CountTheirUsesAndEndAtTheLast) {
    auto invite = make(2);
    EXPECT_EQ(invite.code.size(), 16U);
    ASSERT_TRUE(try_register(new_account("one", invite.code)));
    EXPECT_EQ(run(accounts_->invite(invite.code))->uses, 1);
    ASSERT_TRUE(try_register(new_account("two", invite.code)));
    EXPECT_EQ(error_of(try_register(new_account("three", invite.code))).reason, "invite_invalid");
    EXPECT_EQ(error_of(run(accounts_->invite(invite.code))).code, Errc::not_found);
}

TEST_F(Invites, AreWorthOneAccountWhenTwoUseTheLastUseAtOnce) {
    auto invite = make(1);
    auto [one, two] = run_both(
        accounts_->register_account(new_account("one", invite.code), "", ""),
        accounts_->register_account(new_account("two", invite.code), "", "")
    );
    EXPECT_NE(one.has_value(), two.has_value());
    EXPECT_EQ(error_of(one ? two : one).reason, "invite_invalid");
    EXPECT_EQ(run(accounts_->count()), 1);
}

TEST_F(Invites, AreNotUsedUpByARegistrationThatFails) {
    auto invite = make(1);
    ASSERT_TRUE(try_register(new_account("taken", make().code)));
    EXPECT_EQ(error_of(try_register(new_account("taken", invite.code))).reason, "username_taken");
    EXPECT_TRUE(try_register(new_account("free", invite.code)));
}

TEST_F(Invites, EndAtTheirTime) {
    auto invite = make(std::nullopt, clock_.now() + 1h);
    clock_.advance(1h - 1ms);
    EXPECT_TRUE(try_register(new_account("early", invite.code)));
    clock_.advance(1ms);
    EXPECT_EQ(error_of(try_register(new_account("late", invite.code))).reason, "invite_invalid");
    EXPECT_FALSE(run(accounts_->invite(invite.code)));
}

TEST_F(Invites, CannotEndInThePast) {
    EXPECT_EQ(error_of(run(accounts_->add_invite(std::nullopt, "", std::nullopt, clock_.now()))).field, "expires_at");
}

TEST_F(Invites, AreFoundAsPeopleTypeThem) {
    auto invite = make(1);
    auto typed = invite.code.substr(0, 5) + "-" + invite.code.substr(5, 5) + " " + invite.code.substr(10);
    std::ranges::transform(typed, typed.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    EXPECT_TRUE(run(accounts_->invite(typed)));
    EXPECT_TRUE(try_register(new_account("typist", typed)));
}

TEST_F(Invites, UnknownAndUsedUpCodesAreAnsweredAlike) {
    auto invite = make(1);
    ASSERT_TRUE(try_register(new_account("one", invite.code)));
    auto used_up = error_of(run(accounts_->invite(invite.code))), unknown = error_of(run(accounts_->invite("ABCDE")));
    EXPECT_EQ(used_up.reason, unknown.reason);
    EXPECT_EQ(used_up.message, unknown.message);
    EXPECT_FALSE(run(accounts_->invite("")));
}

TEST_F(Invites, AreListedAndEndedByWhoMadeThemOrByAdministrators) {
    auto owner = add_owner("olive").account.id;
    auto alice = run(accounts_->add_account(new_account("alice"), false))->id;
    auto hers = run(accounts_->add_invite(alice, "", std::nullopt, std::nullopt));
    auto his = run(accounts_->add_invite(owner, "", std::nullopt, std::nullopt));
    ASSERT_TRUE(hers && his);
    EXPECT_EQ(run(accounts_->invites(alice))->size(), 1U);
    EXPECT_EQ(run(accounts_->invites(std::nullopt))->size(), 2U);
    EXPECT_EQ(error_of(run(accounts_->remove_invite(his->code, alice))).code, Errc::not_found);
    EXPECT_TRUE(run(accounts_->remove_invite(hers->code, alice)));
    EXPECT_TRUE(run(accounts_->remove_invite(his->code, std::nullopt)));
    EXPECT_EQ(error_of(run(accounts_->remove_invite(his->code, std::nullopt))).code, Errc::not_found);
}

TEST_F(Invites, OutliveTheAccountThatMadeThem) {
    auto alice = run(accounts_->add_account(new_account("alice"), false))->id;
    auto invite = run(accounts_->add_invite(alice, "", std::nullopt, std::nullopt));
    ASSERT_TRUE(run(accounts_->remove_account("alice")));
    auto found = run(accounts_->invite(invite->code));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->created_by, std::nullopt);
}

}  // namespace
}  // namespace alloquy::accounts
