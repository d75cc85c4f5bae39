// SPDX-License-Identifier: GPL-2.0-or-later
// A program that a test runs: in a process group of its own, its output read line by line, ended with the object.
#pragma once
#include "support/wait.hpp"

#include <sys/types.h>

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace alloquy::test {

struct ProcessOptions {
    std::vector<std::string> environment{};  ///< "NAME=value", added to the test's own.
    std::filesystem::path directory{};       ///< Empty: the test's own.
    std::string input{};                     ///< Given on stdin, which is closed after.
};

/// How a program ended.
struct Ended {
    int code = -1;   ///< Meaningful when `signal` is 0.
    int signal = 0;  ///< What killed it, or 0.
    bool operator==(Ended const&) const = default;
};

class Process {
public:
    /// `command[0]` is looked up in PATH. Throws when it can't be started.
    explicit Process(std::vector<std::string> command, ProcessOptions options = {});
    /// Kills the whole group.
    ~Process();
    Process(Process const&) = delete;
    Process& operator=(Process const&) = delete;

    pid_t pid() const { return pid_; }
    bool running();

    /// The first line of stdout or stderr, past or future, that matches the regular expression somewhere.
    /// Throws with all output when the program ends or the time is up first.
    std::string wait_for_line(std::string const& pattern, Milliseconds limit = patience());
    /// Whether such a line was written so far.
    bool has_line(std::string const& pattern);
    /// Waits for the end. Throws with all output when the time is up.
    Ended wait(Milliseconds limit = patience());
    void signal(int number);
    void kill_group();

    std::string standard_output();
    std::string standard_error();
    /// Both, in the order they came.
    std::string output();

private:
    struct Line {
        bool error;
        std::string text;
    };
    void read_output(int out, int error);
    std::string joined(bool out, bool error);
    void reap();

    std::string name_;
    pid_t pid_ = -1;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Line> lines_;
    bool closed_ = false;
    std::optional<Ended> ended_;
    std::thread reader_;
};

/// A command that ran to its end.
struct CommandResult {
    int code;         ///< Exit code, or 128 + signal.
    std::string out;  ///< stdout
    std::string err;  ///< stderr
    std::string all;  ///< Both, in the order they came.
};
CommandResult run(std::vector<std::string> command, ProcessOptions options = {}, Milliseconds limit = patience());

/// Process ids of all descendants of `pid` that live just now.
std::vector<pid_t> descendants(pid_t pid);
/// Of all processes whose command line contains `text`.
std::vector<pid_t> processes_with(std::string const& text);
/// False for zombies too.
bool alive(pid_t pid);
/// SIGSTOP, and waiting until the process has really stopped: until then another signal could come first.
void stop_process(pid_t pid);

}  // namespace alloquy::test
