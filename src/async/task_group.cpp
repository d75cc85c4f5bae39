// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/async/task_group.hpp>
#include <alloquy/base/log.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/system/system_error.hpp>

namespace alloquy::async {

TaskGroup::TaskGroup(asio::any_io_executor executor, std::string name)
    : executor_(std::move(executor)), name_(std::move(name)), idle_(executor_) {}

void TaskGroup::spawn(Task<> task) {
    if (stopping_) return;
    auto it = signals_.emplace(signals_.end());
    asio::co_spawn(
        executor_, std::move(task),
        asio::bind_cancellation_slot(
            it->slot(),
            [this, it](std::exception_ptr exception) {
                signals_.erase(it);
                if (signals_.empty()) idle_.cancel();
                if (!exception) return;
                try {
                    std::rethrow_exception(exception);
                } catch (boost::system::system_error const& error) {
                    // A cancelled wait that was not asked for its error code: the normal end of a stopped task.
                    if (error.code() != asio::error::operation_aborted)
                        log::error(name_, "task failed: {}", error.what());
                } catch (std::exception const& error) {
                    log::error(name_, "task failed: {}", error.what());
                }
            }
        )
    );
}

Task<> TaskGroup::wait_until_empty(std::chrono::steady_clock::duration limit) {
    if (signals_.empty()) co_return;
    idle_.expires_after(limit);
    co_await idle_.async_wait(asio::as_tuple(asio::use_awaitable));
}

Task<> TaskGroup::stop(std::chrono::steady_clock::duration grace) {
    stopping_ = true;
    // Posted tasks end later, so the list doesn't change while we walk it, except by the end of the task we signal:
    // step first.
    for (auto it = signals_.begin(); it != signals_.end();) (it++)->emit(asio::cancellation_type::total);
    co_await wait_until_empty(grace);
    for (auto it = signals_.begin(); it != signals_.end();) (it++)->emit(asio::cancellation_type::terminal);
    co_await wait_until_empty(std::chrono::seconds(10));
    if (!signals_.empty()) log::error(name_, "{} tasks did not end", signals_.size());
}

}  // namespace alloquy::async
