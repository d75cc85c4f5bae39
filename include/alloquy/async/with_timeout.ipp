// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>

namespace alloquy::async {

template <class T>
Task<Result<T>> with_timeout(std::chrono::steady_clock::duration limit, Task<Result<T>> operation) {
    using namespace std::chrono_literals;
    struct Race {
        asio::steady_timer timer;
        asio::cancellation_signal signal;
        bool expired = false;
        bool finished = false;
        explicit Race(asio::any_io_executor const& executor) : timer(executor) {}
    };
    auto executor = co_await asio::this_coro::executor;
    auto race = std::make_shared<Race>(executor);
    race->timer.expires_after(limit);
    race->timer.async_wait([race](boost::system::error_code const& error) {
        if (error || race->finished) return;
        race->expired = true;
        race->signal.emit(asio::cancellation_type::terminal);
    });
    // An outer cancellation reaches the operation through the same signal.
    auto state = co_await asio::this_coro::cancellation_state;
    if (auto slot = state.slot(); slot.is_connected())
        slot.assign([race](asio::cancellation_type type) { race->signal.emit(type); });
    std::exception_ptr exception;
    std::optional<Result<T>> result;
    try {
        result.emplace(co_await asio::co_spawn(
            executor, std::move(operation), asio::bind_cancellation_slot(race->signal.slot(), asio::use_awaitable)
        ));
    } catch (...) {
        exception = std::current_exception();
    }
    race->finished = true;
    race->timer.cancel();
    if (race->expired && (exception || !*result)) co_return fail(Errc::timeout, "the operation took too long");
    if (exception) std::rethrow_exception(exception);
    co_return std::move(*result);
}

}  // namespace alloquy::async
