// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/storage/connection.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace alloquy::storage {
namespace {

using test::error_of;

class SqliteConnection : public testing::Test {
protected:
    SqliteConnection() {
        auto opened = Connection::open(path_, Connection::Mode::read_write);
        EXPECT_TRUE(opened);
        db_ = std::move(*opened);
        EXPECT_TRUE(db_->execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, data BLOB) STRICT"));
    }

    Result<> insert(std::int64_t id, std::string const& name) {
        auto statement = db_->prepare("INSERT INTO t (id, name) VALUES (?1, ?2)");
        statement.bind(id, name);
        return statement.run();
    }

    test::TempDir folder_;
    std::string path_ = (folder_ / "test.db").string();
    std::unique_ptr<Connection> db_;
};

TEST_F(SqliteConnection, KeepsEveryKindOfValue) {
    std::string const bytes("\x00\xFF\x00", 3), text("a\0b", 3);
    std::optional<std::string> none;
    {
        auto statement = db_->prepare("INSERT INTO t (id, name, data) VALUES (?1, ?2, ?3)");
        statement.bind(INT64_MIN, text, Blob{bytes});
        ASSERT_TRUE(statement.run());
    }
    {
        auto statement = db_->prepare("INSERT INTO t (id, name, data) VALUES (?1, ?2, ?3)");
        statement.bind(std::optional<std::int64_t>(7), none, Blob{std::string_view()});
        ASSERT_TRUE(statement.run());
    }
    auto statement = db_->prepare("SELECT id, name, data FROM t ORDER BY id");
    ASSERT_EQ(statement.step(), true);
    EXPECT_EQ(statement.integer(0), INT64_MIN);
    EXPECT_EQ(statement.text(1), text);
    EXPECT_EQ(statement.view(2), bytes);
    ASSERT_EQ(statement.step(), true);
    EXPECT_EQ(statement.optional_integer(0), 7);
    EXPECT_TRUE(statement.is_null(1));
    EXPECT_EQ(statement.optional_integer(1), std::nullopt);
    EXPECT_FALSE(statement.is_null(2));  // an empty blob is no null
    EXPECT_EQ(statement.view(2), "");
    EXPECT_EQ(statement.step(), false);
}

TEST_F(SqliteConnection, ReusesAStatementWithoutItsOldValuesAndRows) {
    ASSERT_TRUE(insert(1, "one"));
    ASSERT_TRUE(insert(2, "two"));
    auto const* sql = "SELECT name FROM t WHERE ?1 IS NULL OR id = ?1 ORDER BY id";
    {
        auto statement = db_->prepare(sql);
        statement.bind(2);
        ASSERT_EQ(statement.step(), true);  // left before the end
        EXPECT_EQ(statement.text(0), "two");
    }
    auto statement = db_->prepare(sql);  // nothing bound: null
    ASSERT_EQ(statement.step(), true);
    EXPECT_EQ(statement.text(0), "one");
}

TEST_F(SqliteConnection, StatementLeftEarlyHoldsNoLock) {
    ASSERT_TRUE(insert(1, "one"));
    ASSERT_TRUE(insert(2, "two"));
    {
        auto statement = db_->prepare("SELECT id FROM t");
        ASSERT_EQ(statement.step(), true);
    }
    EXPECT_TRUE(db_->execute("DROP TABLE t"));
}

TEST_F(SqliteConnection, TellsHowManyRowsChangedAndTheLastRow) {
    ASSERT_TRUE(insert(41, "a"));
    ASSERT_TRUE(insert(42, "b"));
    EXPECT_EQ(db_->last_insert_rowid(), 42);
    auto statement = db_->prepare("DELETE FROM t WHERE id > ?1");
    statement.bind(0);
    ASSERT_TRUE(statement.run());
    EXPECT_EQ(db_->changes(), 2);
}

TEST_F(SqliteConnection, BrokenConstraintIsAConflict) {
    ASSERT_TRUE(insert(1, "name"));
    auto taken = insert(2, "name");
    EXPECT_EQ(error_of(taken).code, Errc::conflict);
    EXPECT_NE(error_of(taken).detail.find("t.name"), std::string::npos);
    EXPECT_EQ(error_of(taken).message.find("t.name"), std::string::npos) << "the schema is not for strangers";
    EXPECT_TRUE(insert(3, "other")) << "the failed statement must be usable again";
}

TEST_F(SqliteConnection, FullDiskIsUnavailable) {
    ASSERT_TRUE(db_->execute("PRAGMA max_page_count=10"));
    auto statement = db_->prepare("INSERT INTO t (id, data) VALUES (1, zeroblob(1000000))");
    auto full = statement.run();
    EXPECT_EQ(error_of(full).code, Errc::unavailable);
    EXPECT_EQ(error_of(full).reason, "storage_full");
}

TEST_F(SqliteConnection, WritingToAReadOnlyConnectionIsUnavailable) {
    auto reader = Connection::open(path_, Connection::Mode::read_only);
    ASSERT_TRUE(reader);
    auto written = (*reader)->execute("INSERT INTO t (id) VALUES (1)");
    EXPECT_EQ(error_of(written).code, Errc::unavailable);
    EXPECT_EQ(error_of(written).reason, "storage_unavailable");
}

TEST_F(SqliteConnection, StatementThatDoesNotCompileIsABug) {
    EXPECT_THROW(db_->prepare("SELECT no_such_column FROM t"), std::logic_error);
    EXPECT_THROW(db_->prepare("SELECT no_such_column FROM t"), std::logic_error);  // nothing stale in the cache
}

TEST_F(SqliteConnection, KeepsForeignKeys) {
    ASSERT_TRUE(db_->execute("CREATE TABLE child (t INTEGER REFERENCES t (id) ON DELETE CASCADE) STRICT"));
    EXPECT_EQ(error_of(db_->execute("INSERT INTO child VALUES (99)")).code, Errc::conflict);
}

TEST_F(SqliteConnection, NamesThePathThatCannotBeOpened) {
    auto missing = Connection::open((folder_ / "no" / "such.db").string(), Connection::Mode::read_write);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::unavailable);
    EXPECT_NE(missing.error().message.find("such.db"), std::string::npos);
    EXPECT_FALSE(Connection::open((folder_ / "absent.db").string(), Connection::Mode::read_only));
}

TEST_F(SqliteConnection, RefusesAFileThatIsNoDatabase) {
    auto path = (folder_ / "letter.txt").string();
    test::write_text(path, std::string(10000, 'x'));
    auto opened = Connection::open(path, Connection::Mode::read_write);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::unavailable);
    EXPECT_NE(opened.error().message.find("letter.txt"), std::string::npos);
    EXPECT_EQ(test::read_text(path), std::string(10000, 'x'));
}

}  // namespace
}  // namespace alloquy::storage
