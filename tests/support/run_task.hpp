// SPDX-License-Identifier: GPL-2.0-or-later
// Runs a coroutine from a test that is none, on a loop of the test's own.
#pragma once
#include <alloquy/async/task.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>

namespace alloquy::test {

/// What the task returns. Other tasks of the loop go on meanwhile. Throws what the task throws, and std::runtime_error
/// when it has not ended within `limit`.
template <class T>
T run_task(asio::io_context& io, Task<T> task, std::chrono::steady_clock::duration limit = std::chrono::seconds(60)) {
    // Shared: after a timeout the task may still end, when the loop is destroyed.
    auto outcome = std::make_shared<std::pair<std::exception_ptr, std::optional<T>>>();
    asio::co_spawn(io, std::move(task), [outcome](std::exception_ptr exception, T value) {
        outcome->first = exception;
        outcome->second.emplace(std::move(value));
    });
    auto const deadline = std::chrono::steady_clock::now() + limit;
    io.restart();
    while (!outcome->second && std::chrono::steady_clock::now() < deadline) io.run_one_until(deadline);
    if (!outcome->second) throw std::runtime_error("the task did not end in time");
    if (outcome->first) std::rethrow_exception(outcome->first);
    return std::move(*outcome->second);
}

inline void run_task(
    asio::io_context& io, Task<> task, std::chrono::steady_clock::duration limit = std::chrono::seconds(60)
) {
    run_task(
        io,
        [](Task<> inner) -> Task<bool> {
            co_await std::move(inner);
            co_return true;
        }(std::move(task)),
        limit
    );
}

}  // namespace alloquy::test
