// SPDX-License-Identifier: GPL-2.0-or-later
#include "upkeep_fixture.hpp"

namespace alloquy::upkeep {
namespace {

using namespace std::chrono_literals;

class Retention : public UpkeepFixture {
protected:
    void say_many(base::Id room, int first, int last) {
        for (int i = first; i <= last; ++i) say(room, 11, std::to_string(i));
    }
};

TEST_F(Retention, RoomsKeepEverythingUnlessTold) {
    say_many(channel("#general"), 1, 5);
    clock_.advance(24h * 36'500);
    round();
    EXPECT_EQ(texts(channel("#general")), "1 2 3 4 5");
    EXPECT_EQ(upkeep_->figures().expired, 0U);
}

TEST_F(Retention, ARoomsOwnDaysAndCountHoldSoonAfterTheyWereSet) {
    auto const general = channel("#general"), random = channel("#random");
    round();  // the next one would be due in an hour
    say_many(general, 1, 10);
    say_many(random, 1, 10);
    ASSERT_TRUE(run(rooms_->set_retention(general, {.days = std::nullopt, .newest = 4})));
    round();
    EXPECT_EQ(texts(general), "7 8 9 10");
    EXPECT_EQ(texts(random), "1 2 3 4 5 6 7 8 9 10");
    ASSERT_TRUE(run(rooms_->set_retention(random, {.days = 2, .newest = std::nullopt})));
    round();
    clock_.advance(24h);
    say_many(random, 11, 12);
    clock_.advance(24h);
    round();
    EXPECT_EQ(texts(random), "11 12");
    EXPECT_EQ(upkeep_->figures().expired, 16U);
}

TEST_F(Retention, IsLookedAtEveryHour) {
    auto const general = channel("#general");
    ASSERT_TRUE(run(rooms_->set_retention(general, {.days = 1, .newest = std::nullopt})));
    say_many(general, 1, 2);
    clock_.advance(24h - 30min);
    round();
    clock_.advance(45min);
    round();
    EXPECT_EQ(texts(general), "1 2") << "too old, but looked at 45 minutes ago";
    clock_.advance(15min);
    round();
    EXPECT_EQ(texts(general), "");
}

TEST_F(Retention, TheServersDaysHoldForConversationsAndForRoomsWithoutOwn) {
    settings_.retention_days = 10;
    open();
    auto const general = channel("#general"), random = channel("#random"), dm = conversation(11, 12);
    ASSERT_TRUE(run(rooms_->set_retention(random, {.days = 100, .newest = std::nullopt})));
    for (auto room : {general, random, dm}) say_many(room, 1, 4);
    clock_.advance(24h * 11);
    for (auto room : {general, random, dm}) say_many(room, 5, 5);
    round();
    EXPECT_EQ(texts(general), "5");
    EXPECT_EQ(texts(dm), "5");
    EXPECT_EQ(texts(random), "1 2 3 4 5");
}

TEST_F(Retention, ATaskDoesItBesideEverythingElse) {
    auto const general = channel("#general");
    ASSERT_TRUE(run(rooms_->set_retention(general, {.days = std::nullopt, .newest = 1})));
    say_many(general, 1, 8);
    async::TaskGroup tasks(io_.get_executor(), "test");
    tasks.spawn(upkeep_->run(tasks));
    // What ran before may have left the loop stopped, and then it would do nothing.
    auto const wait_for = [&](std::size_t expired) {
        for (int i = 0; i < 10'000 && upkeep_->figures().expired < expired; ++i) {
            io_.restart();
            io_.run_one_for(10ms);
        }
        EXPECT_EQ(upkeep_->figures().expired, expired);
    };
    wait_for(7);
    // While it waits for the next hour, a change wakes it.
    ASSERT_TRUE(run(rooms_->set_retention(channel("#random"), {.days = std::nullopt, .newest = 1})));
    say_many(channel("#random"), 1, 3);
    ASSERT_TRUE(run(rooms_->set_retention(channel("#random"), {.days = std::nullopt, .newest = 2})));
    wait_for(8);
    EXPECT_EQ(texts(channel("#random")), "2 3");
    test::run_task(io_, tasks.stop(5s));
    EXPECT_EQ(tasks.size(), 0U);
}

TEST_F(Retention, EarlierVersionsGoWhenTheyAreNotToBeKept) {
    auto const general = channel("#general");
    std::vector<base::Id> edited;
    for (int i = 0; i < 4; ++i) {
        edited.push_back(say(general, 11, "first"));
        ASSERT_TRUE(run(messages_->edit(edited.back(), 11, "second", clock_.now())));
    }
    EXPECT_EQ(run(messages_->versions(edited[0])).value().size(), 1U);
    settings_.keep_versions = false;
    open();
    round();
    for (auto id : edited) EXPECT_EQ(run(messages_->versions(id)).value().size(), 0U);
    ASSERT_TRUE(run(messages_->edit(edited[0], 11, "third", clock_.now())));
    EXPECT_EQ(run(messages_->versions(edited[0])).value().size(), 0U);
    EXPECT_EQ(texts(general), "third second second second");
}

}  // namespace
}  // namespace alloquy::upkeep
