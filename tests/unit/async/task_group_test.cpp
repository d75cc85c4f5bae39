// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/run_task.hpp"

#include <alloquy/async/task_group.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace alloquy::async {
namespace {

using namespace std::chrono_literals;
using test::run_task;
using Time = std::chrono::steady_clock;

/// Ends when it is asked to, between two units of work.
Task<> obedient(std::string& heard) {
    co_await stoppable();
    if (!co_await sleep_for(1h)) heard += "total ";
}

/// Ends only when it is cancelled hard.
Task<> busy(std::string& heard) {
    co_await finishing();
    if (!co_await sleep_for(1h)) heard += "terminal ";
}

TEST(TaskGroup, RunsWhatItIsGivenAndForgetsWhatEnded) {
    asio::io_context io(1);
    TaskGroup group(io.get_executor(), "test");
    int ran = 0;
    auto task = [&]() -> Task<> {
        ++ran;
        co_return;
    };
    group.spawn(task());
    group.spawn(task());
    EXPECT_EQ(group.size(), 2U);
    io.run_for(10s);
    EXPECT_EQ(ran, 2);
    EXPECT_EQ(group.size(), 0U);
}

TEST(TaskGroup, AsksFirstAndCancelsHardAfterTheGrace) {
    asio::io_context io(1);
    TaskGroup group(io.get_executor(), "test");
    std::string heard;
    group.spawn(busy(heard));
    group.spawn(obedient(heard));
    io.poll();
    run_task(io, group.stop(20ms));
    EXPECT_EQ(heard, "total terminal ");
    EXPECT_EQ(group.size(), 0U);
}

TEST(TaskGroup, StopsAtOnceWhenEveryTaskObeys) {
    asio::io_context io(1);
    TaskGroup group(io.get_executor(), "test");
    std::string heard;
    for (int i = 0; i < 100; ++i) group.spawn(obedient(heard));
    io.poll();
    auto begun = Time::now();
    run_task(io, group.stop(1min));
    EXPECT_LT(Time::now() - begun, 30s);
    EXPECT_EQ(group.size(), 0U);
    EXPECT_EQ(heard.size(), 600U);
}

TEST(TaskGroup, StopsAtOnceWhenItIsEmpty) {
    asio::io_context io(1);
    TaskGroup group(io.get_executor(), "test");
    auto begun = Time::now();
    run_task(io, group.stop(1min));
    EXPECT_LT(Time::now() - begun, 30s);
}

TEST(TaskGroup, LetsAUnitOfWorkFinishWithinTheGrace) {
    asio::io_context io(1);
    TaskGroup group(io.get_executor(), "test");
    bool finished = false;
    auto work = [&]() -> Task<> { finished = co_await sleep_for(10ms); };
    group.spawn(work());
    io.poll();
    run_task(io, group.stop(1min));
    EXPECT_TRUE(finished);
}

TEST(TaskGroup, StartsNothingAfterStop) {
    asio::io_context io(1);
    TaskGroup group(io.get_executor(), "test");
    run_task(io, group.stop(1s));
    EXPECT_TRUE(group.stopping());
    bool ran = false;
    auto task = [&]() -> Task<> {
        ran = true;
        co_return;
    };
    group.spawn(task());
    EXPECT_EQ(group.size(), 0U);
    io.restart();
    io.run_for(10s);
    EXPECT_FALSE(ran);
}

TEST(TaskGroup, SaysToItsTasksThatItIsStopping) {
    asio::io_context io(1);
    TaskGroup group(io.get_executor(), "test");
    int rounds = 0;
    auto loop = [&]() -> Task<> {
        while (!group.stopping()) {
            ++rounds;
            co_await asio::post(asio::use_awaitable);
        }
    };
    group.spawn(loop());
    io.poll_one();
    EXPECT_FALSE(group.stopping());
    run_task(io, group.stop(1min));
    EXPECT_GT(rounds, 0);
}

TEST(TaskGroup, LogsAnExceptionWithItsNameAndGoesOn) {
    asio::io_context io(1);
    TaskGroup group(io.get_executor(), "fragile");
    auto throwing = []() -> Task<> {
        throw std::runtime_error("a bug showed");
        co_return;
    };
    bool other = false;
    auto fine = [&]() -> Task<> {
        other = true;
        co_return;
    };
    testing::internal::CaptureStderr();
    group.spawn(throwing());
    group.spawn(fine());
    io.run_for(10s);
    auto text = testing::internal::GetCapturedStderr();
    EXPECT_NE(text.find("fragile"), std::string::npos) << text;
    EXPECT_NE(text.find("a bug showed"), std::string::npos) << text;
    EXPECT_TRUE(other);
    EXPECT_EQ(group.size(), 0U);
}

TEST(TaskGroup, DoesNotLogTheEndOfAStoppedTask) {
    asio::io_context io(1);
    TaskGroup group(io.get_executor(), "calm");
    auto waiting = []() -> Task<> {
        co_await stoppable();
        co_await sleep_for(1h);
        co_await sleep_for(1h);  // throws operation_aborted, because the task was cancelled
    };
    testing::internal::CaptureStderr();
    group.spawn(waiting());
    io.poll();
    run_task(io, group.stop(1min));
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    EXPECT_EQ(group.size(), 0U);
}

TEST(TaskGroup, TasksMaySpawnOthers) {
    asio::io_context io(1);
    TaskGroup group(io.get_executor(), "test");
    std::string heard;
    auto parent = [&]() -> Task<> {
        group.spawn(obedient(heard));
        co_return;
    };
    group.spawn(parent());
    io.poll();
    EXPECT_EQ(group.size(), 1U);
    run_task(io, group.stop(1min));
    EXPECT_EQ(heard, "total ");
}

}  // namespace
}  // namespace alloquy::async
