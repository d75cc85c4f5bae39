// SPDX-License-Identifier: GPL-2.0-or-later
#include "messages_fixture.hpp"

namespace alloquy::messages {
namespace {

using Outcomes = std::vector<Outcome>;

class Storing : public MessagesFixture {};

TEST_F(Storing, GivesBackEverythingThatWasSent) {
    auto sent = make("hello\nworld \xF0\x9F\x98\x80 \xFF\x01");
    sent.kind = Kind::notice;
    sent.tags = "+reply=77;+draft/react=:)";
    EXPECT_EQ(store({sent}), Outcomes{Outcome::stored});
    auto const found = find(sent.id);
    EXPECT_EQ(found.id, sent.id);
    EXPECT_EQ(found.sequence, 1);
    EXPECT_EQ(found.room, sent.room);
    EXPECT_EQ(found.kind, Kind::notice);
    EXPECT_EQ(found.author, kAlice);
    EXPECT_EQ(found.author_name, "alice");
    EXPECT_EQ(found.source, "alice!u@example.org");
    EXPECT_EQ(found.tags, sent.tags);
    EXPECT_EQ(found.text, sent.text);
    EXPECT_EQ(found.reply_to, 77);
    EXPECT_FALSE(found.edited_at || found.redacted_at || found.unreadable || found.pinned);
    EXPECT_EQ(test::error_of(run(messages_->find(sent.id + 1))).reason, "message_not_found");
}

TEST_F(Storing, KnowsAResendByItsIdAndStoresNothingTwice) {
    auto one = make("one"), two = make("two");
    EXPECT_EQ(store({one, two}), (Outcomes{Outcome::stored, Outcome::stored}));
    one.text = "one, changed on the way";
    auto three = make("three");
    EXPECT_EQ(
        store({one, three, two, three}), (Outcomes{Outcome::known, Outcome::stored, Outcome::known, Outcome::known})
    );
    EXPECT_EQ(newest_texts(), "one two three");
    open();
    EXPECT_EQ(store({three}), Outcomes{Outcome::known});
    EXPECT_EQ(number("SELECT count(*) FROM messages"), 3);
}

TEST_F(Storing, RefusesAnIdThatBelongsToAnotherRoom) {
    auto message = make("mine");
    ASSERT_EQ(store({message}), Outcomes{Outcome::stored});
    message.room = kOtherRoom;
    EXPECT_EQ(store({message}), Outcomes{Outcome::refused});
    EXPECT_EQ(newest_texts(kOtherRoom), "");
}

TEST_F(Storing, RefusesWhatIsOutOfBoundsAndStoresTheRest) {
    auto no_id = make("x"), no_room = make("x"), long_text = make(std::string(kMostText + 1, 'x')),
         long_tags = make("x"), good = make(std::string(kMostText, 'g'));
    no_id.id = 0;
    no_room.room = -1;
    long_tags.tags = std::string(kMostTags + 1, 't');
    good.tags = std::string(kMostTags, 't');
    EXPECT_EQ(
        store({no_id, no_room, good, long_text, long_tags}),
        (Outcomes{Outcome::refused, Outcome::refused, Outcome::stored, Outcome::refused, Outcome::refused})
    );
    EXPECT_EQ(find(good.id).text, good.text);
    EXPECT_EQ(number("SELECT count(*) FROM messages"), 1);
}

TEST_F(Storing, TellsOfEachNewMessageInTheOrderOfStoring) {
    std::vector<std::pair<std::int64_t, std::string>> told;
    auto subscription = messages_->stored.subscribe([&](MessageStored const& event) {
        EXPECT_EQ(event.id, event.message.id);
        told.emplace_back(event.sequence, event.message.text);
    });
    auto known = make("0");
    store({known});
    // Several batches at once.
    std::size_t answered = 0;
    for (int batch = 0; batch < 4; ++batch) {
        std::vector<NewMessage> some{known};
        for (int i = 0; i < 5; ++i) some.push_back(make(std::to_string(batch * 5 + i + 1)));
        asio::co_spawn(io_, messages_->store(std::move(some)), [&](std::exception_ptr, Result<Outcomes> outcomes) {
            answered += outcomes ? 1 : 0;
        });
    }
    io_.restart();
    while (answered < 4 && io_.run_one_for(std::chrono::seconds(60)) > 0) {}
    ASSERT_EQ(told.size(), 21U);
    for (std::size_t i = 0; i < told.size(); ++i) {
        EXPECT_EQ(told[i].second, std::to_string(i));
        if (i > 0) EXPECT_GT(told[i].first, told[i - 1].first);
    }
}

TEST_F(Storing, NothingIsAlsoABatch) {
    EXPECT_EQ(store({}), Outcomes{});
}

TEST_F(Storing, KnowsTheHighestIdAlsoAfterARestart) {
    EXPECT_EQ(messages_->newest_id(), 0);
    auto low = make("low"), high = make("high");
    store({high, low});
    EXPECT_EQ(messages_->newest_id(), high.id);
    open();
    EXPECT_EQ(messages_->newest_id(), high.id);
}

TEST_F(Storing, FullDiskStoresNothingOfTheBatch) {
    // The limit belongs to the connection, so it is set from inside a write.
    execute("PRAGMA max_page_count=60");
    std::vector<NewMessage> batch;
    for (int i = 0; i < 20; ++i) batch.push_back(make(std::string(20'000, 'x')));
    auto outcome = run(messages_->store(batch));
    EXPECT_EQ(test::error_of(outcome).code, Errc::unavailable);
    EXPECT_EQ(newest_texts(), "");
    execute("PRAGMA max_page_count=100000");
    EXPECT_EQ(store(batch), Outcomes(20, Outcome::stored));
}

TEST_F(Storing, SurvivesAKillRightAfterTheAnswer) {
    auto const ids = say_many(300);
    // What a killed process leaves: the files as they are, without the work of closing them.
    test::TempDir copy;
    for (auto const* suffix : {"", "-wal"})
        std::filesystem::copy_file(file_.string() + suffix, copy / (std::string("alloquy.db") + suffix));
    file_ = copy / "alloquy.db";
    open();
    Query query;
    query.limit = 1000;
    auto const found = page(query);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        EXPECT_EQ((*found)[i].id, ids[i]);
        EXPECT_EQ((*found)[i].text, std::to_string(i + 1));
    }
    close();  // before its folder goes
}

}  // namespace
}  // namespace alloquy::messages
