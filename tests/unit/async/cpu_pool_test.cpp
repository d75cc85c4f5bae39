// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"
#include "support/run_task.hpp"

#include <alloquy/async/cpu_pool.hpp>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <future>
#include <latch>
#include <set>
#include <thread>

namespace alloquy::async {
namespace {

using namespace std::chrono_literals;
using test::error_of;
using test::run_task;

/// Holds every thread of a pool until it is released.
class Occupation {
public:
    explicit Occupation(CpuPool& pool) : begun_(std::ptrdiff_t(pool.threads())) {
        for (std::size_t i = 0; i < pool.threads(); ++i)
            EXPECT_TRUE(pool.submit([this] {
                begun_.count_down();
                released_.get_future().wait();
            }));
        begun_.wait();
    }
    void release() { released_.set_value(); }

private:
    std::latch begun_;
    std::promise<void> released_;
};

TEST(CpuPool, RunsWorkOnAThreadOfItsOwnAndReturnsTheResultHome) {
    asio::io_context io(1);
    CpuPool pool(2, 16);
    std::thread::id at_work;
    auto const home = std::this_thread::get_id();
    auto result = run_task(io, pool.run([&]() -> Result<int> {
        at_work = std::this_thread::get_id();
        return 42;
    }));
    EXPECT_EQ(result, 42);
    EXPECT_NE(at_work, home);
    auto failed = run_task(io, pool.run([]() -> Result<int> { return fail(Errc::conflict, "no"); }));
    EXPECT_EQ(error_of(failed).code, Errc::conflict);
}

TEST(CpuPool, RefusesWorkBeyondItsQueue) {
    asio::io_context io(1);  // outlives the pool, whose threads let go of it last
    CpuPool pool(1, 3);
    Occupation occupation(pool);
    std::atomic<int> ran = 0;
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(pool.submit([&] { ++ran; }));
    EXPECT_FALSE(pool.submit([&] { ++ran; }));
    EXPECT_EQ(pool.load(), 4U);  // one runs, three wait

    auto refused = run_task(io, pool.run([]() -> Result<int> { return 1; }));
    EXPECT_EQ(error_of(refused).code, Errc::unavailable);
    EXPECT_EQ(error_of(refused).reason, "busy");
    occupation.release();
    while (pool.load() > 0) std::this_thread::yield();
    EXPECT_EQ(ran, 3);
    EXPECT_EQ(run_task(io, pool.run([]() -> Result<int> { return 1; })), 1);
}

TEST(CpuPool, AnswersEverybodyBeforeItIsGone) {
    asio::io_context io(1);
    int answered = 0;
    {
        CpuPool pool(2, 1000);
        for (int i = 0; i < 200; ++i)
            asio::co_spawn(io, pool.run([i]() -> Result<int> { return i; }), [&](std::exception_ptr, Result<int>) {
                ++answered;
            });
        io.poll();  // hands the work over
    }
    io.restart();
    io.run_for(10s);
    EXPECT_EQ(answered, 200);
}

TEST(CpuPool, WorksOnAllItsThreadsAtOnce) {
    CpuPool pool(3, 16);
    std::latch together(3);
    std::atomic<int> met = 0;
    for (int i = 0; i < 3; ++i)
        pool.submit([&] {
            together.arrive_and_wait();  // ends only if the others run meanwhile
            ++met;
        });
    while (pool.load() > 0) std::this_thread::yield();
    EXPECT_EQ(met, 3);
    EXPECT_EQ(pool.threads(), 3U);
}

TEST(CpuPool, RunsAtLowPriorityAndLeavesTheCallersAlone) {
    asio::io_context io(1);
    CpuPool pool(1, 16);
    auto const mine = ::getpriority(PRIO_PROCESS, 0);
    auto niceness = run_task(io, pool.run([]() -> Result<int> { return ::getpriority(PRIO_PROCESS, 0); }));
    EXPECT_EQ(niceness, 10);
    EXPECT_EQ(::getpriority(PRIO_PROCESS, 0), mine);
}

}  // namespace
}  // namespace alloquy::async
