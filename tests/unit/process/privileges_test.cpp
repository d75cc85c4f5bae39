// SPDX-License-Identifier: GPL-2.0-or-later
// Each case runs in a forked process, because giving up root is for good. As root they test the real thing, otherwise
// what an ordinary user gets.
#include "support/temp_dir.hpp"

#include <alloquy/process/data_directory.hpp>
#include <alloquy/process/privileges.hpp>

#include <gtest/gtest.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <functional>
#include <thread>

namespace alloquy::process {
namespace {

namespace fs = std::filesystem;

// Exists on every Debian; the real service user needn't exist where tests run.
constexpr char kUser[] = "nobody";

/// Runs `work` in a process of its own and returns what it says.
std::string in_fork(std::function<std::string()> const& work) {
    std::array<int, 2> told{};
    if (::pipe(told.data()) != 0) return "no pipe";
    auto child = ::fork();
    if (child == 0) {
        auto text = work();
        [[maybe_unused]] auto written = ::write(told[1], text.data(), text.size());
        ::_exit(0);
    }
    ::close(told[1]);
    std::string text;
    std::array<char, 4096> buffer;
    for (ssize_t got; (got = ::read(told[0], buffer.data(), buffer.size())) > 0;)
        text.append(buffer.data(), std::size_t(got));
    ::close(told[0]);
    ::waitpid(child, nullptr, 0);
    return text;
}

bool is_root() {
    return ::geteuid() == 0;
}

uid_t service_user() {
    return ::getpwnam(kUser)->pw_uid;
}

uid_t owner_of(fs::path const& path) {
    struct stat status{};
    return ::lstat(path.c_str(), &status) == 0 ? status.st_uid : uid_t(-1);
}

class Privileges : public testing::Test {
protected:
    ServiceUserRequest request(fs::path data) { return {std::move(data), kUser, temp.path()}; }
    test::TempDir temp;
};

TEST_F(Privileges, GivesTheDataDirectoryAndBecomesTheServiceUser) {
    ASSERT_TRUE(DataDirectory::open(temp / "data"));
    test::write_text(temp / "data/alloquy.db", "content");
    test::write_text(temp / "outside", "");
    fs::create_symlink(temp / "outside", temp / "data/link");
    auto said = in_fork([&]() -> std::string {
        bool const root = is_root();
        auto outcome = become_service_user(request(temp / "data"));
        if (!outcome) return outcome.error().message;
        if (outcome->dropped != root) return "wrong answer about root";
        if (outcome->data != temp / "data") return "wrong folder " + outcome->data.string();
        if (::prctl(PR_GET_DUMPABLE) != 0) return "memory is open to others";
        if (outcome->dropped && (::setuid(0) == 0 || ::getegid() == 0)) return "still root";
        if (outcome->dropped && ::getuid() != service_user()) return "another user";
        // Ports below 1024 stay possible, for children too; nothing else of root does.
        if (outcome->dropped && ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_NET_BIND_SERVICE, 0, 0) != 1)
            return "no low ports";
        if (outcome->dropped && ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_SETUID, 0, 0) != 0)
            return "too many rights";
        if (outcome->dropped && std::string(::getenv("HOME")) != outcome->data) return "HOME is wrong";
        auto opened = DataDirectory::open(outcome->data);
        return opened ? "done" : opened.error().message;
    });
    EXPECT_EQ(said, "done");
    auto const expected = is_root() ? service_user() : ::getuid();
    for (auto path : {"data", "data/keys", "data/run", "data/alloquy.db", "data/link"})
        EXPECT_EQ(owner_of(temp / path), expected) << path;
    EXPECT_EQ(owner_of(temp / "outside"), ::getuid()) << "a link was followed";
}

TEST_F(Privileges, LeavesAloneAFileThatHasAnotherNameElsewhere) {
    ASSERT_TRUE(DataDirectory::open(temp / "data"));
    test::write_text(temp / "shadow", "");
    fs::create_hard_link(temp / "shadow", temp / "data/innocent");
    auto said = in_fork([&]() -> std::string {
        auto outcome = become_service_user(request(temp / "data"));
        return outcome ? "done" : outcome.error().message;
    });
    EXPECT_EQ(said, "done");
    EXPECT_EQ(owner_of(temp / "shadow"), ::getuid());
}

TEST_F(Privileges, ReachesADirectoryBelowAClosedHome) {
    fs::create_directories(temp / "home");
    fs::permissions(temp / "home", fs::perms(0700));
    auto said = in_fork([&]() -> std::string {
        bool const root = is_root();
        auto outcome = become_service_user(request(temp / "home/data"));
        if (!outcome) return outcome.error().message;
        auto opened = DataDirectory::open(outcome->data);
        if (!opened) return opened.error().message;
        test::write_text(opened->run() / "written", "by the service user");
        if (root && outcome->data == temp / "home/data") return "not moved";
        return "done";
    });
    EXPECT_EQ(said, "done");
    if (!is_root()) return;  // nothing is closed to its owner
    EXPECT_EQ(test::read_text(temp / "home/data/run/written"), "by the service user");
    EXPECT_EQ(owner_of(temp / "home/data/run/written"), service_user());
    EXPECT_EQ(owner_of(temp / "home"), 0U);
    for (fs::directory_iterator entry(temp.path()), end; entry != end; ++entry)
        if (entry->path().filename().string().starts_with("alloquy-"))
            EXPECT_TRUE(fs::is_empty(entry->path())) << "the mount shows outside";
}

TEST_F(Privileges, NamesTheClosedFolderWhenItCantBeReached) {
    fs::create_directories(temp / "home");
    fs::permissions(temp / "home", fs::perms(0700));
    auto unusable = request(temp / "home/data");
    unusable.mount_parent = temp / "home";  // just as closed
    auto said = in_fork([&]() -> std::string {
        auto outcome = become_service_user(unusable);
        return outcome ? "done" : outcome.error().message;
    });
    if (!is_root()) {
        EXPECT_EQ(said, "done");
        return;
    }
    EXPECT_NE(said.find((temp / "home").string() + " is closed to it"), std::string::npos) << said;
    EXPECT_NE(said.find("--data /var/lib/alloquy"), std::string::npos) << said;
}

TEST_F(Privileges, TellsHowToMakeAMissingUser) {
    auto missing = request(temp / "data");
    missing.user = "no-such-user-here";
    auto said = in_fork([&]() -> std::string {
        auto outcome = become_service_user(missing);
        return outcome ? "done" : outcome.error().message;
    });
    if (is_root())
        EXPECT_NE(said.find("useradd --system"), std::string::npos) << said;
    else
        EXPECT_EQ(said, "done");
}

TEST_F(Privileges, RefusesAFolderOfSomethingElseAndLeavesItAlone) {
    fs::create_directories(temp / "home/Documents");
    auto said = in_fork([&]() -> std::string {
        auto outcome = become_service_user(request(temp / "home"));
        if (!outcome) return outcome.error().message;
        auto opened = DataDirectory::open(outcome->data);
        return opened ? "done" : opened.error().message;
    });
    EXPECT_NE(said.find("in use by something else"), std::string::npos) << said;
    EXPECT_EQ(owner_of(temp / "home/Documents"), ::getuid());
}

TEST_F(Privileges, MustBeDroppedBeforeThreadsStart) {
    auto said = in_fork([&]() -> std::string {
        std::atomic<bool> stop = false;
        std::thread other([&] {
            while (!stop) std::this_thread::yield();
        });
        auto outcome = become_service_user(request(temp / "data"));
        stop = true;
        other.join();
        return outcome ? "done" : outcome.error().message;
    });
    EXPECT_EQ(said, is_root() ? "privileges must be dropped before threads start" : "done");
}

}  // namespace
}  // namespace alloquy::process
