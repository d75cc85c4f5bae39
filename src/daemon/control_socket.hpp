// SPDX-License-Identifier: GPL-2.0-or-later
// How the command line reaches a running server: a unix socket in the data directory (0600, in a folder that is 0700),
// one JSON line each way.
#pragma once
#include <alloquy/async/task_group.hpp>
#include <alloquy/base/result.hpp>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <functional>
#include <optional>

namespace alloquy::daemon {

using ControlHandler = std::function<Task<nlohmann::json>(nlohmann::json)>;

/// Serves requests until the group stops; at most 64 KiB a line and 60 s for each. A stale socket file is replaced: the
/// instance lock says it is stale. Errors: unavailable.
Result<> serve_control_socket(async::TaskGroup& tasks, std::filesystem::path const& path, ControlHandler handler);

/// Asks the running server. An empty optional means that none runs. Errors: unavailable (it didn't answer), forbidden
/// (somebody else's).
Result<std::optional<nlohmann::json>> ask_running_server(
    std::filesystem::path const& path, nlohmann::json const& request
);

}  // namespace alloquy::daemon
