// SPDX-License-Identifier: GPL-2.0-or-later
// Pages and activity by time, and messages that arrive late from another server.
#include "messages_fixture.hpp"

namespace alloquy::messages {
namespace {

using namespace std::chrono_literals;
using enum Query::Direction;

class Times : public MessagesFixture {
protected:
    static Query query(
        Query::Direction direction, std::optional<base::Timestamp> from, std::size_t limit = 50,
        std::optional<base::Timestamp> to = std::nullopt
    ) {
        Query out;
        out.direction = direction;
        out.limit = limit;
        out.from.time = from;
        out.to.time = to;
        return out;
    }
    /// Stores "1" to "10", a minute apart, in turns with another room's; "1" is of begin_.
    void say_by_the_minute() {
        begin_ = clock_.now();
        for (int i = 1; i <= 10; ++i) {
            auto const mine = make(std::to_string(i)), other = make("other", kOtherRoom);
            store({mine, other});
            clock_.advance(1min);
        }
    }
    base::Timestamp at(int message) const { return begin_ + (message - 1) * 1min; }

    base::Timestamp begin_;
};

TEST_F(Times, OfMessagesAreExclusiveReferences) {
    say_by_the_minute();
    EXPECT_EQ(texts(page(query(before, at(4)))), "1 2 3");
    EXPECT_EQ(texts(page(query(before, at(4), 2))), "2 3");
    EXPECT_EQ(texts(page(query(after, at(8)))), "9 10");
    EXPECT_EQ(texts(page(query(latest, at(8)))), "9 10");
    EXPECT_EQ(texts(page(query(latest, at(5), 2))), "9 10");
    EXPECT_EQ(texts(page(query(around, at(5), 4))), "3 4 5 6");
    EXPECT_EQ(texts(page(query(between, at(2), 50, at(6)))), "3 4 5");
    EXPECT_EQ(texts(page(query(between, at(6), 2, at(2)))), "4 5");
}

TEST_F(Times, BetweenMessagesFindTheirPlace) {
    say_by_the_minute();
    EXPECT_EQ(texts(page(query(before, at(4) + 1s))), "1 2 3 4");
    EXPECT_EQ(texts(page(query(before, at(4) - 1s))), "1 2 3");
    EXPECT_EQ(texts(page(query(after, at(8) + 1s))), "9 10");
    EXPECT_EQ(texts(page(query(after, at(8) - 1s))), "8 9 10");
    EXPECT_EQ(texts(page(query(latest, at(8) - 1s))), "8 9 10");
    EXPECT_EQ(texts(page(query(around, at(5) + 1s, 4))), "4 5 6 7");
    EXPECT_EQ(texts(page(query(between, at(2) + 1s, 50, at(6) - 1s))), "3 4 5");
    EXPECT_EQ(texts(page(query(between, at(6) - 1s, 50, at(2) + 1s))), "3 4 5");
}

TEST_F(Times, BeforeAndAfterEverything) {
    say_by_the_minute();
    auto const long_ago = base::Timestamp{0ms},
               far = base::Timestamp(std::chrono::sys_days(std::chrono::year(9999) / 1 / 1));
    EXPECT_EQ(texts(page(query(before, long_ago))), "");
    EXPECT_EQ(texts(page(query(after, long_ago, 2))), "1 2");
    EXPECT_EQ(texts(page(query(before, far, 2))), "9 10");
    EXPECT_EQ(texts(page(query(after, far))), "");
    EXPECT_EQ(texts(page(query(between, long_ago, 2, far))), "1 2");
    EXPECT_EQ(texts(page(query(between, far, 2, long_ago))), "9 10");
    EXPECT_EQ(texts(page(query(around, far, 2))), "10");
}

TEST_F(Times, InAnEmptyRoomGiveAnEmptyPage) {
    for (auto direction : {latest, before, after, around, between})
        EXPECT_EQ(texts(page(query(direction, clock_.now(), 50, clock_.now() - 1h))), "");
}

TEST_F(Times, MessageThatArrivesLateIsNotMissed) {
    auto const late = make("late");  // made now, stored when others had been read
    clock_.advance(1s);
    auto const seen = make("seen");
    auto const seen_at = clock_.now();
    store({seen});
    clock_.advance(1s);
    store({late});
    clock_.advance(1s);
    say("next");
    Query asked;
    asked.direction = after;
    asked.from.id = seen.id;
    EXPECT_EQ(texts(page(asked)), "late next");
    // Also for clients that ask by the time of the last message they have.
    EXPECT_EQ(texts(page(query(after, seen_at))), "late next");
    EXPECT_EQ(texts(page(query(before, seen_at))), "");
    EXPECT_EQ(newest_texts(), "seen late next");
    // A time between both: nothing that is really before it comes back as after it, nothing after it is missed.
    EXPECT_EQ(texts(page(query(before, seen_at - 500ms))), "late");
    EXPECT_EQ(texts(page(query(after, seen_at + 500ms))), "next");
}

TEST_F(Times, LateMessageBelowTheAskersHistoryStaysHidden) {
    auto const late = make("late");
    clock_.advance(1s);
    auto const joined = say("joined");
    store({late});
    say("next");
    Query asked;
    asked.since = joined;
    EXPECT_EQ(texts(page(asked)), "joined next");
    asked.direction = after;
    EXPECT_EQ(texts(page(asked)), "joined next");
}

TEST_F(Times, TellWhichRoomsWereActive) {
    say_by_the_minute();
    auto const quiet = kOtherRoom + 1;
    clock_.advance(1min);
    auto const third = make("3", quiet);
    store({third});
    auto active = [&](base::Timestamp from, base::Timestamp to) {
        auto found = run(messages_->active({quiet, kRoom, kOtherRoom, 999}, from, to));
        EXPECT_TRUE(found);
        std::vector<std::pair<base::Id, base::Timestamp>> out;
        for (auto const& room : *found) out.emplace_back(room.room, room.newest);
        return out;
    };
    using Rooms = std::vector<std::pair<base::Id, base::Timestamp>>;
    EXPECT_EQ(active(begin_, clock_.now() + 1h), (Rooms{{kRoom, at(10)}, {kOtherRoom, at(10)}, {quiet, clock_.now()}}));
    EXPECT_EQ(active(at(3), at(6)), (Rooms{{kRoom, at(5)}, {kOtherRoom, at(5)}}));
    EXPECT_EQ(active(at(6), at(3)), (Rooms{{kRoom, at(5)}, {kOtherRoom, at(5)}}));
    EXPECT_EQ(active(at(3), at(4)), Rooms{});  // both ends are exclusive
    EXPECT_EQ(active(begin_ - 1h, begin_), Rooms{});
    EXPECT_EQ(active(clock_.now(), clock_.now() + 1h), Rooms{});
}

TEST_F(Times, EventsDoNotMakeARoomActive) {
    auto event = make("JOIN");
    event.kind = Kind::event;
    store({event});
    EXPECT_TRUE(run(messages_->active({kRoom}, clock_.now() - 1h, clock_.now() + 1h))->empty());
}

}  // namespace
}  // namespace alloquy::messages
