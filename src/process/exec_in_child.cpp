// SPDX-License-Identifier: GPL-2.0-or-later
#include "exec_in_child.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace alloquy::process {
namespace {

[[noreturn]] void give_up(ExecPlan const& plan, ExecStep step) {
    ExecFailure failure{step, errno};
    // Smaller than PIPE_BUF, so it is written whole or not at all.
    [[maybe_unused]] auto written = ::write(plan.failure, &failure, sizeof failure);
    ::_exit(127);
}

/// Numbers first..last; the loop is for containers that refuse close_range.
void close_between(unsigned first, unsigned last, unsigned limit) {
    if (first > last) return;
    if (::syscall(SYS_close_range, first, last, 0) == 0) return;
    for (unsigned number = first; number <= last && number < limit; ++number) ::close(int(number));
}

void reset_signals() {
    struct sigaction usual{};
    usual.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number) ::sigaction(number, &usual, nullptr);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace

void exec_in_child(ExecPlan const& plan) {
    reset_signals();
    // A session, and with it a process group, of its own: Ctrl-C in our terminal is for us, and it can't type into that
    // terminal.
    if (::setsid() < 0) give_up(plan, ExecStep::group);
    if (::prctl(PR_SET_PDEATHSIG, SIGTERM) != 0) give_up(plan, ExecStep::group);
    // The parent may have died before the line above.
    if (::getppid() != plan.parent) ::_exit(127);

    if (::setrlimit(RLIMIT_NOFILE, &plan.descriptors) != 0) give_up(plan, ExecStep::limits);
    // A core file would hold the child's secrets.
    rlimit const no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    ::umask(0077);

    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) give_up(plan, ExecStep::privileges);
    if (::chdir(plan.working_directory) != 0) give_up(plan, ExecStep::folder);

    if (::dup2(plan.input, 0) < 0 || ::dup2(plan.output, 1) < 0 || ::dup2(plan.errors, 2) < 0)
        give_up(plan, ExecStep::descriptors);
    if (plan.ruleset >= 0 && ::syscall(SYS_landlock_restrict_self, plan.ruleset, 0) != 0)
        give_up(plan, ExecStep::sandbox);
    auto kept = unsigned(plan.failure), limit = unsigned(plan.descriptors.rlim_cur);
    close_between(3, kept - 1, limit);
    close_between(kept + 1, ~0U, limit);

    ::execve(plan.program, plan.arguments, plan.environment);
    give_up(plan, ExecStep::program);
}

}  // namespace alloquy::process
