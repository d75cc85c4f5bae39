// SPDX-License-Identifier: GPL-2.0-or-later
// Starts child programs, from one thread that lives as long as the process.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/process/child_process.hpp>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace alloquy::process {

/// Paths are absolute.
struct SpawnRequest {
    std::filesystem::path program;
    std::vector<std::string> arguments;  ///< Without the program itself.
    std::filesystem::path working_directory;
    std::vector<std::filesystem::path> readable;  ///< See Sandbox.
    std::vector<std::filesystem::path> writable;  ///< Beyond working_directory.
};

/// A child runs in a session and process group of its own; with stdin from /dev/null, stdout and stderr to us and no
/// other descriptor; with default signal dispositions; with as many descriptors as the hard limit allows (at most
/// 65536); with a small environment of our own; unable to gain privileges; confined by Landlock where the kernel has
/// it; and it gets SIGTERM when we die, however we die.
class Spawner {
public:
    /// `closed`: the data directory, of which a child sees only what its request names.
    explicit Spawner(std::filesystem::path closed);
    /// Ends the thread, and with it every child that still runs (they get SIGTERM): destroy it last.
    ~Spawner();
    Spawner(Spawner const&) = delete;
    Spawner& operator=(Spawner const&) = delete;

    /// Returns once the program runs (exec succeeded). Errors: not_found (no such program or path), forbidden,
    /// unavailable (no more processes, memory or descriptors), internal.
    Task<Result<std::unique_ptr<ChildProcess>>> spawn(SpawnRequest request);

private:
    void work();

    std::filesystem::path closed_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> jobs_;
    bool stopping_ = false;
    // A thread of its own, because PR_SET_PDEATHSIG follows the thread that forked, not the process (prctl(2)).
    std::thread thread_;
};

}  // namespace alloquy::process
