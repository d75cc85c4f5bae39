// SPDX-License-Identifier: GPL-2.0-or-later
#include "messages_fixture.hpp"

namespace alloquy::messages {
namespace {

using test::error_of;

class Reactions : public MessagesFixture {
protected:
    Result<> react(base::Id account, std::string value) {
        return run(messages_->react(id_, account, std::move(value)));
    }
    Result<> unreact(base::Id account, std::string value) {
        return run(messages_->unreact(id_, account, std::move(value)));
    }
    /// "+1:11,12 :):12"
    std::string reactions() {
        std::string out;
        for (auto const& reaction : find(id_).reactions) {
            out += (out.empty() ? "" : " ") + reaction.value;
            for (auto account : reaction.accounts)
                out += (account == reaction.accounts.front() ? ":" : ",") + std::to_string(account);
        }
        return out;
    }

    base::Id id_ = say("react to this");
};

TEST_F(Reactions, AreCountedOnceForEachAccount) {
    for (int i = 0; i < 2; ++i) {
        ASSERT_TRUE(react(kBob, "+1"));
        ASSERT_TRUE(react(kAlice, "+1"));
        ASSERT_TRUE(react(kAlice, "\xF0\x9F\x91\x8D"));
    }
    EXPECT_EQ(reactions(), "+1:12,11 \xF0\x9F\x91\x8D:11");
    open();
    EXPECT_EQ(reactions(), "+1:12,11 \xF0\x9F\x91\x8D:11");
}

TEST_F(Reactions, AreTakenBackOnceToo) {
    ASSERT_TRUE(react(kBob, "+1"));
    ASSERT_TRUE(react(kAlice, "+1"));
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(unreact(kBob, "+1"));
    EXPECT_EQ(reactions(), "+1:11");
    ASSERT_TRUE(unreact(kAlice, "-1"));
    ASSERT_TRUE(unreact(kAlice, "+1"));
    EXPECT_EQ(reactions(), "");
    EXPECT_EQ(number("SELECT count(*) FROM reaction_values"), 0);
}

TEST_F(Reactions, AreAtMostFiftyDifferentOnes) {
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(react(kAlice, std::to_string(i)));
    EXPECT_EQ(error_of(react(kBob, "50")).reason, "too_many_reactions");
    EXPECT_TRUE(react(kBob, "49"));
    ASSERT_TRUE(unreact(kAlice, "0"));
    EXPECT_TRUE(react(kBob, "50"));
    EXPECT_EQ(find(id_).reactions.size(), 50U);
}

TEST_F(Reactions, HaveABoundedValue) {
    EXPECT_EQ(error_of(react(kAlice, "")).field, "value");
    EXPECT_EQ(error_of(react(kAlice, std::string(257, 'x'))).field, "value");
    EXPECT_EQ(error_of(unreact(kAlice, "")).field, "value");
    EXPECT_TRUE(react(kAlice, std::string(256, 'x')));
    EXPECT_EQ(error_of(run(messages_->react(id_ + 1, kAlice, "x"))).code, Errc::not_found);
}

TEST_F(Reactions, StayOneValueWhenTheKeyWasRotated) {
    ASSERT_TRUE(react(kAlice, "+1"));
    ASSERT_TRUE(run(messages_->rotate_key()));
    ASSERT_TRUE(react(kAlice, "+1"));
    ASSERT_TRUE(react(kBob, "+1"));
    EXPECT_EQ(reactions(), "+1:11,12");
    ASSERT_TRUE(unreact(kAlice, "+1"));
    EXPECT_EQ(reactions(), "+1:12");
}

TEST_F(Reactions, AreToldOf) {
    std::string told;
    auto const subscription = messages_->reacted.subscribe([&](MessageReacted const& event) {
        EXPECT_EQ(event.id, id_);
        EXPECT_EQ(event.room, kRoom);
        told += (event.added ? " +" : " -") + event.value + ":" + std::to_string(event.account);
    });
    ASSERT_TRUE(react(kAlice, "yes"));
    ASSERT_TRUE(unreact(kAlice, "yes"));
    EXPECT_FALSE(react(kAlice, ""));
    EXPECT_EQ(told, " +yes:11 -yes:11");
}

TEST_F(Reactions, ThatAreDamagedAreLeftOut) {
    ASSERT_TRUE(react(kAlice, "+1"));
    ASSERT_TRUE(react(kAlice, "-1"));
    execute("UPDATE reaction_values SET sealed = x'00' WHERE id = 1");
    EXPECT_EQ(reactions(), "-1:11");
}

}  // namespace
}  // namespace alloquy::messages
