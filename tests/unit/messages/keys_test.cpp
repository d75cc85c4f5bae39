// SPDX-License-Identifier: GPL-2.0-or-later
#include "messages_fixture.hpp"

#include <sys/stat.h>

#include <future>

namespace alloquy::messages {
namespace {

using test::error_of;

class MessageKeys : public MessagesFixture {
protected:
    std::filesystem::path key(int number) const { return keys_ / ("messages-" + std::to_string(number) + ".key"); }
    /// How many rows are sealed with a key.
    std::int64_t sealed_with(int key_number) {
        auto const condition = " WHERE key_number = " + std::to_string(key_number);
        return number("SELECT count(*) FROM messages" + condition + " AND sealed IS NOT NULL") +
               number("SELECT count(*) FROM message_versions" + condition) +
               number("SELECT count(*) FROM reaction_values" + condition);
    }
    std::size_t reseal_all(std::size_t most) {
        std::size_t looked_at = 0;
        for (;;) {
            auto step = run(messages_->reseal_some(most));
            EXPECT_TRUE(step);
            EXPECT_LE(step.value_or(0), most);
            if (step.value_or(0) == 0) return looked_at;
            looked_at += *step;
        }
    }
};

TEST_F(MessageKeys, FirstOneIsMadeAndClosedToOthers) {
    struct stat status{};
    ASSERT_EQ(stat(key(1).c_str(), &status), 0);
    EXPECT_EQ(status.st_size, 32);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
    auto const bytes = test::read_text(key(1));
    open();
    EXPECT_EQ(test::read_text(key(1)), bytes);
}

TEST_F(MessageKeys, WrongOneRefusesTheStart) {
    auto const id = say("hello");
    auto const right = test::read_text(key(1));
    for (auto const& wrong : {std::string(32, 'x'), right.substr(1), right + "x", std::string()}) {
        test::write_text(key(1), wrong);
        auto opened = error_of(try_open());
        EXPECT_EQ(opened.code, Errc::conflict) << wrong.size();
        EXPECT_EQ(opened.reason, "wrong_key");
        EXPECT_NE(opened.message.find("messages-1.key is not the key"), std::string::npos) << opened.message;
    }
    test::write_text(key(1), right);
    open();
    EXPECT_EQ(find(id).text, "hello");
}

TEST_F(MessageKeys, MissingCurrentOneRefusesTheStartAndMakesNoOther) {
    std::filesystem::remove(key(1));
    auto opened = error_of(try_open());
    EXPECT_EQ(opened.code, Errc::conflict);
    EXPECT_EQ(opened.reason, "missing_key");
    EXPECT_FALSE(std::filesystem::exists(key(1)));
}

TEST_F(MessageKeys, RotationSealsWithANewOneAndStillReadsTheOld) {
    auto const old = say("old");
    ASSERT_TRUE(run(messages_->rotate_key()));
    auto const fresh = say("new");
    EXPECT_EQ(sealed_with(1), 1);
    EXPECT_EQ(sealed_with(2), 1);
    EXPECT_NE(test::read_text(key(1)), test::read_text(key(2)));
    open();
    EXPECT_EQ(find(old).text + find(fresh).text, "oldnew");
    say("newer");
    EXPECT_EQ(sealed_with(2), 2);
}

TEST_F(MessageKeys, ReadsAndWritesUnderWayDuringARotationAreUnharmed) {
    say("0");
    std::size_t answered = 0;
    auto const stored = [&](std::exception_ptr, Result<std::vector<Outcome>> outcomes) {
        answered += outcomes ? 1 : 0;
    };
    auto const read = [&](std::exception_ptr, Result<std::vector<Message>> found) {
        ASSERT_TRUE(found);
        for (auto const& message : *found) EXPECT_FALSE(message.unreadable) << message.text;
        ++answered;
    };
    for (int round = 0; round < 20; ++round) {
        Query query;
        query.room = kRoom;
        asio::co_spawn(io_, messages_->store({make(std::to_string(round))}), stored);
        asio::co_spawn(io_, messages_->page(query), read);
        if (round % 5 == 0)
            asio::co_spawn(io_, messages_->rotate_key(), [&](std::exception_ptr, Result<> rotated) {
                EXPECT_TRUE(rotated);
                ++answered;
            });
        io_.restart();
        io_.poll();
    }
    io_.restart();
    while (answered < 44 && io_.run_one_for(std::chrono::seconds(60)) > 0) {}
    EXPECT_EQ(answered, 44U);
    EXPECT_EQ(number("SELECT count(*) FROM message_keys"), 5);
    reseal_all(3);
    EXPECT_EQ(sealed_with(5), 21);
}

TEST_F(MessageKeys, ReadThatWaitsDuringARotationDoesNotMeetANewKey) {
    std::promise<void> release;
    asio::co_spawn(
        io_, database_->read([wait = release.get_future().share()](storage::Connection&) -> Result<> {
            wait.wait();
            return {};
        }),
        [](std::exception_ptr, Result<>) {}
    );
    std::optional<Result<std::vector<Message>>> found;
    Query query;
    query.room = kRoom;
    asio::co_spawn(io_, messages_->page(query), [&](std::exception_ptr, auto result) { found = std::move(result); });
    bool stored = false;
    auto rotate_and_store = [&]() -> Task<> {
        EXPECT_TRUE(co_await messages_->rotate_key());
        EXPECT_TRUE(co_await messages_->store({make("under the new key")}));
        stored = true;
    };
    asio::co_spawn(io_, rotate_and_store(), [](std::exception_ptr) {});
    io_.restart();
    // Time enough to store it before the page is read, if nothing forbids.
    for (int i = 0; i < 20 && !stored; ++i) io_.run_one_for(std::chrono::milliseconds(10));
    release.set_value();
    while ((!stored || !found) && io_.run_one_for(std::chrono::seconds(60)) > 0) {}
    ASSERT_TRUE(stored && found && *found);
    for (auto const& message : **found) EXPECT_FALSE(message.unreadable);
    EXPECT_EQ(newest_texts(), "under the new key");
}

TEST_F(MessageKeys, ResealingLeavesNothingUnderTheOldOne) {
    auto const ids = say_many(10);
    ASSERT_TRUE(run(messages_->edit(ids[0], kAlice, "edited", clock_.now())));
    ASSERT_TRUE(run(messages_->react(ids[1], kBob, ":)")));
    ASSERT_TRUE(run(messages_->redact(ids[2], kAlice, false)));
    EXPECT_EQ(reseal_all(4), 0U);  // there is no older key
    ASSERT_TRUE(run(messages_->rotate_key()));
    EXPECT_EQ(sealed_with(1), 11);
    say("under the new one");
    ASSERT_EQ(run(messages_->reseal_some(4)), 4U);
    open();  // in the middle
    EXPECT_EQ(reseal_all(4), 6U);
    EXPECT_EQ(sealed_with(1), 0);
    EXPECT_EQ(sealed_with(2), 12);
    EXPECT_EQ(reseal_all(4), 0U);
    // The old key isn't needed anymore.
    std::filesystem::remove(key(1));
    open();
    EXPECT_EQ(newest_texts(), "edited 2  4 5 6 7 8 9 10 under the new one");
    EXPECT_EQ(run(messages_->versions(ids[0]))->front().text, "1");
    EXPECT_EQ(find(ids[1]).reactions.at(0).value, ":)");
}

TEST_F(MessageKeys, MissingOldOneMakesOnlyItsMessagesUnreadable) {
    auto const old = say("old");
    ASSERT_TRUE(run(messages_->rotate_key()));
    auto const fresh = say("new");
    auto const bytes = test::read_text(key(1));
    std::filesystem::remove(key(1));
    open();
    EXPECT_TRUE(find(old).unreadable);
    EXPECT_EQ(find(fresh).text, "new");
    EXPECT_EQ(reseal_all(10), 1U);  // leaves what it can't open
    test::write_text(key(1), bytes);
    open();
    EXPECT_EQ(find(old).text, "old");
}

TEST_F(MessageKeys, DamagedRowSurvivesResealingAsItIs) {
    say_many(3);
    execute("UPDATE messages SET sealed = x'0011' WHERE sequence = 2");
    ASSERT_TRUE(run(messages_->rotate_key()));
    EXPECT_EQ(reseal_all(10), 3U);
    EXPECT_EQ(newest_texts(), "1  3");
    EXPECT_EQ(sealed_with(1), 1);
}

TEST_F(MessageKeys, AKeyWhoseRowWasLostInAKillIsUsedTheNextTime) {
    test::write_text(key(2), std::string(32, 'k'));
    ASSERT_TRUE(run(messages_->rotate_key()));
    auto const id = say("x");
    EXPECT_EQ(sealed_with(2), 1);
    open();
    EXPECT_EQ(find(id).text, "x");
}

}  // namespace
}  // namespace alloquy::messages
