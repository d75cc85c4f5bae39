// SPDX-License-Identifier: GPL-2.0-or-later
// Gives accounts their TURN credentials, rotates coturn's secrets, and ends the allocations of accounts that were
// suspended or deleted.
#pragma once
#include <alloquy/accounts/directory.hpp>
#include <alloquy/async/task_group.hpp>
#include <alloquy/base/clock.hpp>
#include <alloquy/turn/coturn_child.hpp>

#include <memory>
#include <string>
#include <vector>

namespace alloquy::turn {

struct BridgeSettings {
    std::string host;  ///< server.host: what clients connect to.
};

struct Credentials {
    std::string username;  ///< "<unix time of expiry>:<account>", the same within the hour.
    std::string password;
    std::chrono::seconds ttl;  ///< From now.
    std::vector<std::string> uris;
};

class Bridge {
public:
    /// Everything here must outlive the bridge. Sets the child's functions for its controller.
    Bridge(
        asio::any_io_executor executor, accounts::Directory& directory, CoturnChild& child, BridgeSettings settings,
        base::Clock const& clock
    );
    ~Bridge();
    Bridge(Bridge const&) = delete;
    Bridge& operator=(Bridge const&) = delete;

    /// Starts rotating secrets and watching sessions; before the supervisor starts the child.
    void start(async::TaskGroup& tasks);
    /// After the task group was stopped.
    void stop();

    /// Credentials for an account that may sign in. Also while coturn is down, since they need nothing of it. Errors:
    /// unavailable (today's secret can't be written to coturn's database).
    Task<Result<Credentials>> credentials(std::string username);

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace alloquy::turn
