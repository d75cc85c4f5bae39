// SPDX-License-Identifier: GPL-2.0-or-later
#include "upkeep_fixture.hpp"

namespace alloquy::upkeep {
namespace {

class Keys : public UpkeepFixture {
protected:
    messages::Messages::KeyStatus status() { return run(messages_->key_status()).value(); }
};

TEST_F(Keys, ANewServerHasOneAndNothingToDo) {
    auto const now = status();
    EXPECT_EQ(now.current, 1);
    EXPECT_TRUE(now.older.empty());
    EXPECT_EQ(now.left, 0);
    round();
    EXPECT_EQ(upkeep_->figures().resealed, 0U);
}

TEST_F(Keys, EverythingIsSealedAnewAndTheOldFileMayGo) {
    auto const general = channel("#general");
    auto const edited = say(general, 11, "one");
    ASSERT_TRUE(run(messages_->edit(edited, 11, "uno", clock_.now())));
    ASSERT_TRUE(run(messages_->react(edited, 12, "+1")));
    for (int i = 2; i <= 8; ++i) say(general, 11, std::to_string(i));
    ASSERT_TRUE(run(upkeep_->rotate_key()));
    EXPECT_EQ(status().current, 2);
    EXPECT_EQ(status().older, std::vector<std::int64_t>{1});
    EXPECT_EQ(status().left, 8);
    round();
    EXPECT_EQ(status().left, 0);
    EXPECT_EQ(upkeep_->figures().resealed, 8U);

    std::filesystem::remove(folder_ / "keys" / "messages-1.key");
    open();
    EXPECT_EQ(texts(general), "uno 2 3 4 5 6 7 8");
    EXPECT_EQ(run(messages_->versions(edited)).value().at(0).text, "one");
    EXPECT_EQ(run(messages_->find(edited)).value().reactions.at(0).value, "+1");
}

TEST_F(Keys, ARestartGoesOnWhereItWas) {
    auto const general = channel("#general");
    for (int i = 1; i <= 9; ++i) say(general, 11, std::to_string(i));
    ASSERT_TRUE(run(upkeep_->rotate_key()));
    ASSERT_EQ(run(messages_->reseal_some(4)).value_or(0), 4U);
    EXPECT_EQ(status().left, 5);
    open();
    EXPECT_EQ(status().left, 5);
    round();
    EXPECT_EQ(upkeep_->figures().resealed, 5U);
    EXPECT_EQ(status().left, 0);
    EXPECT_EQ(texts(general), "1 2 3 4 5 6 7 8 9");
}

TEST_F(Keys, NothingIsLeftAlsoWhenTheNewestWereDeletedMeanwhile) {
    auto const general = channel("#general");
    for (int i = 1; i <= 5; ++i) say(general, 11, std::to_string(i));
    ASSERT_TRUE(run(upkeep_->rotate_key()));
    messages::Keep keep;
    keep.since = clock_.now() + std::chrono::hours(1);
    ASSERT_EQ(run(messages_->expire_some(general, keep, 100)).value_or(0), 5U);
    round();
    EXPECT_EQ(status().left, 0);
}

}  // namespace
}  // namespace alloquy::upkeep
