// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/temp_dir.hpp"

#include <alloquy/process/instance_lock.hpp>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace alloquy::process {
namespace {

TEST(InstanceLock, RefusesASecondOneAndNamesTheFirst) {
    test::TempDir temp;
    auto data = DataDirectory::open(temp / "data");
    ASSERT_TRUE(data);
    auto first = InstanceLock::take(*data);
    ASSERT_TRUE(first) << first.error().message;
    auto second = InstanceLock::take(*data);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::conflict);
    EXPECT_NE(second.error().message.find("pid " + std::to_string(::getpid())), std::string::npos)
        << second.error().message;
}

TEST(InstanceLock, IsFreeAgainWhenItsHolderIsKilled) {
    test::TempDir temp;
    auto data = DataDirectory::open(temp / "data");
    ASSERT_TRUE(data);
    std::array<int, 2> told{};
    ASSERT_EQ(::pipe(told.data()), 0);
    auto holder = ::fork();
    if (holder == 0) {
        auto lock = InstanceLock::take(*data);
        [[maybe_unused]] auto written = ::write(told[1], lock ? "y" : "n", 1);
        for (;;) ::pause();
    }
    char taken = '?';
    ASSERT_EQ(::read(told[0], &taken, 1), 1);
    EXPECT_EQ(taken, 'y');
    EXPECT_FALSE(InstanceLock::take(*data));

    ::kill(holder, SIGKILL);
    ::waitpid(holder, nullptr, 0);
    auto mine = InstanceLock::take(*data);
    EXPECT_TRUE(mine) << "the file is stale: " << mine.error().message;
    ::close(told[0]);
    ::close(told[1]);
}

TEST(InstanceLock, ToleratesAFileWithRubbish) {
    test::TempDir temp;
    auto data = DataDirectory::open(temp / "data");
    ASSERT_TRUE(data);
    auto first = InstanceLock::take(*data);
    ASSERT_TRUE(first);
    test::write_text(data->lock_file(), "\x01 rubbish \n\n");
    auto second = InstanceLock::take(*data);
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().message.find("pid unknown"), std::string::npos) << second.error().message;
}

}  // namespace
}  // namespace alloquy::process
