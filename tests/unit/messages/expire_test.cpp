// SPDX-License-Identifier: GPL-2.0-or-later
#include "messages_fixture.hpp"

namespace alloquy::messages {
namespace {

using namespace std::chrono_literals;

class Retention : public MessagesFixture {
protected:
    /// Until nothing is left to do. How many were deleted.
    std::size_t expire(Keep keep, std::size_t most = 4) {
        std::size_t deleted = 0;
        for (;;) {
            auto step = run(messages_->expire_some(kRoom, keep, most));
            EXPECT_TRUE(step);
            EXPECT_LE(step.value_or(0), most);
            if (step.value_or(0) == 0) return deleted;
            deleted += *step;
        }
    }
};

TEST_F(Retention, ForEverDeletesNothing) {
    say_many(5);
    EXPECT_EQ(expire({}), 0U);
    EXPECT_EQ(newest_texts(), "1 2 3 4 5");
}

TEST_F(Retention, ByTimeDeletesWhatIsOlder) {
    say_many(10);
    clock_.advance(1h);
    auto const since = clock_.now();
    say("kept");
    say_many(2, kOtherRoom);
    EXPECT_EQ(expire({.since = since, .newest = std::nullopt}), 10U);
    EXPECT_EQ(newest_texts(), "kept");
    EXPECT_EQ(newest_texts(kOtherRoom), "1 2");
    EXPECT_EQ(expire({.since = since, .newest = std::nullopt}), 0U);
    EXPECT_EQ(expire({.since = clock_.now() + 1h, .newest = std::nullopt}), 1U);
    EXPECT_EQ(newest_texts(), "");
}

TEST_F(Retention, ByCountKeepsTheNewest) {
    say_many(10);
    say_many(10, kOtherRoom);
    EXPECT_EQ(expire({.since = std::nullopt, .newest = 3}), 7U);
    EXPECT_EQ(newest_texts(), "8 9 10");
    EXPECT_EQ(expire({.since = std::nullopt, .newest = 3}), 0U);
    EXPECT_EQ(expire({.since = std::nullopt, .newest = 4}), 0U);
    EXPECT_EQ(newest_texts(kOtherRoom), "1 2 3 4 5 6 7 8 9 10");
}

TEST_F(Retention, ByCountReachesFarBack) {
    for (int i = 0; i < 21; ++i) say_many(1000);
    EXPECT_EQ(expire({.since = std::nullopt, .newest = 20'500}, 1000), 500U);
    EXPECT_EQ(number("SELECT count(*) FROM messages"), 20'500);
    EXPECT_EQ(number("SELECT min(sequence) FROM messages"), 501);
    EXPECT_EQ(expire({.since = std::nullopt, .newest = 30'000}, 1000), 0U);
}

TEST_F(Retention, OfBothKindsTheStricterCounts) {
    say_many(5);
    clock_.advance(1h);
    auto const since = clock_.now();
    say_many(5);
    EXPECT_EQ(expire({.since = since, .newest = 8}), 5U);
    EXPECT_EQ(expire({.since = since, .newest = 2}), 3U);
    EXPECT_EQ(newest_texts(), "4 5");
}

TEST_F(Retention, TakesEventsOfTheSameTimeAlong) {
    auto event = [&] {
        auto message = make("JOIN");
        message.kind = Kind::event;
        store({message});
    };
    event();
    say("1");
    event();
    say("2");
    event();
    EXPECT_EQ(expire({.since = std::nullopt, .newest = 1}), 2U);
    EXPECT_EQ(number("SELECT count(*) FROM messages"), 3);  // JOIN 2 JOIN
    clock_.advance(1h);
    EXPECT_EQ(expire({.since = clock_.now(), .newest = std::nullopt}), 3U);
}

TEST_F(Retention, LeavesNothingBehindOfWhatItDeletes) {
    auto const id = say("x");
    ASSERT_TRUE(run(messages_->edit(id, kAlice, "y", clock_.now())));
    ASSERT_TRUE(run(messages_->react(id, kAlice, ":)")));
    ASSERT_TRUE(run(messages_->pin(id, kAlice)));
    clock_.advance(1h);
    EXPECT_EQ(expire({.since = clock_.now(), .newest = std::nullopt}), 1U);
    for (auto const* table : {"messages", "message_versions", "reaction_values", "reactions", "pins"})
        EXPECT_EQ(number(std::string("SELECT count(*) FROM ") + table), 0) << table;
    EXPECT_EQ(test::error_of(run(messages_->find(id))).code, Errc::not_found);
}

TEST_F(Retention, NeverLetsAnIdOrASequenceBeUsedAgain) {
    auto const ids = say_many(3);
    clock_.advance(1h);
    EXPECT_EQ(expire({.since = clock_.now(), .newest = std::nullopt}), 3U);
    open();
    EXPECT_EQ(messages_->newest_id(), ids[2]);
    EXPECT_EQ(find(say("next")).sequence, 4);
}

}  // namespace
}  // namespace alloquy::messages
