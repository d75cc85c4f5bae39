// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/supervisor/state.hpp>

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <vector>

namespace alloquy::supervisor {

void PrintTo(State state, std::ostream* out) {
    *out << to_string(state);
}

namespace {

constexpr std::array kStates{State::stopped,     State::starting, State::ready, State::degraded,
                             State::backing_off, State::stopping, State::failed};
constexpr std::array kEvents{Event::start_wanted,   Event::stop_wanted,    Event::restart_wanted, Event::launch_failed,
                             Event::launch_refused, Event::probe_passed,   Event::probe_lost,     Event::time_ran_out,
                             Event::ended,          Event::ended_too_often};

bool has_process(State state) {
    return state == State::starting || state == State::ready || state == State::degraded || state == State::stopping;
}

/// The states that a child passes when these things happen to it.
std::vector<State> walk(std::vector<Event> const& events) {
    auto state = State::stopped;
    std::vector<State> way;
    for (auto event : events) {
        if (auto step = transition(state, event)) state = step->next;
        way.push_back(state);
    }
    return way;
}

using Way = std::vector<State>;

TEST(Transitions, AGoodLife) {
    EXPECT_EQ(
        walk({Event::start_wanted, Event::probe_passed, Event::stop_wanted, Event::ended}),
        (Way{State::starting, State::ready, State::stopping, State::stopped})
    );
}

TEST(Transitions, AChildThatDiesComesBack) {
    EXPECT_EQ(
        walk({Event::start_wanted, Event::probe_passed, Event::ended, Event::time_ran_out, Event::probe_passed}),
        (Way{State::starting, State::ready, State::backing_off, State::starting, State::ready})
    );
    EXPECT_EQ(transition(State::backing_off, Event::time_ran_out)->action, Action::launch);
}

TEST(Transitions, ASilentChildIsDegradedThenKilled) {
    EXPECT_EQ(transition(State::ready, Event::probe_lost), (Step{State::degraded, Action::none}));
    EXPECT_EQ(transition(State::degraded, Event::probe_passed), (Step{State::ready, Action::none}));
    EXPECT_EQ(transition(State::degraded, Event::time_ran_out), (Step{State::degraded, Action::kill}));
    EXPECT_EQ(transition(State::degraded, Event::ended), (Step{State::backing_off, Action::back_off}));
    EXPECT_EQ(transition(State::starting, Event::time_ran_out), (Step{State::starting, Action::kill}));
}

TEST(Transitions, ACrashLoopFailsAndAnOperatorOrTimeRetriesIt) {
    for (auto state : {State::starting, State::ready, State::degraded})
        EXPECT_EQ(transition(state, Event::ended_too_often), (Step{State::failed, Action::give_up}));
    EXPECT_EQ(transition(State::starting, Event::launch_refused), (Step{State::failed, Action::give_up}));
    EXPECT_EQ(transition(State::failed, Event::restart_wanted), (Step{State::starting, Action::launch}));
    EXPECT_EQ(transition(State::failed, Event::time_ran_out), (Step{State::starting, Action::launch}));
}

TEST(Transitions, AStopThatTakesTooLongIsAKill) {
    EXPECT_EQ(transition(State::stopping, Event::time_ran_out), (Step{State::stopping, Action::kill}));
    EXPECT_EQ(transition(State::stopping, Event::ended), (Step{State::stopped, Action::none}));
}

TEST(Transitions, StoppingIsPossibleAlwaysAndSignalsWhatRuns) {
    for (auto state : kStates) {
        auto step = transition(state, Event::stop_wanted);
        if (state == State::stopping || state == State::stopped) {
            EXPECT_FALSE(step);
            continue;
        }
        ASSERT_TRUE(step) << to_string(state);
        EXPECT_EQ(
            *step,
            has_process(state) ? (Step{State::stopping, Action::terminate}) : (Step{State::stopped, Action::none})
        ) << to_string(state);
    }
}

TEST(Transitions, NeverLaunchWhereAProcessMayRun) {
    for (auto state : kStates)
        for (auto event : kEvents)
            if (auto step = transition(state, event); step && step->action == Action::launch) {
                EXPECT_FALSE(has_process(state)) << to_string(state) << " × " << to_string(event);
                EXPECT_EQ(step->next, State::starting);
            }
}

TEST(Transitions, AnEndIsUnderstoodWhereverAProcessRuns) {
    for (auto state : kStates)
        EXPECT_EQ(transition(state, Event::ended).has_value(), has_process(state)) << to_string(state);
}

TEST(Transitions, StateNamesAreThoseOfTheApi) {
    std::set<std::string_view> names;
    for (auto state : kStates) names.insert(to_string(state));
    EXPECT_EQ(
        names,
        (std::set<std::string_view>{"stopped", "starting", "ready", "degraded", "backing_off", "stopping", "failed"})
    );
}

}  // namespace
}  // namespace alloquy::supervisor
