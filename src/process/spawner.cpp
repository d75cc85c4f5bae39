// SPDX-License-Identifier: GPL-2.0-or-later
#include "exec_in_child.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/process/proc_info.hpp>
#include <alloquy/process/sandbox.hpp>
#include <alloquy/process/spawner.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

namespace alloquy::process {
namespace {

constexpr rlim_t kMostDescriptors = 65536;

std::unexpected<Error> system_failure(std::string const& what, int error) {
    auto message = fmt::format("{}: {}", what, std::strerror(error));
    switch (error) {
        case ENOENT:
        case ENOTDIR:
            return fail(Errc::not_found, message);
        case EACCES:
        case EPERM:
        case ENOEXEC:
            return fail(Errc::forbidden, message);
        default:
            return fail(Errc::unavailable, message);
    }
}

/// Above 2, so that dup2 onto 0–2 in the child never overwrites one that is still needed.
Descriptor above_standard(int fd) {
    if (fd < 0 || fd > 2) return Descriptor(fd);
    Descriptor low(fd);
    return Descriptor(::fcntl(fd, F_DUPFD_CLOEXEC, 3));
}

struct Pipe {
    Descriptor reader, writer;
};

Result<Pipe> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return system_failure("cannot make a pipe", errno);
    Pipe made{above_standard(ends[0]), above_standard(ends[1])};
    if (!made.reader || !made.writer) return system_failure("cannot make a pipe", errno);
    return made;
}

/// Our own variables don't reach children: they may hold secrets, or change how a child behaves.
std::vector<std::string> environment_for(SpawnRequest const& request) {
    auto folder = request.working_directory.string();
    std::vector<std::string> variables{
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=" + folder, "TMPDIR=" + folder,
        "LANG=C.UTF-8"
    };
    if (auto zone = ::getenv("TZ")) variables.push_back(std::string("TZ=") + zone);
    return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& strings) {
    std::vector<char*> pointers;
    for (auto& text : strings) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

rlimit descriptor_limit() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    auto number = std::min(limit.rlim_max, kMostDescriptors);
    return {number, number};
}

std::unexpected<Error> explain(SpawnRequest const& request, ExecFailure failure) {
    auto program = request.program.string();
    switch (failure.step) {
        case ExecStep::program:
            return system_failure("cannot start " + program, failure.error);
        case ExecStep::folder:
            return system_failure(
                fmt::format("cannot start {} in {}", program, request.working_directory.string()), failure.error
            );
        case ExecStep::sandbox:
            return system_failure(fmt::format("cannot start {}: Landlock", program), failure.error);
        default:
            return system_failure(fmt::format("cannot start {} (step {})", program, int(failure.step)), failure.error);
    }
}

/// Runs on the spawner's thread and blocks until exec succeeded or failed: a millisecond or so.
Result<SpawnedParts> fork_and_exec(SpawnRequest request, std::filesystem::path closed) {
    auto output = make_pipe(), errors = make_pipe(), failure = make_pipe();
    for (auto* pipe : {&output, &errors, &failure})
        if (!*pipe) return std::unexpected(pipe->error());
    auto input = above_standard(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!input) return system_failure("cannot open /dev/null", errno);

    Descriptor ruleset;
    if (landlock_version() > 0) {
        auto writable = request.writable;
        writable.push_back(request.working_directory);
        auto made = make_ruleset({request.program, request.readable, writable, closed});
        if (!made) return std::unexpected(made.error());
        ruleset = above_standard(made->release());
    }

    auto program = request.program.string(), folder = request.working_directory.string();
    std::vector<std::string> arguments{program};
    arguments.insert(arguments.end(), request.arguments.begin(), request.arguments.end());
    auto environment = environment_for(request);
    auto argument_pointers = pointers_to(arguments), environment_pointers = pointers_to(environment);
    ExecPlan plan{
        program.c_str(),   argument_pointers.data(), environment_pointers.data(), folder.c_str(),        ::getpid(),
        input.get(),       output->writer.get(),     errors->writer.get(),        failure->writer.get(), ruleset.get(),
        descriptor_limit()
    };

    auto pid = ::fork();
    if (pid == 0) exec_in_child(plan);
    if (pid < 0) return system_failure("cannot start " + program, errno);
    failure->writer.reset();
    ExecFailure why{};
    ssize_t got;
    do got = ::read(failure->reader.get(), &why, sizeof why);
    while (got < 0 && errno == EINTR);
    if (got != 0) {
        ::waitpid(pid, nullptr, 0);
        return explain(request, why);
    }

    SpawnedParts parts;
    parts.pid = pid;
    parts.sandboxed = bool(ruleset);
    parts.output = std::move(output->reader);
    parts.errors = std::move(errors->reader);
    // Not collected yet, so the number still means our child even if it has ended already.
    parts.pidfd.reset(int(::syscall(SYS_pidfd_open, pid, 0)));
    if (!parts.pidfd) {
        auto error = errno;
        ::kill(-pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
        return system_failure("cannot watch " + program, error);
    }
    if (auto stat = process_stat(pid)) parts.start_ticks = stat->start_ticks;
    return parts;
}

}  // namespace

Spawner::Spawner(std::filesystem::path closed) : closed_(std::move(closed)) {
    // A parent that ignores SIGCHLD hands that on, and then the kernel throws exit statuses away.
    struct sigaction current{};
    if (::sigaction(SIGCHLD, nullptr, &current) == 0 && current.sa_handler == SIG_IGN) ::signal(SIGCHLD, SIG_DFL);

    // The thread starts with every signal blocked: handlers belong to the threads that expect them.
    sigset_t all, before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread([this] { work(); });
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    ::pthread_setname_np(thread_.native_handle(), "spawner");
}

Spawner::~Spawner() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Spawner::work() {
    for (;;) {
        std::function<void()> job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
            if (jobs_.empty()) return;
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        job();
    }
}

Task<Result<std::unique_ptr<ChildProcess>>> Spawner::spawn(SpawnRequest request) {
    // Shared, because a callback's value travels through std::function, which copies.
    using Answer = std::shared_ptr<Result<SpawnedParts>>;
    auto wanted = std::make_shared<SpawnRequest>(std::move(request));
    // One job per child at most waits here, because each child's owner awaits the answer.
    auto parts = co_await async::from_callback<Answer>([this, wanted](auto done) {
        {
            std::lock_guard lock(mutex_);
            jobs_.push_back([this, wanted, done]() mutable {
                done(std::make_shared<Result<SpawnedParts>>(fork_and_exec(*wanted, closed_)));
            });
        }
        wake_.notify_one();
    });
    if (!*parts) co_return std::unexpected(parts->error());
    auto executor = co_await asio::this_coro::executor;
    co_return std::make_unique<ChildProcess>(executor, std::move(**parts));
}

}  // namespace alloquy::process
