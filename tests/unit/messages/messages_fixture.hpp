// SPDX-License-Identifier: GPL-2.0-or-later
// The store over a real database in a folder of the test's own, with a clock that the test moves.
#pragma once
#include "support/error_of.hpp"
#include "support/fake_clock.hpp"
#include "support/run_task.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/crypto/secret.hpp>
#include <alloquy/messages/messages.hpp>
#include <alloquy/storage/database.hpp>

#include <gtest/gtest.h>

namespace alloquy::messages {

class MessagesFixture : public testing::Test {
protected:
    static constexpr base::Id kRoom = 101, kOtherRoom = 102;
    static constexpr base::Id kAlice = 11, kBob = 12, kCarol = 13;

    static void SetUpTestSuite() { ASSERT_TRUE(crypto::initialize()); }

    MessagesFixture() {
        std::filesystem::create_directories(keys_);
        open();
    }

    /// Starts on what the folder has: also a restart.
    void open() {
        if (auto opened = try_open(); !opened) throw std::runtime_error(opened.error().message);
    }
    Result<> try_open() {
        close();
        std::span<base::EmbeddedFile const> const migrations[] = {Messages::migrations()};
        auto database = storage::Database::open(file_.string(), migrations);
        if (!database) return std::unexpected(database.error());
        database_ = std::move(*database);
        messages_ = std::make_unique<Messages>(*database_, clock_, keys_);
        return messages_->open();
    }
    void close() {
        messages_.reset();
        database_.reset();
    }

    template <class T>
    T run(Task<T> task) {
        return test::run_task(io_, std::move(task));
    }

    /// A message of this moment, not yet stored.
    NewMessage make(std::string text, base::Id room = kRoom, base::Id author = kAlice) {
        NewMessage message;
        message.id = ids_.next();
        message.room = room;
        message.author = author;
        message.author_name = author == kAlice ? "alice" : author == kBob ? "bob" : "carol";
        message.source = message.author_name + "!u@example.org";
        message.text = std::move(text);
        return message;
    }
    std::vector<Outcome> store(std::vector<NewMessage> batch) {
        auto outcomes = run(messages_->store(std::move(batch)));
        EXPECT_TRUE(outcomes) << outcomes.error().detail;
        return outcomes.value_or(std::vector<Outcome>());
    }
    /// Stores a message; the next one is a millisecond later. Its id.
    base::Id say(std::string text, base::Id room = kRoom, base::Id author = kAlice) {
        auto message = make(std::move(text), room, author);
        EXPECT_EQ(store({message}), std::vector{Outcome::stored});
        clock_.advance(std::chrono::milliseconds(1));
        return message.id;
    }
    /// Stores "1", "2", … Their ids.
    std::vector<base::Id> say_many(int count, base::Id room = kRoom) {
        std::vector<NewMessage> batch;
        std::vector<base::Id> ids;
        for (int i = 1; i <= count; ++i) {
            batch.push_back(make(std::to_string(i), room));
            ids.push_back(batch.back().id);
            clock_.advance(std::chrono::milliseconds(1));
        }
        EXPECT_EQ(store(std::move(batch)), std::vector(std::size_t(count), Outcome::stored));
        return ids;
    }

    Result<std::vector<Message>> page(Query query) {
        if (query.room == 0) query.room = kRoom;
        return run(messages_->page(query));
    }
    /// "1 2 3" of a page, or the error's code.
    static std::string texts(Result<std::vector<Message>> const& page) {
        if (!page) return page.error().reason;
        std::string out;
        for (auto const& message : *page) out += (out.empty() ? "" : " ") + message.text;
        return out;
    }
    /// The newest of the room.
    std::string newest_texts(base::Id room = kRoom) {
        Query query;
        query.room = room;
        return texts(page(query));
    }
    Message find(base::Id id) {
        auto found = run(messages_->find(id));
        EXPECT_TRUE(found) << "message " << id;
        return found.value_or(Message{});
    }

    /// Runs SQL beside the store's own.
    void execute(std::string const& sql) {
        auto done = database_->write_now([&](storage::Connection& db) { return db.execute(sql); });
        ASSERT_TRUE(done) << done.error().detail;
    }
    /// The number that a query gives.
    std::int64_t number(std::string const& sql) {
        auto connection = storage::Connection::open(file_.string(), storage::Connection::Mode::read_only);
        if (!connection) return -1;
        auto statement = (*connection)->prepare(sql.c_str());
        return statement.step().value_or(false) ? statement.integer(0) : -1;
    }

    test::TempDir folder_;
    std::filesystem::path keys_ = folder_ / "keys";
    std::filesystem::path file_ = folder_ / "alloquy.db";
    test::FakeClock clock_;
    base::IdGenerator ids_{clock_, 1, 0};
    asio::io_context io_{1};
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<Messages> messages_;
};

}  // namespace alloquy::messages
