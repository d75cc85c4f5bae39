// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/storage/database.hpp>

#include <gtest/gtest.h>

namespace alloquy::storage {
namespace {

using base::EmbeddedFile;
using test::error_of;
using Files = std::vector<EmbeddedFile>;

class Migrations : public testing::Test {
protected:
    Result<> open(Files const& first, Files const& second = {}) {
        std::span<EmbeddedFile const> const components[] = {first, second};
        auto opened = Database::open(path_, components);
        if (!opened) return std::unexpected(opened.error());
        return {};
    }

    /// The result of a query with one number.
    std::int64_t number(std::string const& sql) {
        auto connection = Connection::open(path_, Connection::Mode::read_only);
        if (!connection) return -1;
        auto statement = (*connection)->prepare(sql.c_str());
        return statement.step().value_or(false) ? statement.integer(0) : -1;
    }
    bool has_table(std::string const& name) {
        return number("SELECT count(*) FROM sqlite_schema WHERE name = '" + name + "'") == 1;
    }

    test::TempDir folder_;
    std::string path_ = (folder_ / "test.db").string();
};

EmbeddedFile const kFirst{"0001_first.sql", "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1);"};
EmbeddedFile const kSecond{"0002_second.sql", "UPDATE a SET x = x * 10;"};
EmbeddedFile const kThird{"0003_third.sql", "UPDATE a SET x = x + 3;"};

TEST_F(Migrations, RunInTheOrderOfTheirNumbersOverAllComponents) {
    ASSERT_TRUE(open({kThird, kFirst}, {kSecond}));
    EXPECT_EQ(number("SELECT x FROM a"), 13);
    EXPECT_EQ(number("SELECT max(number) FROM migrations"), 3);
}

TEST_F(Migrations, RunOnce) {
    ASSERT_TRUE(open({kFirst, kSecond}));
    ASSERT_TRUE(open({kFirst, kSecond}));
    EXPECT_EQ(number("SELECT x FROM a"), 10);
}

TEST_F(Migrations, AddWhatANewReleaseBrings) {
    ASSERT_TRUE(open({kFirst}));
    ASSERT_TRUE(open({kFirst}, {kSecond, kThird}));
    EXPECT_EQ(number("SELECT x FROM a"), 13);
}

TEST_F(Migrations, RefuseADatabaseOfANewerRelease) {
    ASSERT_TRUE(open({kFirst, kSecond}));
    auto opened = open({kFirst});
    EXPECT_EQ(error_of(opened).code, Errc::conflict);
    EXPECT_EQ(error_of(opened).reason, "database_too_new");
    EXPECT_NE(error_of(opened).message.find("schema 2"), std::string::npos);
    EXPECT_TRUE(open({kFirst, kSecond}));
}

TEST_F(Migrations, ThatFailLeaveNothing) {
    EmbeddedFile const broken{"0002_broken.sql", "CREATE TABLE half (x INTEGER); INSERT INTO nowhere VALUES (1);"};
    auto opened = open({kFirst, broken, kThird});
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().message.find("0002_broken.sql"), std::string::npos);
    EXPECT_NE(opened.error().message.find("nowhere"), std::string::npos);
    EXPECT_FALSE(has_table("half"));
    EXPECT_EQ(number("SELECT max(number) FROM migrations"), 1);
    EXPECT_EQ(number("SELECT x FROM a"), 1);
    EXPECT_TRUE(open({kFirst, kSecond, kThird}));  // the repaired release goes on from there
    EXPECT_EQ(number("SELECT x FROM a"), 13);
}

TEST_F(Migrations, MayEndInAComment) {
    ASSERT_TRUE(open(
        {{"0001_first.sql", "CREATE TABLE a (x INTEGER); -- the end"}, {"0002_next.sql", "INSERT INTO a VALUES (5);"}}
    ));
    EXPECT_EQ(number("SELECT x FROM a"), 5);
    EXPECT_EQ(number("SELECT count(*) FROM migrations"), 2);
}

}  // namespace
}  // namespace alloquy::storage
