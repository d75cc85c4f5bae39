// SPDX-License-Identifier: GPL-2.0-or-later
// Owns a set of running tasks: nothing is detached, everything is stopped and awaited.
#pragma once
#include <alloquy/async/task.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <list>
#include <string>

namespace alloquy::async {

class TaskGroup {
public:
    /// `name` appears in the log line about a task that ended with an exception (which is a bug).
    TaskGroup(asio::any_io_executor executor, std::string name);
    TaskGroup(TaskGroup const&) = delete;
    TaskGroup& operator=(TaskGroup const&) = delete;

    /// Starts `task`. After stop() was called the task is dropped unstarted. Call on the group's executor.
    void spawn(Task<> task);

    /// True from the moment stop() is called: loops check it between two units of work.
    bool stopping() const { return stopping_; }
    std::size_t size() const { return signals_.size(); }
    asio::any_io_executor const& executor() const { return executor_; }

    /// Asks every task to end between units of work ("total"), waits up to `grace`, then cancels hard ("terminal") and
    /// waits for the rest.
    Task<> stop(std::chrono::steady_clock::duration grace);

private:
    asio::any_io_executor executor_;
    std::string name_;
    std::list<asio::cancellation_signal> signals_;
    asio::steady_timer idle_;
    bool stopping_ = false;

    Task<> wait_until_empty(std::chrono::steady_clock::duration limit);
};

}  // namespace alloquy::async
