// SPDX-License-Identifier: GPL-2.0-or-later
// Drives one child through its states: the table (state.hpp) decides, this does.
#pragma once
#include "child_output.hpp"
#include "leftovers.hpp"
#include "restart_policy.hpp"

#include <alloquy/async/task_group.hpp>
#include <alloquy/supervisor/supervisor.hpp>

#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <memory>
#include <optional>
#include <random>
#include <string>

namespace alloquy::supervisor {

/// What all runners share; everything outlives them.
struct RunnerContext {
    asio::any_io_executor executor;
    process::Spawner& spawner;
    base::Clock const& clock;
    ChildRecords& records;
    Patience const& patience;
    base::Publisher<ComponentUpdated>& updated;
};

class ChildRunner {
public:
    ChildRunner(Child& child, RunnerContext context);

    void start();
    void restart();
    /// Stops it for good; returns when no process is left. Harmless when it never ran.
    Task<> shut_down();
    void reload_certificate();

    Child& child() const { return child_; }
    ComponentStatus status() const;
    LogRing const& log_ring() const { return output_.ring(); }

private:
    using Clock = std::chrono::steady_clock;
    struct Message {
        Event event;
        unsigned launch = 0;  ///< Which launch it speaks of: what an earlier process did doesn't matter any more.
        std::string detail{};
        std::optional<ExitStatus> exit{};
    };

    // The main task: takes messages one by one.
    Task<> run();
    void send(Message message);
    Task<std::optional<Message>> next_message();
    Task<> handle(Message message);
    void enter(Step step, std::string detail);
    Task<> perform(Action action);

    // One launch: a process and the tasks around it.
    Task<> launch();
    Task<Result<std::unique_ptr<process::ChildProcess>>> start_process();
    void watch(std::unique_ptr<process::ChildProcess> process);
    Task<> watch_exit(unsigned launch);
    Task<> probe_again_and_again(unsigned launch);
    Clock::duration probe_interval(Clock::time_point launched) const;
    Task<> terminate();
    void kill();
    Task<Message> account_for_end(ExitStatus status);
    void say_last_words() const;
    double chance();

    Child& child_;
    RunnerContext context_;
    std::string const name_;
    ChildOutput output_;
    RestartPolicy policy_;
    std::minstd_rand random_;

    State state_ = State::stopped;
    base::Timestamp since_;
    std::string detail_;
    std::string version_;
    std::string last_probe_error_;
    std::string said_;  ///< The last complaint in the log: the same one isn't repeated at every try.
    unsigned launch_ = 0;
    Clock::time_point entered_;  ///< When it entered state_.
    std::optional<Clock::time_point> ready_since_;
    std::optional<Clock::time_point> deadline_;
    Clock::duration back_off_{};
    std::string kill_reason_;
    bool start_again_ = false;  ///< After the stop that is under way.
    bool shutting_down_ = false;
    bool reload_when_ready_ = false;

    std::deque<Message> messages_;  ///< Bounded: each sender has one at most under way, and restarts are merged.
    asio::steady_timer wake_;
    std::unique_ptr<process::ChildProcess> process_;
    std::unique_ptr<async::TaskGroup> probing_;
    std::unique_ptr<async::TaskGroup> watching_;  ///< Exit and output of process_.
    async::TaskGroup main_;
};

}  // namespace alloquy::supervisor
