// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/supervisor/state.hpp>

#include <array>

namespace alloquy::supervisor {
namespace {

struct Row {
    State state;
    Event event;
    Step step;
};

// clang-format off
constexpr std::array kTable{
    Row{State::stopped,     Event::start_wanted,    {State::starting,    Action::launch}},
    Row{State::stopped,     Event::restart_wanted,  {State::starting,    Action::launch}},

    Row{State::starting,    Event::launch_failed,   {State::backing_off, Action::back_off}},
    Row{State::starting,    Event::launch_refused,  {State::failed,      Action::give_up}},
    Row{State::starting,    Event::probe_passed,    {State::ready,       Action::none}},
    Row{State::starting,    Event::time_ran_out,    {State::starting,    Action::kill}},
    Row{State::starting,    Event::ended,           {State::backing_off, Action::back_off}},
    Row{State::starting,    Event::ended_too_often, {State::failed,      Action::give_up}},
    Row{State::starting,    Event::stop_wanted,     {State::stopping,    Action::terminate}},
    Row{State::starting,    Event::restart_wanted,  {State::stopping,    Action::terminate}},

    Row{State::ready,       Event::probe_lost,      {State::degraded,    Action::none}},
    Row{State::ready,       Event::ended,           {State::backing_off, Action::back_off}},
    Row{State::ready,       Event::ended_too_often, {State::failed,      Action::give_up}},
    Row{State::ready,       Event::stop_wanted,     {State::stopping,    Action::terminate}},
    Row{State::ready,       Event::restart_wanted,  {State::stopping,    Action::terminate}},

    Row{State::degraded,    Event::probe_passed,    {State::ready,       Action::none}},
    Row{State::degraded,    Event::time_ran_out,    {State::degraded,    Action::kill}},
    Row{State::degraded,    Event::ended,           {State::backing_off, Action::back_off}},
    Row{State::degraded,    Event::ended_too_often, {State::failed,      Action::give_up}},
    Row{State::degraded,    Event::stop_wanted,     {State::stopping,    Action::terminate}},
    Row{State::degraded,    Event::restart_wanted,  {State::stopping,    Action::terminate}},

    Row{State::backing_off, Event::time_ran_out,    {State::starting,    Action::launch}},
    Row{State::backing_off, Event::stop_wanted,     {State::stopped,     Action::none}},
    Row{State::backing_off, Event::restart_wanted,  {State::starting,    Action::launch}},

    Row{State::stopping,    Event::time_ran_out,    {State::stopping,    Action::kill}},
    Row{State::stopping,    Event::ended,           {State::stopped,     Action::none}},

    Row{State::failed,      Event::time_ran_out,    {State::starting,    Action::launch}},
    Row{State::failed,      Event::stop_wanted,     {State::stopped,     Action::none}},
    Row{State::failed,      Event::restart_wanted,  {State::starting,    Action::launch}},
};
// clang-format on

constexpr std::array<std::string_view, 7> kStateNames{"stopped",     "starting", "ready", "degraded",
                                                      "backing_off", "stopping", "failed"};
constexpr std::array<std::string_view, 10> kEventNames{"start_wanted",   "stop_wanted",    "restart_wanted",
                                                       "launch_failed",  "launch_refused", "probe_passed",
                                                       "probe_lost",     "time_ran_out",   "ended",
                                                       "ended_too_often"};

}  // namespace

std::string_view to_string(State state) {
    return kStateNames[std::size_t(state)];
}

std::string_view to_string(Event event) {
    return kEventNames[std::size_t(event)];
}

std::optional<Step> transition(State state, Event event) {
    for (auto const& row : kTable)
        if (row.state == state && row.event == event) return row.step;
    return std::nullopt;
}

}  // namespace alloquy::supervisor
