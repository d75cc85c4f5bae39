// SPDX-License-Identifier: GPL-2.0-or-later
// One launch of a child: the process, its probes, its end.
#include "child_runner.hpp"
#include "ports.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/process/private_copy.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <csignal>

namespace alloquy::supervisor {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kLastWords = 10;
// Probes bound themselves to about 2 s; this is the net below.
constexpr auto kLongestProbe = 10s;
// The pipes of a dead group are at their end already; this bounds a descriptor that was passed to somebody else.
constexpr auto kDrainOutput = 200ms;

}  // namespace

Task<> ChildRunner::launch() {
    ++launch_;
    ready_since_.reset();
    kill_reason_.clear();
    last_probe_error_.clear();
    reload_when_ready_ = false;
    auto process = co_await start_process();
    if (process) {
        watch(std::move(*process));
        co_return;
    }
    auto code = process.error().code;
    bool needs_operator = code == Errc::invalid_input || code == Errc::not_found;
    output_.mark_launch();
    send({needs_operator ? Event::launch_refused : Event::launch_failed, launch_, process.error().message});
}

Task<Result<std::unique_ptr<process::ChildProcess>>> ChildRunner::start_process() {
    if (auto free = check_ports_free(child_.ports()); !free) co_return std::unexpected(free.error());
    auto launch = child_.prepare();
    if (!launch) co_return std::unexpected(launch.error());
    auto program = process::runnable_program(launch->program, launch->working_directory);
    if (!program) co_return std::unexpected(program.error());

    process::SpawnRequest request{
        *program, launch->arguments, launch->working_directory, launch->readable, launch->writable
    };
    auto process = co_await context_.spawner.spawn(std::move(request));
    if (process) context_.records.write(name_, (*process)->pid(), (*process)->start_ticks(), *program);
    co_return process;
}

void ChildRunner::watch(std::unique_ptr<process::ChildProcess> process) {
    process_ = std::move(process);
    output_.mark_launch();
    if (!process_->sandboxed())
        log::warn(name_, "not confined: this kernel has no Landlock, so it can read all files of its user");
    log::debug(name_, "started as pid {}", process_->pid());
    context_.updated.publish({status()});

    watching_ = std::make_unique<async::TaskGroup>(context_.executor, name_);
    watching_->spawn(watch_exit(launch_));
    watching_->spawn(output_.read(process_->output(), OutputStream::output));
    watching_->spawn(output_.read(process_->errors(), OutputStream::errors));
    probing_ = std::make_unique<async::TaskGroup>(context_.executor, name_);
    probing_->spawn(probe_again_and_again(launch_));
}

Task<> ChildRunner::watch_exit(unsigned launch) {
    co_await async::stoppable();
    auto status = co_await process_->wait();
    if (status) send({Event::ended, launch, {}, status});
}

Task<> ChildRunner::probe_again_and_again(unsigned launch) {
    co_await async::stoppable();
    auto const launched = Clock::now();
    unsigned lost = 0;
    do {
        auto answer = co_await async::with_timeout(kLongestProbe, child_.probe());
        if (answer) {
            lost = 0;
            version_ = std::move(*answer);
            send({Event::probe_passed, launch});
            continue;
        }
        last_probe_error_ = answer.error().message;
        if (state_ == State::ready && ++lost >= context_.patience.lost_probes)
            send({Event::probe_lost, launch, last_probe_error_});
    } while (co_await async::sleep_for(probe_interval(launched)));
}

auto ChildRunner::probe_interval(Clock::time_point launched) const -> Clock::duration {
    if (state_ == State::ready) return context_.patience.liveness_every;
    if (state_ == State::degraded) return context_.patience.degraded_every;
    // Starting: at most a twentieth of the time it has taken so far is lost by looking too late.
    return std::clamp<Clock::duration>((Clock::now() - launched) / 32, 5ms, 250ms);
}

Task<> ChildRunner::terminate() {
    if (!process_) {  // the launch failed, and its message waits behind the one that asked to stop
        send({Event::ended, launch_});
        co_return;
    }
    co_await probing_->stop(0ms);
    co_await child_.ending();
    process_->signal(SIGTERM);
}

void ChildRunner::kill() {
    switch (state_) {
        case State::starting:
            kill_reason_ = fmt::format(
                "not ready within {} ms ({})", context_.patience.start.count(),
                last_probe_error_.empty() ? "no answer" : last_probe_error_
            );
            break;
        case State::degraded:
            kill_reason_ = fmt::format("stopped answering ({})", last_probe_error_);
            break;
        default:
            kill_reason_ = fmt::format("did not stop within {} ms", context_.patience.stop.count());
    }
    log::warn(name_, "{}: killing it", kill_reason_);
    process_->signal_group(SIGKILL);
    deadline_ = Clock::now() + 5s;  // and again, should it take so long
}

Task<ChildRunner::Message> ChildRunner::account_for_end(ExitStatus status) {
    co_await probing_->stop(0ms);
    co_await watching_->stop(kDrainOutput);
    probing_.reset();
    watching_.reset();
    process_.reset();
    context_.records.remove(name_);
    child_.ended();

    if (state_ == State::stopping) {
        if (!kill_reason_.empty() || child_.ends_well_with(status))
            log::info(name_, "stopped");
        else
            log::warn(name_, "stopped, but with {}", process::to_string(status));
        co_return Message{Event::ended, launch_};
    }
    auto why = kill_reason_.empty() ? "ended with " + process::to_string(status) : kill_reason_;
    auto now = Clock::now();
    auto delay = policy_.after_end(now, ready_since_ ? now - *ready_since_ : Clock::duration::zero(), chance());
    if (!delay) {
        co_return Message{
            Event::ended_too_often, launch_,
            fmt::format("ends again and again, lately: {}; tried again every few minutes", why)
        };
    }
    back_off_ = *delay;
    co_return Message{Event::ended, launch_, std::move(why)};
}

void ChildRunner::say_last_words() const {
    for (auto const& line : output_.last_words(kLastWords)) log::info(name_, "its output: {}", line.text);
}

}  // namespace alloquy::supervisor
