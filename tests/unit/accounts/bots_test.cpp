// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/accounts_fixture.hpp"

#include <algorithm>

namespace alloquy::accounts {
namespace {

using namespace std::chrono_literals;
using test::error_of;

class Bots : public test::AccountsFixture {
protected:
    Accounts::NewBot make(std::string name = "helper") {
        auto made = run(accounts_->add_bot(alice_, std::move(name), ""));
        if (!made) throw std::runtime_error(made.error().message);
        return *made;
    }
    std::string names(base::Id owner) {
        std::string out;
        for (auto const& bot : run(accounts_->bots(owner)).value()) out += bot.username + " ";
        return out;
    }

    base::Id const alice_ = add("alice").account.id;
};

TEST_F(Bots, SignInWithTheirTokenEverywhereAndWithNothingElse) {
    auto const bot = make();
    EXPECT_EQ(bot.account.bot_owner, alice_);
    EXPECT_TRUE(bot.account.is_bot());
    auto const identity = run(accounts_->authenticate(bot.token, kPeer));
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->account_id, bot.account.id);
    EXPECT_TRUE(identity->app_password) << "it must not make credentials";
    for (auto purpose : {Purpose::irc, Purpose::mumble}) {
        EXPECT_TRUE(sign_in("helper", bot.token, purpose));
        EXPECT_TRUE(run(accounts_->sign_in_with_token(bot.token, purpose)));
        EXPECT_FALSE(sign_in("alice", bot.token, purpose));
    }
    EXPECT_FALSE(sign_in("helper"));
    EXPECT_EQ(error_of(run(accounts_->add_reset_link("helper"))).reason, "bot_has_no_password");
}

TEST_F(Bots, AreTheirOwnersAlone) {
    auto const bot = make();
    auto const bob = add("bob").account.id;
    EXPECT_EQ(names(alice_), "helper ");
    EXPECT_EQ(names(bob), "");
    EXPECT_EQ(error_of(run(accounts_->renew_bot_token(bob, bot.account.id))).reason, "bot_not_found");
    EXPECT_EQ(error_of(run(accounts_->remove_bot(bob, bot.account.id))).reason, "bot_not_found");
    EXPECT_EQ(error_of(run(accounts_->remove_bot(alice_, bob))).reason, "bot_not_found") << "a person is no bot";
    EXPECT_EQ(error_of(run(accounts_->remove_bot(0, bob))).reason, "bot_not_found");
    ASSERT_TRUE(run(accounts_->remove_bot(alice_, bot.account.id)));
    EXPECT_FALSE(works(bot.token));
    EXPECT_EQ(names(alice_), "");
}

TEST_F(Bots, NewTokenEndsTheOldOne) {
    auto const bot = make();
    ASSERT_TRUE(works(bot.token));
    auto const token = run(accounts_->renew_bot_token(alice_, bot.account.id));
    ASSERT_TRUE(token);
    EXPECT_FALSE(works(bot.token));
    EXPECT_TRUE(works(*token));
}

TEST_F(Bots, AreAsManyAsTheSettingAllows) {
    for (auto const* name : {"one", "two", "three", "four", "five"}) make(name);
    EXPECT_EQ(error_of(run(accounts_->add_bot(alice_, "six", ""))).reason, "too_many_bots");
    settings_.bots_per_account = 0;
    open();
    auto const bob = add("bob").account.id;
    EXPECT_EQ(error_of(run(accounts_->add_bot(bob, "one_more", ""))).reason, "too_many_bots");
}

TEST_F(Bots, NamesAreAccountNames) {
    make();
    EXPECT_EQ(error_of(run(accounts_->add_bot(alice_, "Helper", ""))).reason, "username_taken");
    EXPECT_EQ(error_of(run(accounts_->add_bot(alice_, "no name", ""))).reason, "username_invalid");
    EXPECT_EQ(error_of(run(accounts_->add_bot(alice_, "NickServ", ""))).reason, "username_reserved");
    EXPECT_EQ(error_of(run(accounts_->add_bot(alice_, "x", "a\nb"))).field, "display_name");
}

TEST_F(Bots, ShareTheirOwnersFate) {
    auto const bot = make();
    auto const other = make("other");
    ASSERT_TRUE(run(accounts_->suspend("other", "it spams", std::nullopt)));
    std::string events;
    auto const suspended = accounts_->suspended.subscribe([&](auto const& event) { events += "-" + event.username; });
    auto const reactivated =
        accounts_->reactivated.subscribe([&](auto const& event) { events += "+" + event.username; });
    auto const deleted = accounts_->deleted.subscribe([&](auto const& event) { events += "x" + event.username; });

    ASSERT_TRUE(run(accounts_->suspend("alice", "rude", std::nullopt)));
    EXPECT_EQ(std::exchange(events, ""), "-alice-helper");
    EXPECT_FALSE(works(bot.token));
    EXPECT_FALSE(sign_in("helper", bot.token));
    open();
    auto const again = accounts_->reactivated.subscribe([&](auto const& event) { events += "+" + event.username; });
    auto const gone = accounts_->deleted.subscribe([&](auto const& event) { events += "x" + event.username; });
    ASSERT_TRUE(run(accounts_->reactivate("alice")));
    EXPECT_EQ(std::exchange(events, ""), "+alice+helper");
    EXPECT_TRUE(works(bot.token));
    EXPECT_FALSE(works(other.token)) << "that one was suspended for what it did itself";

    ASSERT_TRUE(run(accounts_->suspend("alice", "rude", clock_.now() + 1h)));
    EXPECT_FALSE(works(bot.token));
    clock_.advance(2h);
    EXPECT_TRUE(works(bot.token));

    std::exchange(events, "");
    ASSERT_TRUE(run(accounts_->remove_account("alice")));
    EXPECT_EQ(events, "xalicexhelperxother");
    EXPECT_FALSE(works(bot.token));
    EXPECT_EQ(error_of(try_register(new_account("helper"))).reason, "username_taken") << "names are held back";
}

}  // namespace
}  // namespace alloquy::accounts
