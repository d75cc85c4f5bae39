// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"
#include "support/run_task.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/storage/database.hpp>

#include <gtest/gtest.h>

#include <future>
#include <set>
#include <thread>

namespace alloquy::storage {
namespace {

using base::EmbeddedFile;
using test::error_of;
using test::run_task;

EmbeddedFile const kSchema[] = {{"0001_test.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE) STRICT;"}};

Result<> insert(Connection& db, std::int64_t id, std::string const& name) {
    auto statement = db.prepare("INSERT INTO t (id, name) VALUES (?1, ?2)");
    statement.bind(id, name);
    return statement.run();
}

Result<std::int64_t> count(Connection& db) {
    auto statement = db.prepare("SELECT count(*) FROM t");
    if (auto row = statement.step(); !row) return std::unexpected(row.error());
    return statement.integer(0);
}

class StoredData : public testing::Test {
protected:
    StoredData() { open(); }

    void open() {
        std::span<EmbeddedFile const> const components[] = {kSchema};
        auto opened = Database::open(path_, components);
        ASSERT_TRUE(opened) << opened.error().message;
        db_ = std::move(*opened);
    }

    /// Holds the writer, so that everything submitted meanwhile waits and is committed together.
    std::promise<void> hold_writer() {
        std::promise<void> released;
        asio::co_spawn(
            io_, db_->write([wait = released.get_future().share()](Connection&) -> Result<> {
                wait.wait();
                return {};
            }),
            [](std::exception_ptr, Result<>) {}
        );
        io_.poll();
        io_.restart();
        return released;
    }

    test::TempDir folder_;
    std::string path_ = (folder_ / "test.db").string();
    asio::io_context io_{1};
    std::unique_ptr<Database> db_;
};

TEST_F(StoredData, IsReadAsSoonAsItsWriteWasAnswered) {
    auto task = [&]() -> Task<Result<std::int64_t>> {
        for (std::int64_t i = 0; i < 50; ++i) {
            auto written = co_await db_->write([i](Connection& db) { return insert(db, i, std::to_string(i)); });
            if (!written) co_return std::unexpected(written.error());
            auto seen = co_await db_->read(count);
            if (!seen || *seen != i + 1) co_return fail(Errc::internal, "the reader was behind");
        }
        co_return co_await db_->read(count);
    };
    EXPECT_EQ(run_task(io_, task()), 50);
}

TEST_F(StoredData, AnswersComeHomeFromThreadsOfItsOwn) {
    std::thread::id writer, reader, back;
    auto task = [&]() -> Task<> {
        co_await db_->write([&](Connection&) -> Result<> {
            writer = std::this_thread::get_id();
            return {};
        });
        back = std::this_thread::get_id();
        co_await db_->read([&](Connection&) -> Result<> {
            reader = std::this_thread::get_id();
            return {};
        });
    };
    run_task(io_, task());
    EXPECT_EQ(back, std::this_thread::get_id());
    EXPECT_EQ((std::set{writer, reader, back}).size(), 3U);
}

TEST_F(StoredData, WriteThatFailsTakesNothingOfTheOthersWithIt) {
    auto released = hold_writer();
    std::map<std::int64_t, Result<>> outcomes;
    for (std::int64_t i = 0; i < 9; ++i)
        asio::co_spawn(
            io_, db_->write([i](Connection& db) -> Result<> {
                // Every third one writes and then thinks better of it; another meets a name that is taken.
                if (auto first = insert(db, i, std::to_string(i)); !first) return first;
                if (i % 3 == 1) return fail(Errc::forbidden, "changed my mind");
                return i == 5 ? insert(db, 100 + i, "0") : Result<>();
            }),
            [&outcomes, i](std::exception_ptr, Result<> result) { outcomes[i] = std::move(result); }
        );
    io_.poll();
    released.set_value();
    io_.restart();
    io_.run_for(std::chrono::seconds(60));
    ASSERT_EQ(outcomes.size(), 9U);
    for (auto const& [i, result] : outcomes) {
        if (i % 3 == 1)
            EXPECT_EQ(error_of(result).code, Errc::forbidden) << i;
        else if (i == 5)
            EXPECT_EQ(error_of(result).code, Errc::conflict) << i;
        else
            EXPECT_TRUE(result) << i;
    }
    EXPECT_EQ(run_task(io_, db_->read(count)), 5);
}

TEST_F(StoredData, WritesThatWaitShareOneCommit) {
    auto released = hold_writer();
    std::vector<int> in_transaction;
    for (std::int64_t i = 0; i < 20; ++i)
        asio::co_spawn(
            io_, db_->write([&, i](Connection& db) -> Result<> {
                auto seen = count(db);  // the ones before are there although nobody was answered yet
                in_transaction.push_back(int(seen.value_or(-1)));
                return insert(db, i, std::to_string(i));
            }),
            [](std::exception_ptr, Result<>) {}
        );
    io_.poll();
    auto reader = Connection::open(path_, Connection::Mode::read_only);
    ASSERT_TRUE(reader);
    auto version = [&] {
        auto statement = (*reader)->prepare("PRAGMA data_version");
        return statement.step().value_or(false) ? statement.integer(0) : -1;
    };
    auto before = version();
    released.set_value();
    io_.restart();
    io_.run_for(std::chrono::seconds(60));
    ASSERT_EQ(in_transaction.size(), 20U);
    for (int i = 0; i < 20; ++i) EXPECT_EQ(in_transaction[std::size_t(i)], i);
    EXPECT_NE(version(), before);
    EXPECT_EQ(count(**reader), 20);
}

TEST_F(StoredData, FullDiskAnswersEveryWriteOfTheCommitAndHealsLater) {
    // The limit belongs to the connection, so it is set from inside a write.
    auto set_limit = [](std::string pages) {
        return [pages = std::move(pages)](Connection& db) { return db.execute("PRAGMA max_page_count=" + pages); };
    };
    ASSERT_TRUE(run_task(io_, db_->write(set_limit("12"))));
    auto released = hold_writer();
    std::vector<Result<>> outcomes;
    auto submit = [&](std::int64_t id, std::size_t size) {
        asio::co_spawn(
            io_, db_->write([id, size](Connection& db) { return insert(db, id, std::string(size, char('a' + id))); }),
            [&](std::exception_ptr, Result<> result) { outcomes.push_back(std::move(result)); }
        );
    };
    submit(1, 10);
    submit(2, 1'000'000);
    submit(3, 10);
    io_.poll();
    released.set_value();
    io_.restart();
    io_.run_for(std::chrono::seconds(60));
    ASSERT_EQ(outcomes.size(), 3U);
    // Whoever was told that it worked is there; whoever was not isn't.
    std::int64_t kept = 0;
    for (auto const& outcome : outcomes) {
        if (outcome)
            ++kept;
        else
            EXPECT_EQ(error_of(outcome).reason, "storage_full") << error_of(outcome).detail;
    }
    EXPECT_EQ(run_task(io_, db_->read(count)), kept);
    EXPECT_EQ(error_of(outcomes[1]).code, Errc::unavailable);

    ASSERT_TRUE(run_task(io_, db_->write(set_limit("100000"))));
    EXPECT_TRUE(run_task(io_, db_->write([](Connection& db) { return insert(db, 4, std::string(1'000'000, 'd')); })));
}

TEST_F(StoredData, CannotBeWrittenByTheReader) {
    auto written = run_task(io_, db_->read([](Connection& db) { return insert(db, 1, "x"); }));
    EXPECT_EQ(error_of(written).code, Errc::unavailable);
    EXPECT_EQ(run_task(io_, db_->read(count)), 0);
}

TEST_F(StoredData, IsWrittenAtOnceBeforeThereIsALoop) {
    auto result = db_->write_now([](Connection& db) -> Result<std::string> {
        if (auto ok = insert(db, 1, "now"); !ok) return std::unexpected(ok.error());
        return std::string("answer");
    });
    EXPECT_EQ(result, "answer");
    auto failed = db_->write_now([](Connection& db) -> Result<int> {
        if (auto ok = insert(db, 2, "then"); !ok) return std::unexpected(ok.error());
        return fail(Errc::conflict, "no");
    });
    EXPECT_EQ(error_of(failed).code, Errc::conflict);
    EXPECT_EQ(run_task(io_, db_->read(count)), 1);
}

TEST_F(StoredData, QueueIsFinishedBeforeTheDatabaseIsGone) {
    int answered = 0;
    for (std::int64_t i = 0; i < 1000; ++i)
        asio::co_spawn(
            io_, db_->write([i](Connection& db) { return insert(db, i, std::to_string(i)); }),
            [&](std::exception_ptr, Result<> result) { answered += result ? 1 : 0; }
        );
    io_.poll();
    db_.reset();
    io_.restart();
    io_.run_for(std::chrono::seconds(60));
    EXPECT_EQ(answered, 1000);
    open();
    EXPECT_EQ(run_task(io_, db_->read(count)), 1000);
}

TEST_F(StoredData, SurvivesReopening) {
    ASSERT_TRUE(run_task(io_, db_->write([](Connection& db) { return insert(db, 1, "kept"); })));
    db_.reset();
    open();
    EXPECT_EQ(run_task(io_, db_->read(count)), 1);
}

TEST_F(StoredData, IsAllInOneFileWhenTheDatabaseWasClosed) {
    ASSERT_TRUE(run_task(io_, db_->write([](Connection& db) { return insert(db, 1, "kept"); })));
    EXPECT_EQ(run_task(io_, db_->read(count)), 1);
    db_.reset();
    EXPECT_FALSE(std::filesystem::exists(path_ + "-wal"));
    EXPECT_NE(test::read_text(path_).find("kept"), std::string::npos);
}

TEST_F(StoredData, ReaderIsNotHeldUpByTheWriter) {
    auto released = hold_writer();
    EXPECT_EQ(run_task(io_, db_->read(count)), 0);
    released.set_value();
    io_.restart();
    io_.run_for(std::chrono::seconds(60));
}

}  // namespace
}  // namespace alloquy::storage
