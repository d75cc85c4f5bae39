// SPDX-License-Identifier: GPL-2.0-or-later
// Pages by message ids, in the directions of https://ircv3.net/specs/extensions/chathistory
#include "messages_fixture.hpp"

namespace alloquy::messages {
namespace {

using test::error_of;
using enum Query::Direction;

class Pages : public MessagesFixture {
protected:
    static Query query(Query::Direction direction, base::Id from = 0, std::size_t limit = 50, base::Id to = 0) {
        Query out;
        out.direction = direction;
        out.limit = limit;
        if (from) out.from.id = from;
        if (to) out.to.id = to;
        return out;
    }
};

TEST_F(Pages, LatestIsTheNewestInAscendingOrder) {
    auto const ids = say_many(10);
    say_many(3, kOtherRoom);
    EXPECT_EQ(texts(page(query(latest, 0, 3))), "8 9 10");
    EXPECT_EQ(texts(page(query(latest, 0, 50))), "1 2 3 4 5 6 7 8 9 10");
    // With a reference: only what is newer, and of that the newest.
    EXPECT_EQ(texts(page(query(latest, ids[3], 50))), "5 6 7 8 9 10");
    EXPECT_EQ(texts(page(query(latest, ids[3], 2))), "9 10");
    EXPECT_EQ(texts(page(query(latest, ids[9], 2))), "");
}

TEST_F(Pages, BeforeAndAfterLeaveTheReferenceOut) {
    auto const ids = say_many(10);
    EXPECT_EQ(texts(page(query(before, ids[5], 3))), "3 4 5");
    EXPECT_EQ(texts(page(query(before, ids[0], 3))), "");
    EXPECT_EQ(texts(page(query(before, 0, 3))), "8 9 10");
    EXPECT_EQ(texts(page(query(after, ids[5], 3))), "7 8 9");
    EXPECT_EQ(texts(page(query(after, ids[9], 3))), "");
    EXPECT_EQ(texts(page(query(after, 0, 3))), "1 2 3");
}

TEST_F(Pages, AroundGivesHalfOnEachSideWithTheMessageItself) {
    auto const ids = say_many(10);
    EXPECT_EQ(texts(page(query(around, ids[4], 4))), "3 4 5 6");
    EXPECT_EQ(texts(page(query(around, ids[4], 5))), "3 4 5 6 7");
    EXPECT_EQ(texts(page(query(around, ids[4], 1))), "5");
    EXPECT_EQ(texts(page(query(around, ids[0], 4))), "1 2");
    EXPECT_EQ(texts(page(query(around, ids[9], 4))), "8 9 10");
    EXPECT_EQ(error_of(page(query(around))).field, "from");
}

TEST_F(Pages, BetweenCountsFromTheFirstReferenceInEitherDirection) {
    auto const ids = say_many(10);
    EXPECT_EQ(texts(page(query(between, ids[1], 50, ids[6]))), "3 4 5 6");
    EXPECT_EQ(texts(page(query(between, ids[6], 50, ids[1]))), "3 4 5 6");
    EXPECT_EQ(texts(page(query(between, ids[1], 2, ids[6]))), "3 4");
    EXPECT_EQ(texts(page(query(between, ids[6], 2, ids[1]))), "5 6");
    EXPECT_EQ(texts(page(query(between, ids[4], 2, ids[4]))), "");
    EXPECT_EQ(texts(page(query(between, ids[4], 2, ids[5]))), "");
    EXPECT_EQ(texts(page(query(between, 0, 50, ids[2]))), "1 2");
    EXPECT_EQ(texts(page(query(between, ids[7], 50, 0))), "9 10");
}

TEST_F(Pages, WalkThroughARoomWithoutGapOrDuplicate) {
    for (int i = 0; i < 40; ++i) {
        say(std::to_string(i));
        say("other", kOtherRoom);
    }
    std::string seen, back;
    auto step = query(after, 0, 7);
    for (auto found = page(step); !found->empty(); found = page(step)) {
        for (auto const& message : *found) seen += message.text + ' ';
        step.from.id = found->back().id;
    }
    step = query(before, 0, 7);
    for (auto found = page(step); !found->empty(); found = page(step)) {
        std::string part;
        for (auto const& message : *found) part += message.text + ' ';
        back = part + back;
        step.from.id = found->front().id;
    }
    std::string expected;
    for (int i = 0; i < 40; ++i) expected += std::to_string(i) + ' ';
    EXPECT_EQ(seen, expected);
    EXPECT_EQ(back, expected);
}

TEST_F(Pages, UnknownReferencesAreAnsweredLikeThoseOfOtherRooms) {
    auto const mine = say("mine"), other = say("other", kOtherRoom);
    for (auto direction : {latest, before, after, around, between}) {
        auto unknown = error_of(page(query(direction, mine + 1, 50, mine)));
        auto foreign = error_of(page(query(direction, other, 50, mine)));
        EXPECT_EQ(unknown.code, Errc::not_found);
        EXPECT_EQ(unknown.reason, foreign.reason);
        EXPECT_EQ(unknown.message, foreign.message);
    }
    EXPECT_EQ(error_of(page(query(between, mine, 50, other))).code, Errc::not_found);
}

TEST_F(Pages, HaveALimit) {
    say_many(1001);
    EXPECT_EQ(error_of(page(query(latest, 0, 0))).field, "limit");
    EXPECT_EQ(error_of(page(query(latest, 0, 1001))).field, "limit");
    EXPECT_EQ(page(query(latest, 0, 1000))->size(), 1000U);
}

TEST_F(Pages, ShowEventsOnlyToThoseWhoAsk) {
    auto event = [&](Kind kind, std::string text) {
        auto message = make(std::move(text));
        message.kind = kind;
        store({message});
        clock_.advance(std::chrono::milliseconds(1));
        return message.id;
    };
    event(Kind::event, "JOIN");
    auto const one = say("1");
    event(Kind::tagmsg, "react");
    say("2");
    auto const part = event(Kind::event, "PART");
    EXPECT_EQ(texts(page(query(latest))), "1 2");
    auto all = query(latest);
    all.events = true;
    EXPECT_EQ(texts(page(all)), "JOIN 1 react 2 PART");
    all.limit = 2;
    EXPECT_EQ(texts(page(all)), "2 PART");
    all.direction = after;
    EXPECT_EQ(texts(page(all)), "JOIN 1");
    all.from.id = one;
    EXPECT_EQ(texts(page(all)), "react 2");
    all = query(around, part, 4);
    EXPECT_EQ(texts(page(all)), "1 2");
    all.events = true;
    EXPECT_EQ(texts(page(all)), "react 2 PART");
}

TEST_F(Pages, BeginWhereTheAskersHistoryBegins) {
    auto const ids = say_many(10);
    auto since = [&](Query asked) {
        asked.since = ids[4];
        return asked;
    };
    EXPECT_EQ(texts(page(since(query(latest)))), "5 6 7 8 9 10");
    EXPECT_EQ(texts(page(since(query(latest, 0, 2)))), "9 10");
    EXPECT_EQ(texts(page(since(query(before, ids[6])))), "5 6");
    EXPECT_EQ(texts(page(since(query(after, 0, 2)))), "5 6");
    EXPECT_EQ(texts(page(since(query(around, ids[4], 6)))), "5 6 7");
    // What is older is answered like what doesn't exist.
    EXPECT_EQ(error_of(page(since(query(before, ids[3])))).code, Errc::not_found);
    auto nothing = query(latest);
    nothing.since = ids[9] + 1;
    EXPECT_EQ(texts(page(nothing)), "");
}

TEST_F(Pages, KeepARedactedMessageInItsPlaceWithoutText) {
    auto const ids = say_many(3);
    ASSERT_TRUE(run(messages_->redact(ids[1], kAlice, false)));
    auto found = page(query(latest));
    ASSERT_EQ(found->size(), 3U);
    auto const& gone = (*found)[1];
    EXPECT_EQ(gone.id, ids[1]);
    EXPECT_EQ(gone.redacted_at, clock_.now());
    EXPECT_EQ(gone.text + gone.tags + gone.source + gone.author_name, "");
    EXPECT_EQ(gone.author, kAlice);
    EXPECT_FALSE(gone.unreadable);
    EXPECT_EQ(texts(page(query(after, ids[1]))), "3");
}

TEST_F(Pages, HaveDetailsWhenTheyAreAskedFor) {
    auto const ids = say_many(3);
    for (auto [account, value] : {std::pair(kBob, "+1"), std::pair(kAlice, ":)"), std::pair(kAlice, "+1")})
        ASSERT_TRUE(run(messages_->react(ids[0], account, value)));
    ASSERT_TRUE(run(messages_->react(ids[2], kBob, ":(")));
    ASSERT_TRUE(run(messages_->pin(ids[1], kBob)));
    auto asked = query(latest);
    EXPECT_TRUE(page(asked)->front().reactions.empty());
    asked.details = true;
    auto found = page(asked);
    ASSERT_EQ(found->size(), 3U);
    auto const& first = (*found)[0];
    ASSERT_EQ(first.reactions.size(), 2U);
    EXPECT_EQ(first.reactions[0].value, "+1");
    EXPECT_EQ(first.reactions[0].accounts, (std::vector{kBob, kAlice}));
    EXPECT_EQ(first.reactions[1].value, ":)");
    EXPECT_EQ((*found)[1].pinned, true);
    EXPECT_FALSE(first.pinned || (*found)[2].pinned);
    EXPECT_EQ((*found)[2].reactions[0].value, ":(");
    EXPECT_EQ(find(ids[0]).reactions.size(), 2U);
    EXPECT_TRUE(find(ids[1]).pinned);
}

}  // namespace
}  // namespace alloquy::messages
