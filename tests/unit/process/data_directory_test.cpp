// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/temp_dir.hpp"

#include <alloquy/process/data_directory.hpp>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace alloquy::process {
namespace {

namespace fs = std::filesystem;

mode_t mode_of(fs::path const& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

TEST(DataDirectory, MakesItsFoldersPrivate) {
    test::TempDir temp;
    auto data = DataDirectory::open(temp / "new/data/");
    ASSERT_TRUE(data) << data.error().message;
    EXPECT_EQ(data->root(), temp / "new/data");
    for (auto path : {data->root(), data->keys(), data->tls(), data->run(), data->root() / "children"})
        EXPECT_EQ(mode_of(path), 0700U) << path;
    EXPECT_EQ(data->lock_file(), temp / "new/data/run/alloquyd.lock");
    EXPECT_EQ(data->child("murmur"), temp / "new/data/children/murmur");
}

TEST(DataDirectory, ClosesAFolderThatWasOpenToOthers) {
    test::TempDir temp;
    fs::create_directories(temp / "data/keys");
    fs::permissions(temp / "data/keys", fs::perms(0777));
    ASSERT_TRUE(DataDirectory::open(temp / "data"));
    EXPECT_EQ(mode_of(temp / "data"), 0700U);
    EXPECT_EQ(mode_of(temp / "data/keys"), 0700U);
}

TEST(DataDirectory, OpensAgain) {
    test::TempDir temp;
    ASSERT_TRUE(DataDirectory::open(temp / "data"));
    test::write_text(temp / "data/alloquy.db", "");
    fs::create_directories(temp / "data/something-of-the-operator");
    auto again = DataDirectory::open(temp / "data");
    EXPECT_TRUE(again) << again.error().message;
}

TEST(DataDirectory, TakesAFolderThatHoldsOnlyTheConfiguration) {
    test::TempDir temp;
    fs::create_directories(temp / "data");
    test::write_text(temp / "data/alloquy.toml", "");
    EXPECT_TRUE(DataDirectory::open(temp / "data"));
}

TEST(DataDirectory, RefusesAFolderThatBelongsToSomethingElse) {
    test::TempDir temp;
    fs::create_directories(temp / "home/Documents");
    fs::permissions(temp / "home", fs::perms(0755));
    auto refused = DataDirectory::open(temp / "home");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::conflict);
    EXPECT_NE(refused.error().message.find("Documents"), std::string::npos) << refused.error().message;
    EXPECT_EQ(mode_of(temp / "home"), 0755U) << "it must be left as it was";
    for (auto system : {"/", "/usr", "/tmp"}) EXPECT_FALSE(check_may_be_ours(system)) << system;
}

TEST(DataDirectory, RootFollowsNoLinkInIt) {
    test::TempDir temp;
    fs::create_directories(temp / "data");
    fs::create_directories(temp / "elsewhere");
    fs::permissions(temp / "elsewhere", fs::perms(0755));
    fs::create_symlink(temp / "elsewhere", temp / "data/tls");
    auto opened = DataDirectory::open(temp / "data");
    if (::geteuid() != 0) {  // an ordinary user can harm only itself
        EXPECT_TRUE(opened) << opened.error().message;
        return;
    }
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::conflict);
    EXPECT_EQ(mode_of(temp / "elsewhere"), 0755U);
}

TEST(DataDirectory, RefusesAFileAndAPathTooLongForSockets) {
    test::TempDir temp;
    test::write_text(temp / "file", "");
    auto file = DataDirectory::open(temp / "file");
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, Errc::conflict) << file.error().message;

    auto longer = DataDirectory::open(temp / std::string(90, 'x'));
    ASSERT_FALSE(longer);
    EXPECT_EQ(longer.error().code, Errc::invalid_input);
    EXPECT_FALSE(fs::exists(temp / std::string(90, 'x')));
}

}  // namespace
}  // namespace alloquy::process
