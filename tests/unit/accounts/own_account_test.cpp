// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/accounts_fixture.hpp"

namespace alloquy::accounts {
namespace {

using namespace std::chrono_literals;
using test::error_of;

class OwnAccount : public test::AccountsFixture {
protected:
    Registered const alice_ = add("alice");
    base::Id const id_ = alice_.account.id;
};

TEST_F(OwnAccount, ChangesItsPasswordAndKeepsTheSessionThatAsks) {
    auto other = open_session("alice");
    auto keep = run(accounts_->authenticate(alice_.token, kPeer))->session_id;
    ASSERT_TRUE(works(other->token));
    ASSERT_TRUE(run(accounts_->change_password(id_, proof(), new_password("a new password"), keep)));
    EXPECT_TRUE(works(alice_.token));
    EXPECT_FALSE(works(other->token));
    EXPECT_FALSE(open_session("alice"));
    EXPECT_TRUE(open_session("alice", "a new password"));
}

TEST_F(OwnAccount, ChangesNothingWithoutTheCurrentPassword) {
    auto refused = run(accounts_->change_password(id_, proof("a wrong password"), new_password("a new password"), 0));
    EXPECT_EQ(error_of(refused).reason, "wrong_credentials");
    refused = run(accounts_->change_password(id_, proof(), new_password("short"), 0));
    EXPECT_EQ(error_of(refused).reason, "password_too_short");
    EXPECT_TRUE(works(alice_.token));
    EXPECT_TRUE(open_session("alice"));
}

TEST_F(OwnAccount, GuessingTheCurrentPasswordIsLimited) {
    settings_.failed_per_account = {0.001, 3};
    open();
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(run(accounts_->delete_account(id_, proof("guess"))));
    EXPECT_EQ(error_of(run(accounts_->delete_account(id_, proof()))).code, Errc::rate_limited);
}

TEST_F(OwnAccount, RenamesAndHoldsTheOldNameForItself) {
    std::vector<std::string> heard;
    auto subscription = accounts_->renamed.subscribe([&](AccountRenamed const& event) {
        heard.push_back(event.old_username + " " + event.username);
    });
    ASSERT_TRUE(works(alice_.token));
    auto renamed = run(accounts_->rename(id_, "Alicia"));
    ASSERT_TRUE(renamed);
    EXPECT_EQ(renamed->username, "Alicia");
    EXPECT_EQ(run(accounts_->authenticate(alice_.token, kPeer))->username, "Alicia") << "the memory of tokens knows";
    EXPECT_TRUE(open_session("alicia"));
    EXPECT_FALSE(open_session("alice"));
    EXPECT_EQ(error_of(try_register(new_account("alice"))).reason, "username_taken");
    auto bob = add("bob").account.id;
    auto taken = run(accounts_->rename(bob, "ALICE"));
    EXPECT_EQ(error_of(taken).reason, "username_taken");
    EXPECT_EQ(error_of(taken).field, "username");
    ASSERT_TRUE(run(accounts_->rename(id_, "alice"))) << "back again";
    EXPECT_EQ(heard, (std::vector<std::string>{"alice Alicia", "Alicia alice"}));
}

TEST_F(OwnAccount, ADisplayNameThatNobodyChoseFollowsTheName) {
    EXPECT_EQ(run(accounts_->rename(id_, "Alicia"))->display_name, "Alicia");
    EXPECT_EQ(run(accounts_->find_by_id(id_)).value()->display_name, "Alicia");
    ASSERT_TRUE(run(accounts_->set_display_name(id_, "Alice L.")));
    EXPECT_EQ(run(accounts_->rename(id_, "alice"))->display_name, "Alice L.");
}

TEST_F(OwnAccount, OldNameIsFreeAfterAMonth) {
    ASSERT_TRUE(run(accounts_->rename(id_, "alicia")));
    clock_.advance(30 * 24h);
    EXPECT_TRUE(try_register(new_account("alice")));
}

TEST_F(OwnAccount, RenamesByTheRulesAndNotToATakenName) {
    add("bob");
    EXPECT_EQ(error_of(run(accounts_->rename(id_, "Bob"))).reason, "username_taken");
    EXPECT_EQ(error_of(run(accounts_->rename(id_, "no spaces"))).reason, "username_invalid");
    EXPECT_EQ(error_of(run(accounts_->rename(id_, "NickServ"))).reason, "username_reserved");
    EXPECT_TRUE(open_session("alice"));
}

TEST_F(OwnAccount, ChangesOnlyTheCaseOfItsName) {
    ASSERT_TRUE(run(accounts_->rename(id_, "ALICE")));
    EXPECT_EQ(run(accounts_->find_by_username("alice")).value()->username, "ALICE");
    auto held = run(database_->read([](storage::Connection& db) -> Result<std::int64_t> {
        auto statement = db.prepare("SELECT count(*) FROM held_names");
        if (auto row = statement.step(); !row) return std::unexpected(row.error());
        return statement.integer(0);
    }));
    EXPECT_EQ(held, 0);
}

TEST_F(OwnAccount, ChangesItsDisplayName) {
    auto changed = run(accounts_->set_display_name(id_, "Alice L."));
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->display_name, "Alice L.");
    EXPECT_EQ(error_of(run(accounts_->set_display_name(id_, "two\nlines"))).field, "display_name");
}

TEST_F(OwnAccount, IsDeletedWithItsPasswordOnly) {
    EXPECT_EQ(error_of(run(accounts_->delete_account(id_, proof("a wrong password")))).reason, "wrong_credentials");
    EXPECT_TRUE(works(alice_.token));
    ASSERT_TRUE(run(accounts_->delete_account(id_, proof())));
    EXPECT_FALSE(works(alice_.token));
    EXPECT_EQ(run(accounts_->count()), 0);
}

TEST_F(OwnAccount, ThatIsGoneIsNotFound) {
    ASSERT_TRUE(run(accounts_->remove_account("alice")));
    EXPECT_EQ(error_of(run(accounts_->rename(id_, "new"))).code, Errc::not_found);
    EXPECT_EQ(error_of(run(accounts_->set_display_name(id_, "new"))).code, Errc::not_found);
    EXPECT_EQ(error_of(run(accounts_->add_app_password(id_, "x", 1))).code, Errc::not_found);
    EXPECT_EQ(
        error_of(run(accounts_->change_password(id_, proof(), new_password("a new password"), 0))).code, Errc::not_found
    );
}

}  // namespace
}  // namespace alloquy::accounts
