// SPDX-License-Identifier: GPL-2.0-or-later
// What somebody hasn't read, and where they were mentioned.
#include "messages_fixture.hpp"

#include <optional>

namespace alloquy::messages {
namespace {

using namespace std::chrono_literals;

class UnreadMessages : public MessagesFixture {
protected:
    Unread unread(base::Id account, base::Id room = kRoom) {
        auto counts = run(messages_->unread(account, {room}, messages_->newest_sequence()));
        EXPECT_TRUE(counts) << counts.error().detail;
        return counts ? counts->front() : Unread{};
    }
    /// "3 unread, 1 mentions"
    std::string counts(base::Id account, base::Id room = kRoom) {
        auto const found = unread(account, room);
        return std::to_string(found.unread) + (found.more ? "+" : "") + " unread, " + std::to_string(found.mentions) +
               " mentions";
    }
    base::Id say_to(std::vector<base::Id> mentions, base::Id author = kAlice, std::string tags = {}) {
        auto message = make("hello", kRoom, author);
        message.mentions = std::move(mentions);
        message.tags = std::move(tags);
        EXPECT_EQ(store({message}), std::vector{Outcome::stored});
        clock_.advance(1ms);
        return message.id;
    }
    void mark(base::Id account, base::Id up_to) {
        ASSERT_TRUE(run(messages_->mark_read(account, kRoom, base::time_of(up_to))));
    }
};

}  // namespace

TEST_F(UnreadMessages, AreThoseOfOthersAboveTheMarker) {
    EXPECT_EQ(counts(kBob), "0 unread, 0 mentions");
    EXPECT_EQ(unread(kBob).newest, 0);
    say("one");
    auto const second = say("two");
    auto const last = say("three");
    say("elsewhere", kOtherRoom);
    EXPECT_EQ(counts(kBob), "3 unread, 0 mentions");
    EXPECT_EQ(counts(kAlice), "0 unread, 0 mentions");
    mark(kBob, second);
    EXPECT_EQ(counts(kBob), "1 unread, 0 mentions");
    auto const state = unread(kBob);
    EXPECT_EQ(state.marker, base::time_of(second));
    EXPECT_GE(state.read_up_to, second);
    EXPECT_LT(state.read_up_to, last);
    EXPECT_EQ(state.newest, last);
    mark(kBob, last);
    EXPECT_EQ(counts(kBob), "0 unread, 0 mentions");
    EXPECT_EQ(counts(kBob, kOtherRoom), "1 unread, 0 mentions");
}

TEST_F(UnreadMessages, EventsReactionsAndWhatWasRedactedArentUnread) {
    auto reaction = make("");
    reaction.kind = Kind::tagmsg;
    auto joined = make("JOIN #general");
    joined.kind = Kind::event;
    store({reaction, joined});
    EXPECT_EQ(counts(kBob), "0 unread, 0 mentions");
    auto const oops = say_to({kBob});
    EXPECT_EQ(counts(kBob), "1 unread, 1 mentions");
    std::vector<base::Id> mentioned;
    auto const subscription = messages_->redacted.subscribe([&](auto const& event) { mentioned = event.mentioned; });
    ASSERT_TRUE(run(messages_->redact(oops, kAlice, false)));
    EXPECT_EQ(counts(kBob), "0 unread, 0 mentions");
    EXPECT_EQ(mentioned, std::vector{kBob});
}

TEST_F(UnreadMessages, NothingFromBeforeTheAccountIsUnread) {
    say("long ago");
    auto const newcomer = ids_.next();
    clock_.advance(1ms);
    EXPECT_EQ(counts(newcomer), "0 unread, 0 mentions");
    say("welcome");
    EXPECT_EQ(counts(newcomer), "1 unread, 0 mentions");
    // A marker from a client with a wrong clock doesn't change that.
    ASSERT_TRUE(run(messages_->mark_read(newcomer, kRoom, base::Timestamp(1ms))));
    EXPECT_EQ(counts(newcomer), "1 unread, 0 mentions");
}

TEST_F(UnreadMessages, MentionsAreByNameForEveryoneAndByAnswer) {
    auto const question = say_to({kAlice, kBob}, kAlice);  // naming oneself is nothing
    EXPECT_EQ(counts(kAlice), "0 unread, 0 mentions");
    EXPECT_EQ(counts(kBob), "1 unread, 1 mentions");
    EXPECT_EQ(counts(kCarol), "1 unread, 0 mentions");
    say_to({kEveryone, kBob}, kAlice);
    EXPECT_EQ(counts(kBob), "2 unread, 2 mentions");  // one message mentions once
    EXPECT_EQ(counts(kCarol), "2 unread, 1 mentions");
    EXPECT_EQ(counts(kAlice), "0 unread, 0 mentions");
    base::Id answered = 0;
    auto const subscription = messages_->stored.subscribe([&](auto const& event) { answered = event.answered; });
    say_to({}, kCarol, "+reply=" + std::to_string(question));
    EXPECT_EQ(answered, kAlice);
    EXPECT_EQ(counts(kAlice), "1 unread, 1 mentions");
    say_to({}, kAlice, "+reply=" + std::to_string(question));  // one's own
    EXPECT_EQ(answered, 0);
    say_to({}, kCarol, "+reply=999");
    EXPECT_EQ(answered, 0);
    EXPECT_EQ(counts(kAlice), "2 unread, 1 mentions");
}

TEST_F(UnreadMessages, AnEditAddsAndTakesMentions) {
    auto const question = say("question", kRoom, kCarol);
    auto const id = say_to({kBob}, kAlice, "+reply=" + std::to_string(question));
    std::optional<MessageEdited> event;
    auto const subscription = messages_->edited.subscribe([&](auto const& edited) { event = edited; });
    ASSERT_TRUE(run(messages_->edit(id, kAlice, "other words", clock_.now(), {kEveryone})));
    ASSERT_TRUE(event);
    EXPECT_EQ(event->mentioned, std::vector{kEveryone});
    EXPECT_EQ(event->no_longer_mentioned, std::vector{kBob});
    EXPECT_EQ(event->author, kAlice);
    EXPECT_EQ(counts(kBob), "2 unread, 1 mentions");
    ASSERT_TRUE(run(messages_->edit(id, kAlice, "and others", clock_.now(), {})));
    EXPECT_EQ(counts(kBob), "2 unread, 0 mentions");
    // The answer stays one.
    EXPECT_EQ(counts(kCarol), "1 unread, 1 mentions");
}

TEST_F(UnreadMessages, RetentionAndDeletionTakeThemAway) {
    int expired = 0;
    auto const subscription = messages_->expired.subscribe([&](auto const& event) { expired += event.room == kRoom; });
    for (int i = 0; i < 3; ++i) say_to({kBob});
    ASSERT_TRUE(run(messages_->expire_some(kRoom, {.since = std::nullopt, .newest = 1}, 100)));
    EXPECT_EQ(expired, 1);
    EXPECT_EQ(counts(kBob), "1 unread, 1 mentions");
    EXPECT_EQ(number("SELECT count(*) FROM mentions"), 1);
    // What mentions a deleted account goes with it.
    Messages::Walk walk;
    while (!walk.done) walk = run(messages_->redact_all_of(kBob, walk.reached, 100)).value();
    EXPECT_EQ(number("SELECT count(*) FROM mentions"), 0);
}

TEST_F(UnreadMessages, AreCountedToABoundOnly) {
    say_many(int(kMostUnread));
    EXPECT_EQ(counts(kBob), "1000 unread, 0 mentions");
    say("one more");
    EXPECT_EQ(counts(kBob), "1000+ unread, 0 mentions");
    say("from somebody else", kRoom, kCarol);
    EXPECT_EQ(counts(kAlice), "1 unread, 0 mentions");
    // Whoever wrote thousands since is no reason to walk through them.
    for (int i = 0; i < 4; ++i) say_many(1000);
    EXPECT_EQ(counts(kAlice), "0 unread, 0 mentions");
}

TEST_F(UnreadMessages, AreCountedUpToTheSequenceThatWasAskedFor) {
    say("seen");
    auto const before = messages_->newest_sequence();
    say("later");
    auto const counts = run(messages_->unread(kBob, {kRoom}, before));
    ASSERT_TRUE(counts);
    EXPECT_EQ(counts->front().unread, 1U);
    EXPECT_EQ(messages_->newest_sequence(), before + 1);
    open();
    EXPECT_EQ(messages_->newest_sequence(), before + 1);
}

TEST_F(UnreadMessages, ALateMessageCountsByItsTime) {
    auto late = make("from another server");
    clock_.advance(1s);
    auto const read = say("read");
    mark(kBob, read);
    store({late});
    EXPECT_EQ(counts(kBob), "0 unread, 0 mentions");
    EXPECT_EQ(unread(kBob).newest, read);
}

TEST_F(UnreadMessages, AreCountedWithoutReadingTheMessages) {
    auto connection = storage::Connection::open(file_.string(), storage::Connection::Mode::read_only);
    ASSERT_TRUE(connection);
    auto plan = (*connection)
                    ->prepare(
                        "EXPLAIN QUERY PLAN SELECT id, author, redacted_at FROM messages INDEXED BY messages_of_room "
                        "WHERE room = 1 AND "
                        "kind < 2 AND sequence >= 2 AND sequence <= 3 ORDER BY sequence DESC LIMIT 4000"
                    );
    ASSERT_TRUE(plan.step().value_or(false));
    EXPECT_EQ(
        plan.text(3), "SEARCH messages USING COVERING INDEX messages_of_room (room=? AND sequence>? AND sequence<?)"
    );
    EXPECT_FALSE(plan.step().value_or(true));
}

TEST_F(UnreadMessages, TheNewestOfRoomsAreFoundAtOnce) {
    auto const here = say("here");
    say("there", kOtherRoom);
    auto const there = say("there again", kOtherRoom);
    auto const found = run(messages_->newest_of({kOtherRoom, 12345, kRoom}));
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, (std::vector<base::Id>{there, 0, here}));
}

}  // namespace alloquy::messages
