// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <regex>
#include <stdexcept>
#include <system_error>

namespace alloquy::test {
namespace {

[[noreturn]] void fail(char const* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (auto& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

}  // namespace

Process::Process(std::vector<std::string> command, ProcessOptions options) : name_(command.at(0)) {
    int in[2], out[2], error[2], started[2];
    if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC) || pipe2(error, O_CLOEXEC) || pipe2(started, O_CLOEXEC))
        fail("pipe2");
    std::vector<std::string> environment;
    for (char** entry = environ; *entry; ++entry) environment.emplace_back(*entry);
    environment.insert(environment.end(), options.environment.begin(), options.environment.end());
    auto arguments = pointers(command);
    auto variables = pointers(environment);
    pid_t const parent = getpid();

    pid_ = fork();
    if (pid_ < 0) fail("fork");
    if (pid_ == 0) {
        setpgid(0, 0);
        // A test that is killed takes its servers along.
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent) _exit(126);
        dup2(in[0], 0);
        dup2(out[1], 1);
        dup2(error[1], 2);
        if (options.directory.empty() || chdir(options.directory.c_str()) == 0)
            execvpe(arguments[0], arguments.data(), variables.data());
        int const reason = errno;
        [[maybe_unused]] auto written = ::write(started[1], &reason, sizeof reason);
        _exit(127);
    }
    setpgid(pid_, pid_);
    for (int fd : {in[0], out[1], error[1], started[1]}) close(fd);
    int reason = 0;
    bool const failed = read(started[0], &reason, sizeof reason) == sizeof reason;
    close(started[0]);
    if (failed) {
        for (int fd : {in[1], out[0], error[0]}) close(fd);
        waitpid(pid_, nullptr, 0);
        throw std::system_error(reason, std::generic_category(), "can't run " + name_);
    }
    // Inputs are short (a password, a line), well below what a pipe holds.
    [[maybe_unused]] auto written = ::write(in[1], options.input.data(), options.input.size());
    close(in[1]);
    reader_ = std::thread([this, out = out[0], error = error[0]] { read_output(out, error); });
}

Process::~Process() {
    kill_group();
    // A descendant that left the group may hold the pipe open; the reader notices the end of the program itself.
    try {
        wait(Milliseconds(5000));
    } catch (std::exception const&) {}
    reader_.join();
}

void Process::read_output(int out, int error) {
    pollfd fds[2] = {{out, POLLIN, 0}, {error, POLLIN, 0}};
    std::string partial[2];
    auto last_output = Clock::now();
    while (fds[0].fd >= 0 || fds[1].fd >= 0) {
        poll(fds, 2, 100);
        bool any = false;
        for (int i = 0; i < 2; ++i) {
            if (fds[i].fd < 0 || fds[i].revents == 0) continue;
            char buffer[4096];
            auto const count = read(fds[i].fd, buffer, sizeof buffer);
            std::lock_guard lock(mutex_);
            if (count > 0) {
                any = true;
                partial[i].append(buffer, static_cast<std::size_t>(count));
                for (std::size_t end; (end = partial[i].find('\n')) != std::string::npos; partial[i].erase(0, end + 1))
                    lines_.push_back({i == 1, partial[i].substr(0, end)});
            } else {
                if (!partial[i].empty()) lines_.push_back({i == 1, partial[i]});
                close(fds[i].fd);
                fds[i].fd = -1;
            }
            changed_.notify_all();
        }
        std::lock_guard lock(mutex_);
        reap();
        if (any) last_output = Clock::now();
        // Somebody else inherited the pipe: the program itself is gone and said all it had to say.
        if (ended_ && Clock::now() - last_output > Milliseconds(500)) break;
    }
    for (auto& entry : fds)
        if (entry.fd >= 0) close(entry.fd);
    std::unique_lock lock(mutex_);
    closed_ = true;
    while (!ended_) {
        reap();
        if (!ended_) changed_.wait_for(lock, Milliseconds(5));
        changed_.notify_all();
    }
    changed_.notify_all();
}

void Process::reap() {
    int status = 0;
    if (ended_ || waitpid(pid_, &status, WNOHANG) != pid_) return;
    ended_ = WIFSIGNALED(status) ? Ended{-1, WTERMSIG(status)} : Ended{WEXITSTATUS(status), 0};
    changed_.notify_all();
}

bool Process::running() {
    std::lock_guard lock(mutex_);
    reap();
    return !ended_;
}

std::string Process::wait_for_line(std::string const& pattern, Milliseconds limit) {
    std::regex const expression(pattern);
    auto const deadline = Clock::now() + limit;
    std::unique_lock lock(mutex_);
    for (std::size_t next = 0;;) {
        for (; next < lines_.size(); ++next)
            if (std::regex_search(lines_[next].text, expression)) return lines_[next].text;
        bool const over = closed_ && ended_;
        if (over || changed_.wait_until(lock, deadline) == std::cv_status::timeout) {
            lock.unlock();
            throw std::runtime_error(
                name_ + (over ? " ended" : " went on") + " without a line matching /" + pattern + "/. Output:\n" +
                output()
            );
        }
    }
}

bool Process::has_line(std::string const& pattern) {
    std::regex const expression(pattern);
    std::lock_guard lock(mutex_);
    for (auto const& line : lines_)
        if (std::regex_search(line.text, expression)) return true;
    return false;
}

Ended Process::wait(Milliseconds limit) {
    auto const deadline = Clock::now() + limit;
    std::unique_lock lock(mutex_);
    if (changed_.wait_until(lock, deadline, [this] { return ended_ && closed_; })) return *ended_;
    lock.unlock();
    throw std::runtime_error(name_ + " did not end in time. Output:\n" + output());
}

void Process::signal(int number) {
    std::lock_guard lock(mutex_);
    if (!ended_) ::kill(pid_, number);
}

void Process::kill_group() {
    ::kill(-pid_, SIGKILL);
}

std::string Process::joined(bool out, bool error) {
    std::lock_guard lock(mutex_);
    std::string result;
    for (auto const& line : lines_)
        if (line.error ? error : out) result += line.text + "\n";
    return result;
}
std::string Process::standard_output() {
    return joined(true, false);
}
std::string Process::standard_error() {
    return joined(false, true);
}
std::string Process::output() {
    return joined(true, true);
}

CommandResult run(std::vector<std::string> command, ProcessOptions options, Milliseconds limit) {
    Process process(std::move(command), std::move(options));
    auto const ended = process.wait(limit);
    return {
        ended.signal ? 128 + ended.signal : ended.code, process.standard_output(), process.standard_error(),
        process.output()
    };
}

}  // namespace alloquy::test
