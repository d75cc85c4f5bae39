// SPDX-License-Identifier: GPL-2.0-or-later
#include "upkeep_fixture.hpp"

namespace alloquy::upkeep {
namespace {

class Erasure : public UpkeepFixture {
protected:
    base::Id const alice_ = add("alice"), bob_ = add("bob");
};

TEST_F(Erasure, DestroysWhatAnAccountWroteUntilThenAndNothingElse) {
    auto const general = channel("#general"), dm = conversation(alice_, bob_);
    auto const bobs = say(general, bob_, "b1");
    for (int i = 1; i <= 4; ++i) say(general, alice_, "a");
    say(dm, alice_, "a5");
    say(dm, bob_, "b2");
    ASSERT_TRUE(run(messages_->react(bobs, alice_, "+1")));
    ASSERT_TRUE(run(messages_->mark_read(alice_, general, clock_.now())));
    std::size_t told = 0;
    auto subscription = messages_->redacted.subscribe([&](messages::MessageRedacted const& event) {
        EXPECT_EQ(event.all_of, alice_);
        ++told;
    });
    ASSERT_TRUE(run(upkeep_->erase(alice_, /*read_markers=*/false)));
    clock_.advance(std::chrono::milliseconds(5));
    say(general, alice_, "later");
    EXPECT_TRUE(run(upkeep_->erasing(alice_)).value_or(false));
    round();
    EXPECT_EQ(texts(general), "b1 - - - - later");
    EXPECT_EQ(texts(dm), "- b2");
    EXPECT_EQ(told, 5U);
    EXPECT_EQ(run(messages_->find(bobs)).value().reactions.size(), 0U);
    EXPECT_TRUE(run(messages_->read_marker(alice_, general)).value()) << "it is no message";
    EXPECT_FALSE(run(upkeep_->erasing(alice_)).value_or(true));
    EXPECT_EQ(upkeep_->figures().erased, 1U);
}

TEST_F(Erasure, ARestartFinishesIt) {
    auto const general = channel("#general");
    for (int i = 1; i <= 9; ++i) say(general, i % 2 ? alice_ : bob_, std::to_string(i));
    ASSERT_TRUE(run(upkeep_->erase(alice_, false)));
    // As far as a server came that was killed after its first step, before it wrote down how far it was.
    ASSERT_TRUE(run(messages_->redact_all_of(alice_, 0, 3)));
    EXPECT_EQ(texts(general), "- 2 - 4 5 6 7 8 9");
    open();
    round();
    EXPECT_EQ(texts(general), "- 2 - 4 - 6 - 8 -");
}

TEST_F(Erasure, AskingAgainMeansWhatWasWrittenSince) {
    auto const general = channel("#general");
    say(general, alice_, "1");
    ASSERT_TRUE(run(upkeep_->erase(alice_, false)));
    clock_.advance(std::chrono::milliseconds(5));
    say(general, alice_, "2");
    ASSERT_TRUE(run(upkeep_->erase(alice_, false)));
    round();
    EXPECT_EQ(texts(general), "- -");
}

TEST_F(Erasure, WhoLeavesMayTakeEverythingAlongInOneCommit) {
    auto const general = channel("#general");
    say(general, alice_, "1");
    ASSERT_TRUE(run(messages_->mark_read(alice_, general, clock_.now())));
    auto const also = [&](storage::Connection& db, base::Id account) {
        return upkeep_->note_erasure(db, account, /*read_markers=*/true);
    };
    ASSERT_TRUE(run(accounts_->delete_account(alice_, {"correct horse battery", {}}, also)));
    open();
    round();
    EXPECT_EQ(texts(general), "-");
    EXPECT_FALSE(run(messages_->read_marker(alice_, general)).value());

    // What can't be noted keeps the account.
    auto const broken = [](storage::Connection&, base::Id) -> Result<> { return fail(Errc::unavailable, "disk full"); };
    EXPECT_FALSE(run(accounts_->delete_account(bob_, {"correct horse battery", {}}, broken)));
    EXPECT_TRUE(run(accounts_->find_by_id(bob_)).value());
}

}  // namespace
}  // namespace alloquy::upkeep
