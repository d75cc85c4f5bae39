// SPDX-License-Identifier: GPL-2.0-or-later
// The three children with their bridges, made from the configuration.
#pragma once
#include "config.hpp"
#include "start.hpp"

#include <alloquy/accounts/directory.hpp>
#include <alloquy/irc/bridge.hpp>
#include <alloquy/irc/inspircd.hpp>
#include <alloquy/mumble/bridge.hpp>
#include <alloquy/mumble/murmur_child.hpp>
#include <alloquy/supervisor/supervisor.hpp>
#include <alloquy/turn/bridge.hpp>
#include <alloquy/turn/coturn_child.hpp>

#include <memory>

namespace alloquy::daemon {

/// Members stay null for children that the configuration turns off.
struct Children {
    std::unique_ptr<irc::Bridge> irc;
    std::unique_ptr<irc::InspircdChild> inspircd;
    std::unique_ptr<mumble::MurmurChild> murmur;
    std::unique_ptr<mumble::Bridge> mumble;
    std::unique_ptr<turn::CoturnChild> coturn;
    std::unique_ptr<turn::Bridge> turn;
};

/// Errors: what keeps a child from being configured: a missing package, a bad setting.
Result<Children> make_children(
    asio::any_io_executor executor, Config const& config, Prepared const& prepared, accounts::Directory& directory
);

/// Hands the children to the supervisor.
void add_children(Children& children, supervisor::Supervisor& supervisor);
/// Errors: unavailable.
Result<> start_bridges(Children& children, async::TaskGroup& tasks);

/// Before the children stop: links that would only report the loss.
void stop_bridges(Children& children);
/// After all tasks have ended.
void stop_controls(Children& children);

}  // namespace alloquy::daemon
