// SPDX-License-Identifier: GPL-2.0-or-later
// Coroutines: one io thread runs all component state; this header has the few ways to leave it, to come back, and to
// bound an operation in time.
#pragma once
#include <alloquy/base/result.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <type_traits>

namespace alloquy {

namespace asio = boost::asio;

template <class T = void>
using Task = asio::awaitable<T>;

namespace async {

/// Turns one callback from any thread into an awaitable. `start` receives a copyable function and must see to it that
/// it is called exactly once. The awaiting coroutine resumes on its own executor. Not cancellable: the other side
/// always answers or is destroyed with the process.
template <class T, class Start>
Task<T> from_callback(Start start) {
    return asio::async_initiate<asio::use_awaitable_t<> const, void(T)>(
        [](auto handler, Start begin) {
            auto home = asio::get_associated_executor(handler);
            // std::function needs a copyable target; the handler is only movable.
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            begin([shared, guard = asio::make_work_guard(home)](T value) mutable {
                asio::post(guard.get_executor(), [shared, result = std::move(value)]() mutable {
                    std::move (*shared)(std::move(result));
                });
            });
        },
        asio::use_awaitable, std::move(start)
    );
}

/// Runs `work` on `executor` (a pool or another thread) and resumes the caller on the caller's own executor. `work`
/// must not throw.
template <class Executor, class F>
Task<std::invoke_result_t<F&>> run_on(Executor executor, F work) {
    using R = std::invoke_result_t<F&>;
    return from_callback<R>([executor, job = std::make_shared<F>(std::move(work))](auto done) mutable {
        asio::post(executor, [job, finish = std::move(done)]() mutable { finish((*job)()); });
    });
}

/// Waits on the caller's executor. Returns false if it was cancelled first.
Task<bool> sleep_for(std::chrono::steady_clock::duration duration);

/// Fails with Errc::timeout if `operation` has not finished in time; then it is cancelled and awaited, so nothing is
/// left running.
template <class T>
Task<Result<T>> with_timeout(std::chrono::steady_clock::duration limit, Task<Result<T>> operation);

/// Inside a coroutine: "total" cancellation ends the wait. For waiting for work.
inline auto stoppable() {
    return asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
}
/// Inside a coroutine: only "terminal" cancellation ends the wait. For doing work that should finish.
inline auto finishing() {
    return asio::this_coro::reset_cancellation_state(asio::enable_terminal_cancellation());
}

}  // namespace async
}  // namespace alloquy

#include <alloquy/async/with_timeout.ipp>
