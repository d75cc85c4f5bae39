// SPDX-License-Identifier: GPL-2.0-or-later
// A child as operators see it: in the API, the gateway's component.updated, and the log.
#pragma once
#include <alloquy/base/clock.hpp>
#include <alloquy/supervisor/state.hpp>

#include <sys/types.h>

#include <string>

namespace alloquy::supervisor {

struct ComponentStatus {
    std::string name;
    State state = State::stopped;
    pid_t pid = 0;          ///< 0 when no process runs.
    base::Timestamp since;  ///< When it entered this state.
    unsigned restarts = 0;  ///< Starts after the first one, for whatever reason.
    std::string version;    ///< As its probe reported it; empty before.
    std::string detail;     ///< Why it isn't ready, or a warning; empty when there is nothing to say.
};

/// Published at every change of state.
struct ComponentUpdated {
    ComponentStatus status;
};

}  // namespace alloquy::supervisor
