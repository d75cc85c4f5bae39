// SPDX-License-Identifier: GPL-2.0-or-later
// What each signed-in account hasn't read: counted once when its first client identifies at the gateway, kept up to
// date from what happens, and told to its clients. docs/protocol/gateway.md, "Unread", has the rules.
#pragma once
#include <alloquy/accounts/directory.hpp>
#include <alloquy/async/task_group.hpp>
#include <alloquy/gateway/hub.hpp>
#include <alloquy/messages/messages.hpp>
#include <alloquy/rooms/rooms.hpp>

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <memory>

namespace alloquy::unread {

/// How often clients are told. A room that is read by many must not cost an event for each of its messages and readers.
struct Pace {
    std::chrono::steady_clock::duration check = std::chrono::milliseconds(200);  ///< Between two looks at what changed.
    std::chrono::steady_clock::duration unread = std::chrono::seconds(1);        ///< Between two unread.updated.
    std::chrono::steady_clock::duration growth =
        std::chrono::seconds(10);  ///< The same, of a room that has unread ones.
};

class Unread {
public:
    /// What is referred to must outlive this.
    Unread(
        asio::any_io_executor executor, gateway::Hub& hub, rooms::Rooms& rooms, messages::Messages& messages,
        accounts::Directory& directory, Pace pace = {}
    );
    ~Unread();
    Unread(Unread const&) = delete;
    Unread& operator=(Unread const&) = delete;

    /// Counts, tells, for ever: spawn it in a TaskGroup.
    Task<> run();

    /// Watches an account for as long as what it returns is held, also beyond this object. When it returns, everything
    /// is counted. Errors: unavailable.
    Task<Result<std::shared_ptr<void>>> watch(base::Id account);
    /// Adds `rooms` of an account that is watched.
    void describe(base::Id account, nlohmann::json& ready) const;

    std::size_t watched() const;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace alloquy::unread
