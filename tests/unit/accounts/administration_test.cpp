// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/accounts_fixture.hpp"

namespace alloquy::accounts {
namespace {

using namespace std::chrono_literals;
using test::error_of;

class Administration : public test::AccountsFixture {
protected:
    Administration() {
        auto note = [this](std::string what) {
            return [this, what](auto const& event) { heard_.push_back(what + " " + event.username); };
        };
        subscriptions_.push_back(accounts_->suspended.subscribe([this](AccountSuspended const& event) {
            heard_.push_back("suspended " + event.username + ": " + event.reason);
        }));
        subscriptions_.push_back(accounts_->reactivated.subscribe(note("reactivated")));
        subscriptions_.push_back(accounts_->deleted.subscribe(note("deleted")));
    }
    std::vector<std::string> names(AccountQuery query) {
        std::vector<std::string> out;
        auto found = run(accounts_->list(std::move(query)));
        if (found)
            for (auto const& account : *found) out.push_back(account.username);
        return out;
    }

    std::vector<std::string> heard_;
    std::vector<base::Subscription> subscriptions_;
};

TEST_F(Administration, SuspensionEndsEverythingAtOnceAndSaysWhy) {
    auto alice = add("Alice");
    ASSERT_TRUE(works(alice.token));
    ASSERT_TRUE(run(accounts_->suspend("alice", "spam", std::nullopt)));
    EXPECT_EQ(heard_, std::vector<std::string>{"suspended Alice: spam"});
    EXPECT_FALSE(works(alice.token));
    EXPECT_TRUE(run(accounts_->sessions(alice.account.id))->empty());
    for (auto const& refused : {error_of(open_session("alice")), error_of(sign_in("alice"))}) {
        EXPECT_EQ(refused.code, Errc::forbidden);
        EXPECT_EQ(refused.reason, "suspended");
        EXPECT_NE(refused.message.find("spam"), std::string::npos);
    }
    EXPECT_EQ(error_of(open_session("alice", "a wrong password")).reason, "wrong_credentials")
        << "told to its owner only";
}

TEST_F(Administration, SuspensionEndsByItselfAtItsTime) {
    add("alice");
    auto until = clock_.now() + 24h;
    ASSERT_TRUE(run(accounts_->suspend("alice", "", until)));
    EXPECT_NE(error_of(open_session("alice")).message.find(base::to_rfc3339(until)), std::string::npos);
    clock_.advance(24h - 1ms);
    EXPECT_FALSE(open_session("alice"));
    clock_.advance(1ms);
    EXPECT_TRUE(open_session("alice"));
    EXPECT_TRUE(sign_in("alice"));
}

TEST_F(Administration, SuspensionCannotEndInThePast) {
    add("alice");
    EXPECT_EQ(error_of(run(accounts_->suspend("alice", "", clock_.now()))).field, "until");
    EXPECT_TRUE(open_session("alice"));
    EXPECT_TRUE(heard_.empty());
}

TEST_F(Administration, BanStaysUntilItIsTakenBack) {
    add("alice");
    ASSERT_TRUE(run(accounts_->ban("ALICE", "abuse")));
    clock_.advance(365 * 24h);
    EXPECT_EQ(error_of(open_session("alice")).reason, "banned");
    ASSERT_TRUE(run(accounts_->reactivate("alice")));
    EXPECT_TRUE(open_session("alice"));
    EXPECT_EQ(heard_, (std::vector<std::string>{"suspended alice: abuse", "reactivated alice"}));
    auto account = run(accounts_->find_by_username("alice")).value().value();
    EXPECT_EQ(account.status, Status::active);
    EXPECT_EQ(account.status_reason, "");
}

TEST_F(Administration, SuspensionSurvivesARestart) {
    add("alice");
    ASSERT_TRUE(run(accounts_->suspend("alice", "spam", std::nullopt)));
    open();
    EXPECT_EQ(error_of(open_session("alice")).reason, "suspended");
}

TEST_F(Administration, OwnerIsUntouchable) {
    auto owner = add_owner("olive");
    for (auto const& result :
         {run(accounts_->suspend("olive", "", std::nullopt)), run(accounts_->ban("olive", "")),
          run(accounts_->remove_account("olive")), run(accounts_->delete_account(owner.account.id, proof()))}) {
        EXPECT_EQ(error_of(result).code, Errc::forbidden);
        EXPECT_EQ(error_of(result).reason, "owner_is_untouchable");
    }
    EXPECT_TRUE(works(owner.token));
    EXPECT_TRUE(heard_.empty());
}

TEST_F(Administration, OfNobodyIsNotFound) {
    for (auto const& result :
         {run(accounts_->suspend("nobody", "", std::nullopt)), run(accounts_->ban("nobody", "")),
          run(accounts_->reactivate("nobody")), run(accounts_->remove_account("nobody"))})
        EXPECT_EQ(error_of(result).reason, "account_not_found");
}

TEST_F(Administration, DeletionEndsEverythingAndHoldsTheNameForAMonth) {
    auto alice = add("Alice");
    auto app_password = run(accounts_->add_app_password(alice.account.id, "x", unsigned(Purpose::api)));
    ASSERT_TRUE(works(alice.token) && works(app_password->secret));
    ASSERT_TRUE(run(accounts_->remove_account("alice")));
    EXPECT_EQ(heard_, std::vector<std::string>{"deleted Alice"});
    EXPECT_FALSE(works(alice.token));
    EXPECT_FALSE(works(app_password->secret));
    EXPECT_EQ(error_of(open_session("alice")).reason, "wrong_credentials");
    EXPECT_EQ(run(accounts_->find_by_id(alice.account.id)).value(), std::nullopt);
    EXPECT_EQ(error_of(try_register(new_account("ALICE"))).reason, "username_taken");
    clock_.advance(30 * 24h);
    auto again = try_register(new_account("alice"));
    ASSERT_TRUE(again);
    EXPECT_NE(again->account.id, alice.account.id);
    EXPECT_GT(again->account.mumble_id, alice.account.mumble_id) << "Murmur's ids never mean somebody else";
}

TEST_F(Administration, ListGoesPageByPageInTheOrderTheyWereMade) {
    for (auto const* name : {"zoe", "anna", "bert", "carl", "dora"}) add(name);
    AccountQuery query;
    query.limit = 2;
    EXPECT_EQ(names(query), (std::vector<std::string>{"zoe", "anna"}));
    query.after = run(accounts_->list(query))->back().id;
    EXPECT_EQ(names(query), (std::vector<std::string>{"bert", "carl"}));
    query.after = run(accounts_->list(query))->back().id;
    EXPECT_EQ(names(query), std::vector<std::string>{"dora"});
    EXPECT_EQ(run(accounts_->count()), 5);
}

TEST_F(Administration, ListFindsByPartOfTheNameAndByStatus) {
    for (auto const* name : {"Anna", "hannah", "bert", "a_b", "axb"}) add(name);
    ASSERT_TRUE(run(accounts_->ban("bert", "")));
    AccountQuery query;
    query.search = "ANNA";
    EXPECT_EQ(names(query), (std::vector<std::string>{"Anna", "hannah"}));
    query.search = "a_b";
    EXPECT_EQ(names(query), std::vector<std::string>{"a_b"}) << "'_' is a plain character";
    query.search = "%";
    EXPECT_TRUE(names(query).empty());
    query.search = "";
    query.status = Status::banned;
    EXPECT_EQ(names(query), std::vector<std::string>{"bert"});
}

}  // namespace
}  // namespace alloquy::accounts
