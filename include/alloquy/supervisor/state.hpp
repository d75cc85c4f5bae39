// SPDX-License-Identifier: GPL-2.0-or-later
// The life of a child as a table: state × event → next state and what to do. Pure, so that every row is tested.
#pragma once
#include <optional>
#include <string_view>

namespace alloquy::supervisor {

enum class State {
    stopped,
    starting,     ///< The program runs; it has not proved ready.
    ready,        ///< It answers its probe.
    degraded,     ///< It runs, but stopped answering.
    backing_off,  ///< It ended, or couldn't be started; the next start waits.
    stopping,     ///< It was asked to end.
    failed,       ///< It ended too often, or needs the operator. Tried again at long intervals.
};
/// As in the API: "backing_off".
std::string_view to_string(State state);

enum class Event {
    start_wanted,
    stop_wanted,
    restart_wanted,  ///< By an operator.
    launch_failed,   ///< Trying again can help.
    launch_refused,  ///< It needs the operator: a setting is wrong, a program is missing.
    probe_passed,
    probe_lost,    ///< Several probes failed in a row.
    time_ran_out,  ///< The deadline of the present state.
    ended,
    ended_too_often,
};
std::string_view to_string(Event event);

enum class Action {
    none,
    launch,
    terminate,  ///< SIGTERM
    kill,       ///< SIGKILL to the group
    back_off,   ///< Set the deadline for the next start.
    give_up,    ///< Report; set the long deadline.
};

struct Step {
    State next;
    Action action;
    bool operator==(Step const&) const = default;
};

/// Empty when the event means nothing in that state: it is then ignored.
std::optional<Step> transition(State state, Event event);

}  // namespace alloquy::supervisor
