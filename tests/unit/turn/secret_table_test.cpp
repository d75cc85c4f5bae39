// SPDX-License-Identifier: GPL-2.0-or-later
#include "secret_table.hpp"

#include "support/process.hpp"
#include "support/temp_dir.hpp"

#include <gtest/gtest.h>

namespace alloquy::turn {
namespace {

/// What coturn's own tool finds in the database.
std::string listed(std::filesystem::path const& database) {
    return test::run({"turnadmin", "-S", "-r", "turn.test", "-b", database.string()}).all;
}

TEST(SecretTable, IsWhatCoturnReads) {
    test::TempDir folder;
    auto database = folder / "turndb.sqlite";
    ASSERT_TRUE(create_secret_table(database, "turn.test", {"first", "second"}));
    EXPECT_TRUE(listed(database).contains("first")) << listed(database);
    EXPECT_TRUE(listed(database).contains("second"));
    EXPECT_EQ(std::filesystem::status(database).permissions(), std::filesystem::perms(0600));
    ASSERT_TRUE(replace_secrets(database, "turn.test", {"second", "third"}));
    EXPECT_FALSE(listed(database).contains("first"));
    EXPECT_TRUE(listed(database).contains("third"));
}

TEST(SecretTable, ReplacesADamagedDatabase) {
    test::TempDir folder;
    auto database = folder / "turndb.sqlite";
    test::write_text(database, "this is no database, but it is long enough to look like one at first sight");
    EXPECT_FALSE(replace_secrets(database, "turn.test", {"first"}));
    EXPECT_TRUE(create_secret_table(database, "turn.test", {"first"}));
    EXPECT_TRUE(listed(database).contains("first"));
    EXPECT_FALSE(create_secret_table(folder / "missing/turndb.sqlite", "turn.test", {"first"}));
}

}  // namespace
}  // namespace alloquy::turn
