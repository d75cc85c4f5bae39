// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/base/file.hpp>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>

namespace alloquy::base {
namespace {

using test::TempDir;

mode_t mode_of(std::filesystem::path const& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

std::size_t entries_in(std::filesystem::path const& folder) {
    return std::size_t(std::distance(std::filesystem::directory_iterator(folder), {}));
}

/// Permissions don't bind root, so the check runs in a child that is nobody then.
bool holds_for_an_ordinary_user(std::function<bool()> const& check) {
    auto child = ::fork();
    if (child == 0) {
        if (::geteuid() == 0 && ::setresuid(65534, 65534, 65534) != 0) ::_exit(2);
        ::_exit(check() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// A disk that takes only so many bytes of a file.
class SmallDisk {
public:
    explicit SmallDisk(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &old_limit_);
        rlimit limit{bytes, old_limit_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    SmallDisk(SmallDisk const&) = delete;
    SmallDisk& operator=(SmallDisk const&) = delete;
    ~SmallDisk() {
        ::setrlimit(RLIMIT_FSIZE, &old_limit_);
        std::signal(SIGXFSZ, old_handler_);
    }

private:
    rlimit old_limit_{};
    void (*old_handler_)(int);
};

TEST(ReadFile, GivesEveryByte) {
    TempDir folder;
    std::string content(200'000, 'x');
    content[100'000] = '\0';
    test::write_text(folder / "file", content);
    EXPECT_EQ(read_file(folder / "file"), content);
    test::write_text(folder / "empty", "");
    EXPECT_EQ(read_file(folder / "empty"), "");
}

TEST(ReadFile, RefusesWhatIsLargerThanTheLimit) {
    TempDir folder;
    test::write_text(folder / "file", "12345");
    EXPECT_EQ(read_file(folder / "file", 5), "12345");
    auto refused = read_file(folder / "file", 4);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::too_large);
    EXPECT_NE(refused.error().message.find((folder / "file").string()), std::string::npos);
    EXPECT_EQ(test::error_of(read_file("/dev/zero", 1'000'000)).code, Errc::too_large);
}

TEST(ReadFile, NamesThePathThatIsMissingOrAFolder) {
    TempDir folder;
    auto missing = read_file(folder / "missing");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::not_found);
    EXPECT_NE(missing.error().message.find((folder / "missing").string()), std::string::npos);
    EXPECT_EQ(test::error_of(read_file(folder.path())).code, Errc::unavailable);
}

TEST(ReadFile, IsForbiddenWithoutPermission) {
    TempDir folder;
    test::write_text(folder / "secret", "s");
    ::chmod((folder / "secret").c_str(), 0);
    EXPECT_TRUE(holds_for_an_ordinary_user([&] {
        return test::error_of(read_file(folder / "secret")).code == Errc::forbidden;
    }));
}

TEST(WriteFileAtomically, ReplacesTheContentAndSetsTheMode) {
    TempDir folder;
    auto path = folder / "file";
    ASSERT_TRUE(write_file_atomically(path, "first"));
    EXPECT_EQ(mode_of(path), 0600U);
    ASSERT_TRUE(write_file_atomically(path, "second", 0644));
    EXPECT_EQ(mode_of(path), 0644U);
    EXPECT_EQ(read_file(path), "second");
    EXPECT_EQ(entries_in(folder.path()), 1U);
}

TEST(WriteFileAtomically, GivesTheModeWhateverTheUmask) {
    TempDir folder;
    auto old = ::umask(0777);
    auto written = write_file_atomically(folder / "file", "x", 0640);
    ::umask(old);
    ASSERT_TRUE(written);
    EXPECT_EQ(mode_of(folder / "file"), 0640U);
}

TEST(WriteFileAtomically, IsNotStoppedByWhatACrashLeft) {
    TempDir folder;
    test::write_text(folder / "file.new", "half of someth");
    ASSERT_TRUE(write_file_atomically(folder / "file", "whole"));
    EXPECT_EQ(read_file(folder / "file"), "whole");
    EXPECT_EQ(entries_in(folder.path()), 1U);
}

TEST(WriteFileAtomically, DoesNotFollowALinkThatSomebodyPutThere) {
    TempDir folder;
    test::write_text(folder / "victim", "untouched");
    std::filesystem::create_symlink(folder / "victim", folder / "file.new");
    std::filesystem::create_symlink(folder / "victim", folder / "file");
    ASSERT_TRUE(write_file_atomically(folder / "file", "mine"));
    EXPECT_EQ(read_file(folder / "victim"), "untouched");
    EXPECT_FALSE(std::filesystem::is_symlink(folder / "file"));
}

TEST(WriteFileAtomically, LeavesTheOldContentWhenTheDiskIsFull) {
    TempDir folder;
    ASSERT_TRUE(write_file_atomically(folder / "file", "old"));
    Result<> written;
    {
        SmallDisk disk(1000);
        written = write_file_atomically(folder / "file", std::string(5000, 'n'));
    }
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Errc::unavailable);
    EXPECT_NE(written.error().message.find("file"), std::string::npos);
    EXPECT_EQ(read_file(folder / "file"), "old");
    EXPECT_EQ(entries_in(folder.path()), 1U) << "the half-written file was left behind";
}

TEST(WriteFileAtomically, SaysThatTheFolderIsMissingOrNotWritable) {
    TempDir folder;
    EXPECT_EQ(test::error_of(write_file_atomically(folder / "no" / "file", "x")).code, Errc::not_found);
    auto locked = folder / "locked";
    std::filesystem::create_directory(locked);
    test::write_text(locked / "file", "old");
    ::chmod(locked.c_str(), 0555);
    EXPECT_TRUE(holds_for_an_ordinary_user([&] {
        auto written = write_file_atomically(locked / "file", "new");
        return !written && written.error().code == Errc::forbidden && read_file(locked / "file") == "old";
    }));
    ::chmod(locked.c_str(), 0755);
}

TEST(WriteFileAtomically, DoesNotReplaceAFolder) {
    TempDir folder;
    std::filesystem::create_directory(folder / "file");
    EXPECT_FALSE(write_file_atomically(folder / "file", "x"));
    EXPECT_EQ(entries_in(folder.path()), 1U);
}

TEST(MakePrivateDirectory, MakesItAndItsParents) {
    TempDir folder;
    auto path = folder / "a" / "b" / "private";
    ASSERT_TRUE(make_private_directory(path));
    EXPECT_EQ(mode_of(path), 0700U);
    EXPECT_TRUE(make_private_directory(path));  // again
}

TEST(MakePrivateDirectory, NarrowsAnExistingOne) {
    TempDir folder;
    std::filesystem::create_directory(folder / "open");
    ::chmod((folder / "open").c_str(), 0777);
    ASSERT_TRUE(make_private_directory(folder / "open"));
    EXPECT_EQ(mode_of(folder / "open"), 0700U);
    ASSERT_TRUE(make_private_directory(folder / "open", 0711));
    EXPECT_EQ(mode_of(folder / "open"), 0711U);
}

TEST(MakePrivateDirectory, RefusesAFile) {
    TempDir folder;
    test::write_text(folder / "file", "");
    EXPECT_EQ(test::error_of(make_private_directory(folder / "file")).code, Errc::conflict);
    EXPECT_FALSE(make_private_directory(folder / "file" / "below"));
}

TEST(MakePrivateDirectory, IsForbiddenWhereOneMayNotWrite) {
    TempDir folder;
    ::chmod(folder.path().c_str(), 0555);
    EXPECT_TRUE(holds_for_an_ordinary_user([&] {
        return test::error_of(make_private_directory(folder / "mine")).code == Errc::forbidden;
    }));
    ::chmod(folder.path().c_str(), 0755);
}

}  // namespace
}  // namespace alloquy::base
