// SPDX-License-Identifier: GPL-2.0-or-later
// What a test of one bridge needs besides the bridge: an io thread, and its child program run without the supervisor.
#pragma once
#include "support/process.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/async/task_group.hpp>
#include <alloquy/supervisor/child.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <memory>
#include <optional>
#include <string>
#include <thread>

namespace alloquy::test {

/// Servers refuse to run as root, or drop to a user that can't read the test's folder: started as root, the whole test
/// program becomes nobody. Call before anything else makes files.
void drop_root();

/// config/ of this checkout, read while we still may and written where we may read it afterwards.
std::filesystem::path private_templates(TempDir const& folder);

class IoThread {
public:
    IoThread() : work_(context_.get_executor()), thread_([this] { context_.run(); }) {}
    ~IoThread() {
        work_.reset();
        context_.stop();
        thread_.join();
    }
    asio::any_io_executor executor() { return context_.get_executor(); }

    /// Runs it on the io thread and waits for the answer.
    template <class T>
    T run(Task<T> task) {
        return asio::co_spawn(context_, std::move(task), asio::use_future).get();
    }
    template <class F>
    auto call(F work) {
        return run([](F job) -> Task<std::invoke_result_t<F&>> { co_return job(); }(std::move(work)));
    }

private:
    asio::io_context context_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_;
    std::thread thread_;
};

/// Runs a Child as the supervisor would: prepare, start, hand its lines over, tell when it ended.
class ChildRunner {
public:
    ChildRunner(IoThread& io, supervisor::Child& child) : io_(io), child_(child) {}
    ~ChildRunner();

    /// Throws when it can't be prepared, or is not ready in time. Returns the version it reported.
    std::string start();
    /// Starts without waiting for readiness.
    void launch();
    std::string wait_ready(Milliseconds limit = std::chrono::seconds(20));
    void signal(int number);
    /// Sends the signal, waits for the end and tells the child.
    supervisor::ExitStatus stop(int number);
    bool running();
    /// Its redacted output.
    std::string lines();
    /// Its output as it came, e.g. to see that something secret was in it.
    std::string raw_lines();

private:
    void follow();

    IoThread& io_;
    supervisor::Child& child_;
    std::unique_ptr<Process> process_;
    std::thread follower_;
    std::atomic<bool> stopping_ = false;
    std::mutex mutex_;
    std::string lines_;
    std::string raw_;
};

}  // namespace alloquy::test
