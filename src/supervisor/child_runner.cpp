// SPDX-License-Identifier: GPL-2.0-or-later
// The main task of a child: messages, states, deadlines. What happens around one process is in child_launch.cpp.
#include "child_runner.hpp"

#include <alloquy/base/log.hpp>

#include <boost/asio/as_tuple.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <csignal>

namespace alloquy::supervisor {
namespace {

using namespace std::chrono_literals;

RestartLimits limits_from(Patience const& patience) {
    RestartLimits limits;
    limits.first_delay = patience.first_back_off;
    return limits;
}

double seconds(std::chrono::steady_clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

}  // namespace

ChildRunner::ChildRunner(Child& child, RunnerContext context)
    : child_(child),
      context_(std::move(context)),
      name_(child.name()),
      output_(child, context_.clock),
      policy_(limits_from(context_.patience)),
      random_(std::random_device{}()),
      since_(context_.clock.now()),
      wake_(context_.executor),
      main_(context_.executor, name_) {}

void ChildRunner::start() {
    send({Event::start_wanted});
    main_.spawn(run());
}

void ChildRunner::restart() {
    if (std::ranges::any_of(messages_, [](auto const& waiting) { return waiting.event == Event::restart_wanted; }))
        return;
    send({Event::restart_wanted});
}

Task<> ChildRunner::shut_down() {
    shutting_down_ = true;
    send({Event::stop_wanted});
    // run() ends by itself when the process is gone; the bound is for one that even SIGKILL can't end.
    co_await main_.stop(context_.patience.stop + 5s);
}

void ChildRunner::reload_certificate() {
    // A program that is still starting may not have installed its handler, and would die of the signal.
    reload_when_ready_ = state_ == State::starting;
    if (process_ && (state_ == State::ready || state_ == State::degraded))
        process_->signal(child_.certificate_reload_signal());
}

ComponentStatus ChildRunner::status() const {
    return {name_, state_, process_ ? process_->pid() : 0, since_, launch_ > 0 ? launch_ - 1 : 0, version_, detail_};
}

Task<> ChildRunner::run() {
    while (!(shutting_down_ && state_ == State::stopped)) {
        auto message = co_await next_message();
        if (!message) co_return;
        co_await handle(std::move(*message));
    }
}

void ChildRunner::send(Message message) {
    messages_.push_back(std::move(message));
    wake_.cancel();
}

Task<std::optional<ChildRunner::Message>> ChildRunner::next_message() {
    while (messages_.empty()) {
        if (deadline_ && Clock::now() >= *deadline_) {
            deadline_.reset();
            co_return Message{Event::time_ran_out, launch_};
        }
        wake_.expires_at(deadline_.value_or(Clock::time_point::max()));
        co_await wake_.async_wait(asio::as_tuple(asio::use_awaitable));
        auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none) co_return std::nullopt;
    }
    auto message = std::move(messages_.front());
    messages_.pop_front();
    co_return message;
}

Task<> ChildRunner::handle(Message message) {
    if (message.launch != 0 && message.launch != launch_) co_return;
    if (message.exit) message = co_await account_for_end(*message.exit);
    if (message.event == Event::restart_wanted) {
        policy_.forget();
        start_again_ = !shutting_down_;
    }

    auto step = transition(state_, message.event);
    if (!step) co_return;
    if (message.event == Event::launch_failed) back_off_ = policy_.after_failed_launch(chance());
    if (step->next == State::starting && step->action == Action::launch) start_again_ = false;
    enter(*step, std::move(message.detail));
    co_await perform(step->action);
    if (state_ == State::stopped && start_again_ && !shutting_down_) send({Event::start_wanted});
}

void ChildRunner::enter(Step step, std::string detail) {
    if (step.next == state_) return;  // a kill on the way
    auto const before = state_;
    auto const spent = Clock::now() - entered_;
    state_ = step.next;
    since_ = context_.clock.now();
    entered_ = Clock::now();
    deadline_.reset();
    detail_ = std::move(detail);

    switch (state_) {
        case State::starting:
            version_.clear();
            deadline_ = entered_ + context_.patience.start;
            break;
        case State::ready:
            if (before == State::starting) {
                ready_since_ = entered_;
                log::info(name_, "ready after {:.2f} s: {}", seconds(spent), version_);
                said_.clear();
            } else {
                log::info(name_, "answers again");
            }
            if (!process_->sandboxed()) detail_ = "not confined: this kernel has no Landlock";
            if (std::exchange(reload_when_ready_, false)) process_->signal(child_.certificate_reload_signal());
            break;
        case State::degraded:
            deadline_ = entered_ + context_.patience.degraded;
            log::warn(name_, "does not answer: {}", detail_);
            break;
        case State::backing_off:
            deadline_ = entered_ + back_off_;
            if (back_off_ > 0s) detail_ += fmt::format("; next start in {:.2f} s", seconds(back_off_));
            break;
        case State::stopping:
            deadline_ = entered_ + context_.patience.stop;
            break;
        case State::failed:
            deadline_ = entered_ + context_.patience.retry_failed;
            break;
        case State::stopped:
            break;
    }
    context_.updated.publish({status()});
}

Task<> ChildRunner::perform(Action action) {
    switch (action) {
        case Action::none:
            break;
        case Action::launch:
            co_await launch();
            break;
        case Action::terminate:
            co_await terminate();
            break;
        case Action::kill:
            kill();
            break;
        case Action::back_off:
        case Action::give_up: {
            // Without the part that differs at every try.
            auto complaint = detail_.substr(0, detail_.find("; next start in"));
            if (complaint == said_) break;
            if (action == Action::give_up)
                log::error(name_, "failed: {}", detail_);
            else
                log::warn(name_, "{}", detail_);
            said_ = std::move(complaint);
            say_last_words();
            break;
        }
    }
}

double ChildRunner::chance() {
    return std::uniform_real_distribution<>(0, 1)(random_);
}

}  // namespace alloquy::supervisor
