// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"
#include "support/fake_clock.hpp"
#include "support/run_task.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/rooms/rooms.hpp>
#include <alloquy/storage/database.hpp>

#include <gtest/gtest.h>

namespace alloquy::rooms {
namespace {

using test::error_of;

class StoredRooms : public testing::Test {
protected:
    StoredRooms() { open(); }

    /// Also a restart.
    void open() {
        rooms_.reset();
        database_.reset();
        std::span<base::EmbeddedFile const> const migrations[] = {Rooms::migrations()};
        auto database = storage::Database::open((folder_ / "alloquy.db").string(), migrations);
        if (!database) throw std::runtime_error(database.error().message);
        database_ = std::move(*database);
        rooms_ = std::make_unique<Rooms>(*database_, clock_, ids_);
        if (auto opened = rooms_->open(); !opened) throw std::runtime_error(opened.error().message);
        subscription_ = rooms_->created.subscribe([this](RoomCreated const& event) { created_.push_back(event.room); });
    }

    template <class T>
    T run(Task<T> task) {
        return test::run_task(io_, std::move(task));
    }

    /// Both at once.
    std::pair<Result<Room>, Result<Room>> run_both(Task<Result<Room>> one, Task<Result<Room>> two) {
        std::optional<Result<Room>> first, second;
        asio::co_spawn(io_, std::move(one), [&](std::exception_ptr, Result<Room> room) { first = std::move(room); });
        asio::co_spawn(io_, std::move(two), [&](std::exception_ptr, Result<Room> room) { second = std::move(room); });
        io_.restart();
        while (!first || !second) io_.run_one_for(std::chrono::seconds(60));
        return {std::move(*first), std::move(*second)};
    }

    std::vector<std::string> channels() {
        std::vector<std::string> out;
        for (auto const& room : rooms_->list()) out.push_back(room.channel());
        return out;
    }

    test::TempDir folder_;
    test::FakeClock clock_;
    base::IdGenerator ids_{clock_, 0, 0};
    asio::io_context io_{1};
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<Rooms> rooms_;
    base::Subscription subscription_;
    std::vector<Room> created_;
};

using Names = std::vector<std::string>;

TEST_F(StoredRooms, BeginWithGeneralAndRandom) {
    EXPECT_EQ(channels(), (Names{"#general", "#random"}));
    auto const* general = rooms_->find_channel("#General");
    ASSERT_TRUE(general);
    EXPECT_EQ(general->kind, Kind::text);
    EXPECT_EQ(general->name, "general");
    EXPECT_EQ(general->created_at, clock_.now());
    EXPECT_EQ(rooms_->find(general->id), general);
    open();
    EXPECT_EQ(channels(), (Names{"#general", "#random"}));
}

TEST_F(StoredRooms, DefaultsDoNotComeBackWhenTheyWereDeleted) {
    ASSERT_TRUE(database_->write_now([](storage::Connection& db) { return db.execute("DELETE FROM rooms"); }));
    open();
    EXPECT_EQ(channels(), Names{});
}

TEST_F(StoredRooms, ChannelIsMadeOnceAndKeptInAnyCase) {
    auto made = run(rooms_->channel("#Cats-And-Dogs"));
    ASSERT_TRUE(made);
    EXPECT_EQ(made->channel(), "#cats-and-dogs");
    EXPECT_EQ(made->name, "Cats-And-Dogs");
    EXPECT_EQ(run(rooms_->channel("#cats-and-DOGS"))->id, made->id);
    ASSERT_EQ(created_.size(), 1U);
    EXPECT_EQ(created_[0].id, made->id);
    open();
    EXPECT_EQ(run(rooms_->channel("#CATS-AND-DOGS"))->id, made->id);
    EXPECT_EQ(channels(), (Names{"#general", "#random", "#cats-and-dogs"}));
    EXPECT_EQ(created_.size(), 1U);
}

TEST_F(StoredRooms, ChannelWithAnyBytesSurvivesARestart) {
    std::string const odd("#\x01\xFF'\"%;--\x7F");
    auto made = run(rooms_->channel(odd));
    ASSERT_TRUE(made);
    open();
    auto const* found = rooms_->find_channel(odd);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, made->id);
    EXPECT_EQ(found->channel(), odd);
}

TEST_F(StoredRooms, ChannelThatTwoWantAtOnceIsMadeOnce) {
    auto [one, two] = run_both(rooms_->channel("#new"), rooms_->channel("#New"));
    ASSERT_TRUE(one && two);
    EXPECT_EQ(one->id, two->id);
    EXPECT_EQ(created_.size(), 1U);
}

TEST_F(StoredRooms, ChannelOutsideOfTheRulesIsRefused) {
    EXPECT_EQ(error_of(run(rooms_->channel("no"))).code, Errc::invalid_input);
    EXPECT_EQ(error_of(run(rooms_->channel("#a b"))).code, Errc::invalid_input);
    EXPECT_EQ(rooms_->find_channel("general"), nullptr);
    EXPECT_EQ(rooms_->find_channel("#nowhere"), nullptr);
    EXPECT_EQ(rooms_->find(12345), nullptr);
}

TEST_F(StoredRooms, ConversationIsTheSameFromBothSides) {
    EXPECT_FALSE(run(rooms_->find_conversation(7, 3)).value());
    auto made = run(rooms_->conversation(7, 3));
    ASSERT_TRUE(made);
    EXPECT_EQ(made->kind, Kind::dm);
    EXPECT_EQ(made->first, 3);
    EXPECT_EQ(made->second, 7);
    EXPECT_EQ(made->channel(), "");
    EXPECT_TRUE(made->has(3) && made->has(7));
    EXPECT_FALSE(made->has(5));
    EXPECT_EQ(run(rooms_->conversation(3, 7))->id, made->id);
    EXPECT_EQ(created_.size(), 1U);
    open();
    EXPECT_EQ(run(rooms_->conversation(3, 7))->id, made->id);
    EXPECT_EQ(run(rooms_->find_conversation(7, 3)).value()->id, made->id);
    EXPECT_EQ(run(rooms_->room(made->id)).value()->first, 3);
    EXPECT_EQ(rooms_->find(made->id), nullptr);
    EXPECT_EQ(created_.size(), 1U);
    EXPECT_EQ(channels(), (Names{"#general", "#random"}));
}

TEST_F(StoredRooms, ConversationThatTwoBeginAtOnceIsMadeOnce) {
    auto [one, two] = run_both(rooms_->conversation(1, 2), rooms_->conversation(2, 1));
    ASSERT_TRUE(one && two);
    EXPECT_EQ(one->id, two->id);
    EXPECT_EQ(created_.size(), 1U);
}

TEST_F(StoredRooms, ConversationWithOneselfIsForNotes) {
    auto notes = run(rooms_->conversation(4, 4));
    ASSERT_TRUE(notes);
    EXPECT_TRUE(notes->has(4));
    EXPECT_EQ(run(rooms_->conversations(4))->size(), 1U);
}

TEST_F(StoredRooms, ConversationNeedsTwoAccounts) {
    EXPECT_EQ(error_of(run(rooms_->conversation(0, 4))).code, Errc::invalid_input);
    EXPECT_EQ(error_of(run(rooms_->conversation(4, -1))).code, Errc::invalid_input);
}

TEST_F(StoredRooms, ConversationsOfAnAccountAreListedWhicheverSideItIs) {
    for (auto [a, b] : {std::pair(5, 9), std::pair(9, 2), std::pair(9, 9), std::pair(2, 5)}) {
        ASSERT_TRUE(run(rooms_->conversation(a, b)));
        clock_.advance(std::chrono::milliseconds(5));
    }
    auto found = run(rooms_->conversations(9));
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 3U);
    EXPECT_EQ((*found)[0].first, 5);
    EXPECT_EQ((*found)[1].first, 2);
    EXPECT_EQ((*found)[2].first, 9);
    EXPECT_EQ(run(rooms_->conversations(1))->size(), 0U);
}

TEST_F(StoredRooms, ManyConversationsAreFoundAlsoWhenTheyAreNotInMemory) {
    std::vector<base::Id> ids;
    for (base::Id other = 2; other < 50; ++other) ids.push_back(run(rooms_->conversation(1, other))->id);
    open();  // memory is empty
    for (base::Id other = 2; other < 50; ++other)
        EXPECT_EQ(run(rooms_->find_conversation(other, 1)).value()->id, ids[std::size_t(other - 2)]);
}

TEST_F(StoredRooms, RetentionIsKeptForChannelsAndConversations) {
    auto const general = rooms_->find_channel("#general")->id;
    auto const talk = run(rooms_->conversation(1, 2))->id;
    ASSERT_TRUE(run(rooms_->set_retention(general, {.days = 30, .newest = std::nullopt})));
    ASSERT_TRUE(run(rooms_->set_retention(talk, {.days = std::nullopt, .newest = 500})));
    EXPECT_EQ(rooms_->find(general)->retention.days, 30);
    EXPECT_EQ(run(rooms_->conversation(1, 2))->retention.newest, 500);
    open();
    EXPECT_EQ(rooms_->find(general)->retention, (Retention{.days = 30, .newest = std::nullopt}));
    EXPECT_EQ(run(rooms_->room(talk)).value()->retention, (Retention{.days = std::nullopt, .newest = 500}));
    ASSERT_TRUE(run(rooms_->set_retention(general, {})));
    EXPECT_EQ(rooms_->find(general)->retention, Retention{});
}

TEST_F(StoredRooms, RetentionOutsideOfItsBoundsIsRefused) {
    auto const general = rooms_->find_channel("#general")->id;
    for (int days : {0, -1, 36'501})
        EXPECT_EQ(
            error_of(run(rooms_->set_retention(general, {.days = days, .newest = std::nullopt}))).field,
            "retention.days"
        );
    for (int newest : {0, -5, 10'000'001})
        EXPECT_EQ(
            error_of(run(rooms_->set_retention(general, {.days = std::nullopt, .newest = newest}))).field,
            "retention.newest"
        );
    EXPECT_EQ(error_of(run(rooms_->set_retention(99, {}))).code, Errc::not_found);
}

TEST_F(StoredRooms, ARenamedRoomKeepsItsIdAndItsOldNameLeadsToItForAWhile) {
    auto const id = rooms_->find_channel("#general")->id;
    std::vector<std::string> heard;
    auto subscription = rooms_->renamed.subscribe([&](RoomRenamed const& event) {
        heard.push_back(event.old_channel + " is " + event.room.channel());
    });
    auto renamed = run(rooms_->rename(id, "#Lobby"));
    ASSERT_TRUE(renamed) << renamed.error().message;
    EXPECT_EQ(renamed->id, id);
    EXPECT_EQ(renamed->name, "Lobby");
    EXPECT_EQ(renamed->channel(), "#lobby");
    EXPECT_EQ(heard, std::vector<std::string>{"#general is #lobby"});
    EXPECT_EQ(rooms_->find_channel("#LOBBY")->id, id);
    // What was on its way to the old name.
    EXPECT_EQ(run(rooms_->channel("#general")).value().id, id);
    clock_.advance(std::chrono::minutes(3));
    EXPECT_EQ(rooms_->find_channel("#general"), nullptr);
    EXPECT_NE(run(rooms_->channel("#general")).value().id, id);
    open();
    EXPECT_EQ(rooms_->find_channel("#lobby")->id, id);
}

TEST_F(StoredRooms, RenamingNeedsANameThatIsFree) {
    auto const general = rooms_->find_channel("#general")->id, random = rooms_->find_channel("#random")->id;
    EXPECT_EQ(error_of(run(rooms_->rename(general, "#RANDOM"))).reason, "channel_taken");
    EXPECT_EQ(error_of(run(rooms_->rename(general, "no channel"))).code, Errc::invalid_input);
    EXPECT_EQ(error_of(run(rooms_->rename(general, "#with space"))).code, Errc::invalid_input);
    EXPECT_EQ(error_of(run(rooms_->rename(12345, "#new"))).code, Errc::not_found);
    // The case alone, and a name that it had itself.
    EXPECT_EQ(run(rooms_->rename(general, "#General")).value().name, "General");
    ASSERT_TRUE(run(rooms_->rename(general, "#lobby")));
    EXPECT_EQ(error_of(run(rooms_->rename(random, "#general"))).reason, "channel_taken") << "it leads to the lobby";
    EXPECT_TRUE(run(rooms_->rename(general, "#general")));
    EXPECT_FALSE(run(rooms_->rename(random, "#lobby")));
}

}  // namespace
}  // namespace alloquy::rooms
