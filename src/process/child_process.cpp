// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/log.hpp>
#include <alloquy/process/child_process.hpp>

#include <boost/asio/as_tuple.hpp>
#include <fmt/core.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace alloquy::process {
namespace {

// glibc 2.36 has it as an enumerator only with some headers; the number is the kernel's (waitid(2)).
constexpr idtype_t kWaitForPidfd = idtype_t(3);

}  // namespace

std::string to_string(ExitStatus status) {
    if (status.signal == 0) return fmt::format("exit code {}", status.code);
    auto name = ::sigdescr_np(status.signal);
    return fmt::format("signal {} ({})", status.signal, name ? name : "unknown");
}

ChildProcess::ChildProcess(asio::any_io_executor const& executor, SpawnedParts parts)
    : pid_(parts.pid),
      start_ticks_(parts.start_ticks),
      sandboxed_(parts.sandboxed),
      pidfd_(executor, parts.pidfd.release()),
      output_(executor, parts.output.release()),
      errors_(executor, parts.errors.release()) {}

ChildProcess::~ChildProcess() {
    if (status_) return;
    signal_group(SIGKILL);
    reap();
}

Task<std::optional<ExitStatus>> ChildProcess::wait() {
    while (!status_) {
        auto [error] =
            co_await pidfd_.async_wait(asio::posix::stream_descriptor::wait_read, asio::as_tuple(asio::use_awaitable));
        if (error) co_return std::nullopt;
        reap();
    }
    co_return status_;
}

bool ChildProcess::reap() {
    siginfo_t info{};
    if (::waitid(kWaitForPidfd, id_t(pidfd_.native_handle()), &info, WEXITED | WNOHANG | WNOWAIT) != 0) {
        // Somebody else collected it (SIGCHLD ignored, or a stray wait()): the end is certain, its kind is lost.
        if (errno != ECHILD) return false;
        log::error("process", "the exit status of pid {} is lost: {}", pid_, std::strerror(errno));
        status_ = ExitStatus{};
        return true;
    }
    if (info.si_pid == 0) return false;
    // Before it is collected its number can't be given to another process, so this reaches nobody else.
    ::kill(-pid_, SIGKILL);
    ::waitid(kWaitForPidfd, id_t(pidfd_.native_handle()), &info, WEXITED | WNOHANG);
    status_ = info.si_code == CLD_EXITED ? ExitStatus{info.si_status, 0} : ExitStatus{0, info.si_status};
    return true;
}

void ChildProcess::signal(int number) {
    if (!status_) ::kill(pid_, number);
}

void ChildProcess::signal_group(int number) {
    if (!status_) ::kill(-pid_, number);
}

}  // namespace alloquy::process
