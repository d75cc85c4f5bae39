// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/accounts_fixture.hpp"

#include <algorithm>

namespace alloquy::accounts {
namespace {

using namespace std::chrono_literals;
using test::error_of;

constexpr char const* kNew = "a brand new password";

class Recovery : public test::AccountsFixture {
protected:
    Result<> recover(std::string code, std::string password = kNew, std::string username = "alice") {
        return run(accounts_->recover(std::move(username), std::move(code), new_password(std::move(password)), kPeer));
    }
    Result<> reset(std::string token, std::string password = kNew) {
        return run(accounts_->reset_password(std::move(token), new_password(std::move(password))));
    }
    std::string link() { return run(accounts_->add_reset_link("alice"))->token; }

    Registered const alice_ = add("alice");
};

TEST_F(Recovery, CodeSetsANewPasswordAndEndsEverySession) {
    ASSERT_TRUE(works(alice_.token));
    ASSERT_TRUE(recover(alice_.recovery_codes.front()));
    EXPECT_FALSE(works(alice_.token));
    EXPECT_FALSE(open_session("alice"));
    EXPECT_TRUE(open_session("alice", kNew));
}

TEST_F(Recovery, CodeIsGoodOnceAndForItsAccountOnly) {
    auto const& code = alice_.recovery_codes.front();
    add("bob");
    EXPECT_EQ(error_of(recover(code, kNew, "bob")).reason, "wrong_code");
    ASSERT_TRUE(recover(code));
    EXPECT_EQ(error_of(recover(code)).reason, "wrong_code");
    EXPECT_TRUE(recover(alice_.recovery_codes.back(), "yet another password"));
}

TEST_F(Recovery, CodeIsTakenAsPeopleTypeIt) {
    auto typed = alice_.recovery_codes.front();
    std::ranges::replace(typed, '-', ' ');
    std::ranges::transform(typed, typed.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    EXPECT_TRUE(recover(" " + typed, kNew, "ALICE"));
}

TEST_F(Recovery, CodeSurvivesAPasswordThatIsRefused) {
    EXPECT_EQ(error_of(recover(alice_.recovery_codes.front(), "short")).reason, "password_too_short");
    EXPECT_TRUE(recover(alice_.recovery_codes.front()));
}

TEST_F(Recovery, UnknownNamesAndWrongCodesAreAnsweredAlike) {
    auto wrong = error_of(recover("AAAAA-AAAAA-AAAAA-AAAAA")), unknown = error_of(recover("AAAAA", kNew, "nobody"));
    EXPECT_EQ(wrong.code, Errc::unauthenticated);
    EXPECT_EQ(unknown.reason, wrong.reason);
    EXPECT_EQ(unknown.message, wrong.message);
}

TEST_F(Recovery, OneOfTwoWithTheSameCodeWins) {
    auto const& code = alice_.recovery_codes.front();
    auto [one, two] = run_both(
        accounts_->recover("alice", code, new_password("the first password"), ""),
        accounts_->recover("alice", code, new_password("the other password"), "")
    );
    EXPECT_NE(one.has_value(), two.has_value());
    EXPECT_EQ(open_session("alice", "the first password").has_value(), one.has_value());
    EXPECT_EQ(open_session("alice", "the other password").has_value(), two.has_value());
}

TEST_F(Recovery, GuessingCodesIsLimited) {
    settings_.failed_per_account = {0.001, 3};
    open();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(error_of(recover("AAAAA-AAAAA-AAAAA-AAAAA")).reason, "wrong_code");
    EXPECT_EQ(error_of(recover(alice_.recovery_codes.front())).code, Errc::rate_limited);
}

TEST_F(Recovery, NewCodesEndTheOldOnes) {
    EXPECT_EQ(
        error_of(run(accounts_->new_recovery_codes(alice_.account.id, proof("a wrong password")))).reason,
        "wrong_credentials"
    );
    auto codes = run(accounts_->new_recovery_codes(alice_.account.id, proof()));
    ASSERT_TRUE(codes);
    EXPECT_EQ(codes->size(), 10U);
    EXPECT_EQ(error_of(recover(alice_.recovery_codes.front())).reason, "wrong_code");
    EXPECT_TRUE(recover(codes->front()));
}

TEST_F(Recovery, OfASuspendedAccountIsRefused) {
    ASSERT_TRUE(run(accounts_->suspend("alice", "spam", std::nullopt)));
    EXPECT_EQ(error_of(recover(alice_.recovery_codes.front())).reason, "suspended");
}

TEST_F(Recovery, LinkSetsANewPasswordOnceAndEndsEverySession) {
    auto token = link();
    ASSERT_TRUE(works(alice_.token));
    ASSERT_TRUE(reset(token));
    EXPECT_FALSE(works(alice_.token));
    EXPECT_TRUE(open_session("alice", kNew));
    EXPECT_EQ(error_of(reset(token, "another password")).reason, "reset_link_invalid");
}

TEST_F(Recovery, LinkEndsAfterADay) {
    auto made = run(accounts_->add_reset_link("ALICE"));
    ASSERT_TRUE(made);
    EXPECT_EQ(made->expires_at, clock_.now() + 24h);
    clock_.advance(24h);
    EXPECT_EQ(error_of(reset(made->token)).reason, "reset_link_invalid");
}

TEST_F(Recovery, LinkSurvivesAPasswordThatIsRefused) {
    auto token = link();
    EXPECT_EQ(error_of(reset(token, "short")).reason, "password_too_short");
    EXPECT_EQ(error_of(reset(token, "alice")).code, Errc::invalid_input);
    EXPECT_TRUE(reset(token));
}

TEST_F(Recovery, OneOfTwoWithTheSameLinkWins) {
    auto token = link();
    auto [one, two] = run_both(
        accounts_->reset_password(token, new_password("the first password")),
        accounts_->reset_password(token, new_password("the other password"))
    );
    EXPECT_NE(one.has_value(), two.has_value());
    EXPECT_EQ(open_session("alice", "the first password").has_value(), one.has_value());
    EXPECT_EQ(open_session("alice", "the other password").has_value(), two.has_value());
}

TEST_F(Recovery, NewPasswordEndsAllLinks) {
    auto one = link(), two = link();
    ASSERT_TRUE(run(accounts_->change_password(alice_.account.id, proof(), new_password(kNew), 0)));
    EXPECT_FALSE(reset(one));
    EXPECT_FALSE(reset(two));
}

TEST_F(Recovery, LinkForNobodyIsNotFound) {
    EXPECT_EQ(error_of(run(accounts_->add_reset_link("nobody"))).reason, "account_not_found");
    for (std::string token : {std::string(), crypto::random_token(), std::string(100'000, 'x')})
        EXPECT_EQ(error_of(reset(token)).reason, "reset_link_invalid");
}

}  // namespace
}  // namespace alloquy::accounts
