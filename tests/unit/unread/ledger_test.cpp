// SPDX-License-Identifier: GPL-2.0-or-later
// The numbers that clients are told: exact whatever happens while they are counted, and not told too often.
#include "ledger.hpp"

#include <gtest/gtest.h>

namespace alloquy::unread {
namespace {

using namespace std::chrono_literals;
using messages::kEveryone;

constexpr base::Id kAlice = 11, kBob = 12, kCarol = 13, kRoom = 101, kConversation = 201;

class LedgerTest : public testing::Test {
protected:
    LedgerTest() { watch(kBob); }

    void watch(base::Id account) {
        ledger_.watch(account);
        ledger_.add_text_room(account, kRoom);
        ledger_.add_conversation(account, kConversation, kAlice, "alice");
        count_all();
    }
    /// As the database would: it has what was unread before the test began.
    void count_all(std::size_t unread = 0, std::size_t mentions = 0) {
        for (auto wanted = ledger_.take_wanted(); !wanted.rooms.empty(); wanted = ledger_.take_wanted())
            answer(wanted, unread, mentions);
    }
    void answer(Ledger::Wanted const& wanted, std::size_t unread, std::size_t mentions = 0) {
        messages::Unread count;
        count.unread = unread;
        count.mentions = mentions;
        count.newest = newest_;
        count.read_up_to = read_up_to_;
        ledger_.counted(wanted, std::vector(wanted.rooms.size(), count), now_);
        now_ += 2s;
    }

    base::Id say(base::Id author, std::vector<base::Id> mentions = {}, base::Id answered = 0, base::Id recipient = 0) {
        messages::NewMessage message;
        message.id = newest_ = base::first_id_at(time_ += 1ms);
        message.room = recipient ? kConversation : kRoom;
        message.author = author;
        message.recipient = recipient;
        message.mentions = std::move(mentions);
        ledger_.stored({message.id, ++sequence_, message, answered});
        return message.id;
    }
    void edit(base::Id id, std::vector<base::Id> mentioned, std::vector<base::Id> no_longer_mentioned) {
        messages::MessageEdited event{id, kRoom, kAlice};
        event.mentioned = std::move(mentioned);
        event.no_longer_mentioned = std::move(no_longer_mentioned);
        ledger_.edited(event);
    }
    void mark(base::Id account, base::Id up_to, base::Id room = kRoom) {
        ledger_.marked({account, room, base::time_of(up_to), {}});
        read_up_to_ = up_to;
    }

    /// "2/1" unread and mentions
    std::string shown(base::Id account, base::Id room = kRoom) const {
        for (auto const& badge : ledger_.badges(account))
            if (badge.room == room)
                return std::to_string(badge.state.unread) + (badge.state.more ? "+" : "") + "/" +
                       std::to_string(badge.state.mentions);
        return "none";
    }
    /// "12: unread 101 2/0; 12: read 101 0/0"
    std::string news() {
        std::string out;
        auto const write = [&](base::Id account, char const* what, Badge const& badge) {
            if (!out.empty()) out += "; ";
            out += std::to_string(account) + ": " + what + " " + std::to_string(badge.room) + " " +
                   std::to_string(badge.state.unread) + "/" + std::to_string(badge.state.mentions);
        };
        for (auto const& item : ledger_.take_news(now_)) {
            for (auto const& badge : item.read) write(item.account, "read", badge);
            for (auto const& badge : item.unread) write(item.account, "unread", badge);
        }
        return out;
    }

    Ledger::Moment now_ = Ledger::Moment() + 1h;
    base::Timestamp time_ = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1);
    base::Id newest_ = 0, read_up_to_ = 0;
    std::int64_t sequence_ = 0;
    Ledger ledger_{Pace{}};
};

}  // namespace

TEST_F(LedgerTest, AMessageIsUnreadForAllButItsAuthor) {
    watch(kAlice);
    say(kAlice);
    say(kAlice, {kBob});
    EXPECT_EQ(shown(kBob), "2/1");
    EXPECT_EQ(shown(kAlice), "0/0");
    say(kCarol, {}, /*answered=*/kBob);
    EXPECT_EQ(shown(kBob), "3/2");
    EXPECT_EQ(shown(kAlice), "1/0");
    say(kBob);
    EXPECT_EQ(shown(kBob), "3/2");
    EXPECT_EQ(shown(kAlice), "2/0");
}

TEST_F(LedgerTest, EveryoneIsMentionedOnceAndItsAuthorNot) {
    watch(kAlice);
    say(kAlice, {kEveryone, kBob}, /*answered=*/kBob);
    EXPECT_EQ(shown(kBob), "1/1");
    EXPECT_EQ(shown(kAlice), "0/0");
    say(kBob, {kAlice}, /*answered=*/kAlice);
    EXPECT_EQ(shown(kAlice), "1/1");
}

TEST_F(LedgerTest, AConversationsMessagesAreForTheOtherOne) {
    say(kAlice, {}, 0, kBob);
    EXPECT_EQ(shown(kBob, kConversation), "1/0");
    say(kBob, {}, 0, kAlice);
    EXPECT_EQ(shown(kBob, kConversation), "1/0");
    // Notes to oneself.
    say(kBob, {}, 0, kBob);
    EXPECT_EQ(shown(kBob, kConversation), "1/0");
    EXPECT_EQ(shown(kBob), "0/0");
}

TEST_F(LedgerTest, AnUnknownConversationIsCountedAndNamed) {
    ledger_.watch(kCarol);
    say(kAlice, {}, 0, kCarol);
    auto const wanted = ledger_.take_wanted();
    EXPECT_EQ(wanted.account, kCarol);
    EXPECT_EQ(wanted.rooms, std::vector{kConversation});
    ASSERT_EQ(wanted.nameless, (std::vector{std::pair(kConversation, kAlice)}));
    ledger_.name_conversation(kCarol, kConversation, "alice");
    answer(wanted, 4);
    EXPECT_EQ(shown(kCarol, kConversation), "4/0");
    EXPECT_EQ(ledger_.badges(kCarol)[0].username, "alice");
    ledger_.rename(kAlice, "alicia");
    EXPECT_EQ(ledger_.badges(kCarol)[0].username, "alicia");
}

TEST_F(LedgerTest, WhatHappensWhileItIsCountedComesOnTop) {
    ledger_.watch(kCarol);
    ledger_.add_text_room(kCarol, kRoom);
    say(kAlice);  // the count will have it
    auto const wanted = ledger_.take_wanted();
    say(kAlice, {kCarol});
    say(kCarol);
    answer(wanted, 5, 2);
    EXPECT_EQ(shown(kCarol), "6/3");
    say(kAlice);
    EXPECT_EQ(shown(kCarol), "7/3");
}

TEST_F(LedgerTest, TheMarkerReadsAllAtOnceOrIsCounted) {
    say(kAlice, {kBob});
    auto const second = say(kAlice);
    mark(kBob, second);
    EXPECT_EQ(shown(kBob), "0/0");
    EXPECT_TRUE(ledger_.take_wanted().rooms.empty());
    EXPECT_EQ(news(), "12: read 101 0/0");

    auto const third = say(kAlice);
    say(kAlice);
    mark(kBob, third);
    auto const wanted = ledger_.take_wanted();
    EXPECT_EQ(wanted.rooms, std::vector{kRoom});
    EXPECT_EQ(news(), "");  // not before the number is known
    answer(wanted, 1);
    EXPECT_EQ(shown(kBob), "1/0");
    EXPECT_EQ(news(), "12: read 101 1/0");
}

TEST_F(LedgerTest, AMarkerThatMovesWhileItIsCountedMakesTheCountWorthless) {
    say(kAlice);
    auto const second = say(kAlice);
    auto const third = say(kAlice);
    mark(kBob, second);
    auto const wanted = ledger_.take_wanted();
    mark(kBob, third);
    answer(wanted, 1);
    EXPECT_EQ(shown(kBob), "0/0");
    // One that doesn't reach the newest is counted again.
    say(kAlice);
    auto const before_last = newest_;
    say(kAlice);
    mark(kBob, third + 1);
    auto const other = ledger_.take_wanted();
    mark(kBob, before_last);
    answer(other, 7);
    auto const again = ledger_.take_wanted();
    EXPECT_EQ(again.rooms, std::vector{kRoom});
    answer(again, 1);
    EXPECT_EQ(shown(kBob), "1/0");
}

TEST_F(LedgerTest, ARedactionTakesBackWhatWasUnread) {
    auto const read = say(kAlice, {kBob});
    mark(kBob, read);
    auto const named = say(kAlice, {kBob});
    auto const all = say(kAlice, {kEveryone});
    auto const own = say(kBob);
    EXPECT_EQ(shown(kBob), "2/2");
    ledger_.redacted({read, kRoom, messages::Kind::privmsg, kAlice, {kBob}}, now_);
    ledger_.redacted({own, kRoom, messages::Kind::privmsg, kBob, {}}, now_);
    EXPECT_EQ(shown(kBob), "2/2");
    ledger_.redacted({named, kRoom, messages::Kind::privmsg, kAlice, {kBob}}, now_);
    EXPECT_EQ(shown(kBob), "1/1");
    ledger_.redacted({all, kRoom, messages::Kind::privmsg, kAlice, {kEveryone}}, now_);
    EXPECT_EQ(shown(kBob), "0/0");
    EXPECT_TRUE(ledger_.take_wanted().rooms.empty());
}

TEST_F(LedgerTest, ARedactionDuringACountIsCountedAgain) {
    auto const id = say(kAlice);
    say(kAlice);
    mark(kBob, id - 1);
    auto const wanted = ledger_.take_wanted();
    ledger_.redacted({id, kRoom, messages::Kind::privmsg, kAlice, {}}, now_);
    answer(wanted, 2);
    count_all(1);
    EXPECT_EQ(shown(kBob), "1/0");
}

TEST_F(LedgerTest, EditsAndRetentionAreCounted) {
    auto const id = say(kAlice);
    edit(id, {kBob}, {});
    count_all(1, 1);
    EXPECT_EQ(shown(kBob), "1/1");
    edit(id, {}, {kCarol});
    EXPECT_TRUE(ledger_.take_wanted().rooms.empty());
    edit(id, {kEveryone}, {});
    EXPECT_EQ(ledger_.take_wanted().rooms, std::vector{kRoom});
    mark(kBob, id);
    ledger_.expired(kRoom);
    EXPECT_TRUE(ledger_.take_wanted().rooms.empty());  // nothing is unread
    say(kAlice);
    ledger_.expired(kRoom);
    EXPECT_EQ(ledger_.take_wanted().rooms, std::vector{kRoom});
}

TEST_F(LedgerTest, WhatCouldntBeCountedIsWantedStill) {
    auto const id = say(kAlice);
    say(kAlice);
    mark(kBob, id);
    auto const wanted = ledger_.take_wanted();
    EXPECT_FALSE(wanted.rooms.empty());
    ledger_.not_counted(wanted);
    EXPECT_EQ(ledger_.take_wanted().rooms, wanted.rooms);
}

TEST_F(LedgerTest, ABusyRoomIsToldOfAtOnceAndThenSeldom) {
    news();
    now_ += 10s;
    say(kAlice);
    EXPECT_EQ(news(), "12: unread 101 1/0");
    for (int i = 0; i < 100; ++i) say(kAlice);
    EXPECT_EQ(news(), "");
    now_ += 2s;
    EXPECT_EQ(news(), "");
    EXPECT_TRUE(ledger_.busy());
    // A mention doesn't wait for that.
    say(kAlice, {kBob});
    EXPECT_EQ(news(), "12: unread 101 102/1");
    say(kAlice, {kBob});
    EXPECT_EQ(news(), "");  // but there is one a second at most
    now_ += 1s;
    EXPECT_EQ(news(), "12: unread 101 103/2");
    say(kAlice);
    now_ += 10s;
    EXPECT_EQ(news(), "12: unread 101 104/2");
    now_ += 10s;
    EXPECT_EQ(news(), "");
    EXPECT_FALSE(ledger_.busy());
}

TEST_F(LedgerTest, WhatReadySaysIsntNews) {
    ledger_.watch(kCarol);
    ledger_.add_text_room(kCarol, kRoom);
    count_all(5, 2);
    EXPECT_EQ(shown(kCarol), "5/2");
    EXPECT_EQ(news(), "");
    EXPECT_FALSE(ledger_.busy());
    say(kAlice);
    now_ += 10s;
    EXPECT_EQ(news(), "12: unread 101 1/0; 13: unread 101 6/2");
}

TEST_F(LedgerTest, MoreThanAThousandIsMore) {
    for (int i = 0; i < 1000; ++i) say(kAlice);
    EXPECT_EQ(shown(kBob), "1000/0");
    say(kAlice);
    EXPECT_EQ(shown(kBob), "1000+/0");
}

TEST_F(LedgerTest, AForgottenAccountIsGone) {
    say(kAlice, {kBob});
    mark(kBob, newest_ - 1);
    auto const wanted = ledger_.take_wanted();
    ledger_.forget(kBob);
    answer(wanted, 1);
    say(kAlice, {kBob});
    EXPECT_EQ(news(), "");
    EXPECT_EQ(ledger_.watched(), 0U);
    EXPECT_TRUE(ledger_.badges(kBob).empty());
}

TEST_F(LedgerTest, BadgesAreInTheOrderOfASidebar) {
    constexpr base::Id kOlderRoom = 50, kNewerConversation = 40;
    ledger_.add_text_room(kBob, kOlderRoom);
    ledger_.add_conversation(kBob, kNewerConversation, kCarol, "carol");
    newest_ = 1000;
    auto const wanted = ledger_.take_wanted();
    messages::Unread empty, recent;
    recent.newest = 1000;
    std::vector<messages::Unread> counts;
    for (auto room : wanted.rooms) counts.push_back(room == kNewerConversation ? recent : empty);
    ledger_.counted(wanted, counts, now_);
    std::vector<base::Id> order;
    for (auto const& badge : ledger_.badges(kBob)) order.push_back(badge.room);
    EXPECT_EQ(order, (std::vector<base::Id>{kOlderRoom, kRoom, kNewerConversation, kConversation}));
}

TEST_F(LedgerTest, ANewRoomIsThereForAll) {
    rooms::Room room;
    room.id = 999;
    ledger_.room_created(room);
    count_all(0);
    EXPECT_EQ(shown(kBob, 999), "0/0");
}

}  // namespace alloquy::unread
