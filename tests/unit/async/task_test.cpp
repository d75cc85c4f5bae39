// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/run_task.hpp"

#include <alloquy/async/task.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/thread_pool.hpp>
#include <gtest/gtest.h>

#include <thread>

namespace alloquy::async {
namespace {

using namespace std::chrono_literals;
using test::run_task;
using Time = std::chrono::steady_clock;

TEST(RunOn, WorksElsewhereAndReturnsHome) {
    asio::io_context io(1);
    asio::thread_pool pool(1);
    auto const home = std::this_thread::get_id();
    std::thread::id at_work, back;
    auto answer = run_task(io, [&]() -> Task<int> {
        auto result = co_await run_on(pool.get_executor(), [&] {
            at_work = std::this_thread::get_id();
            return 42;
        });
        back = std::this_thread::get_id();
        co_return result;
    }());
    EXPECT_EQ(answer, 42);
    EXPECT_NE(at_work, home);
    EXPECT_EQ(back, home);
}

TEST(FromCallback, ResumesAtHomeWhenTheCallbackComesFromAnotherThread) {
    asio::io_context io(1);
    std::thread other;
    auto const home = std::this_thread::get_id();
    std::thread::id back;
    auto answer = run_task(io, [&]() -> Task<std::string> {
        auto text = co_await from_callback<std::string>([&](auto done) {
            other = std::thread([done]() mutable { done(std::string("from afar")); });
        });
        back = std::this_thread::get_id();
        co_return text;
    }());
    other.join();
    EXPECT_EQ(answer, "from afar");
    EXPECT_EQ(back, home);
}

TEST(FromCallback, KeepsTheLoopAliveUntilTheAnswer) {
    asio::io_context io(1);
    std::function<void(int)> answer;
    bool resumed = false;
    asio::co_spawn(
        io,
        [&]() -> Task<> {
            auto value = co_await from_callback<int>([&](auto done) { answer = done; });
            resumed = value == 7;
        },
        [](std::exception_ptr) {}
    );
    io.poll();
    EXPECT_FALSE(io.stopped());  // nothing is ready, but somebody waits
    answer(7);
    answer = nullptr;
    io.run();
    EXPECT_TRUE(resumed);
}

TEST(FromCallback, MayBeAnsweredBeforeStartReturns) {
    asio::io_context io(1);
    EXPECT_EQ(run_task(io, from_callback<int>([](auto done) { done(3); })), 3);
}

TEST(SleepFor, SaysWhetherItSleptToTheEnd) {
    asio::io_context io(1);
    EXPECT_TRUE(run_task(io, sleep_for(1ms)));

    asio::cancellation_signal signal;
    std::optional<bool> slept;
    asio::co_spawn(
        io, sleep_for(1h),
        asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr, bool to_the_end) { slept = to_the_end; })
    );
    io.restart();
    io.poll();
    signal.emit(asio::cancellation_type::terminal);
    io.run_for(10s);
    EXPECT_EQ(slept, false);
}

/// Waits until it is cancelled, and remembers that it was there at the end.
Task<Result<int>> wait_for_ever(bool& ended) {
    auto slept = co_await sleep_for(1h);
    ended = true;
    if (!slept) co_return fail(Errc::unavailable, "cancelled");
    co_return 1;
}

TEST(WithTimeout, PassesTheResultOn) {
    asio::io_context io(1);
    auto soon = [](int value) -> Task<Result<int>> {
        co_await sleep_for(1ms);
        co_return value;
    };
    EXPECT_EQ(run_task(io, with_timeout(1h, soon(5))), 5);
    auto failing = []() -> Task<Result<int>> { co_return fail(Errc::conflict, "taken"); };
    auto failed = run_task(io, with_timeout(1h, failing()));
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, Errc::conflict);
}

TEST(WithTimeout, LeavesNoTimerBehind) {
    asio::io_context io(1);
    auto begun = Time::now();
    auto quick = []() -> Task<Result<>> { co_return Result<>(); };
    ASSERT_TRUE(run_task(io, with_timeout(1h, quick())));
    io.restart();
    io.run();  // returns only when nothing waits anymore
    EXPECT_LT(Time::now() - begun, 1min);
}

TEST(WithTimeout, CancelsAndAwaitsTheLoser) {
    asio::io_context io(1);
    bool ended = false;
    auto result = run_task(io, with_timeout(5ms, wait_for_ever(ended)));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::timeout);
    EXPECT_TRUE(ended);
}

TEST(WithTimeout, KeepsAnAnswerThatArrivesWhileItIsBeingCancelled) {
    asio::io_context io(1);
    auto stubborn = []() -> Task<Result<int>> {
        co_await sleep_for(1h);  // ends by the cancellation
        co_return 9;
    };
    EXPECT_EQ(run_task(io, with_timeout(5ms, stubborn())), 9);
}

TEST(WithTimeout, PassesAnExceptionOn) {
    asio::io_context io(1);
    auto throwing = []() -> Task<Result<int>> {
        co_await sleep_for(1ms);
        throw std::runtime_error("a bug");
    };
    EXPECT_THROW(run_task(io, with_timeout(1h, throwing())), std::runtime_error);
}

TEST(WithTimeout, PassesAnOuterCancellationToTheOperation) {
    asio::io_context io(1);
    asio::cancellation_signal signal;
    bool ended = false;
    std::optional<Result<int>> result;
    asio::co_spawn(
        io, with_timeout(1h, wait_for_ever(ended)),
        asio::bind_cancellation_slot(
            signal.slot(), [&](std::exception_ptr, Result<int> value) { result = std::move(value); }
        )
    );
    io.poll();
    EXPECT_FALSE(ended);
    signal.emit(asio::cancellation_type::terminal);
    io.run_for(10s);
    EXPECT_TRUE(ended);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->error().code, Errc::unavailable);  // what the operation says, not a timeout
}

TEST(WithTimeout, NestsSoThatTheShorterLimitWins) {
    asio::io_context io(1);
    bool ended = false;
    auto result = run_task(io, with_timeout(5ms, with_timeout(1h, wait_for_ever(ended))));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::timeout);
    EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace alloquy::async
