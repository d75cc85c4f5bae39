// SPDX-License-Identifier: GPL-2.0-or-later
// A running child program: its output, its end, and signals to it. Made by Spawner; lives on the io thread.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/process/descriptor.hpp>
#include <alloquy/process/exit_status.hpp>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <sys/types.h>

#include <cstdint>
#include <optional>

namespace alloquy::process {

/// What the spawner hands over: all descriptors close-on-exec.
struct SpawnedParts {
    pid_t pid = 0;
    std::uint64_t start_ticks = 0;
    bool sandboxed = false;
    Descriptor pidfd;
    Descriptor output;  ///< Read ends of stdout and stderr.
    Descriptor errors;
};

class ChildProcess {
public:
    ChildProcess(asio::any_io_executor const& executor, SpawnedParts parts);
    /// Kills the whole group if it still runs.
    ~ChildProcess();
    ChildProcess(ChildProcess const&) = delete;
    ChildProcess& operator=(ChildProcess const&) = delete;

    pid_t pid() const { return pid_; }
    /// See ProcessStat.
    std::uint64_t start_ticks() const { return start_ticks_; }
    /// Whether Landlock confines it.
    bool sandboxed() const { return sandboxed_; }

    asio::posix::stream_descriptor& output() { return output_; }
    asio::posix::stream_descriptor& errors() { return errors_; }

    /// Waits for the end through a pidfd: the kernel wakes us at once, and no SIGCHLD handler is shared with anybody.
    /// What is left of its group is killed then. Cancellable; after it returned a status, it returns the same again.
    /// One caller at a time. Empty when it was cancelled.
    Task<std::optional<ExitStatus>> wait();

    /// To the program itself. Nothing happens when it has ended.
    void signal(int number);
    /// To the program and all it started. Nothing happens when it has ended.
    void signal_group(int number);

private:
    /// Collects the exit status if it has ended.
    bool reap();

    pid_t pid_;
    std::uint64_t start_ticks_;
    bool sandboxed_;
    asio::posix::stream_descriptor pidfd_;
    asio::posix::stream_descriptor output_;
    asio::posix::stream_descriptor errors_;
    std::optional<ExitStatus> status_;
};

}  // namespace alloquy::process
