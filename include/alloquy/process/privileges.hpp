// SPDX-License-Identifier: GPL-2.0-or-later
// From root to the service user: alloquyd may be started as root, and then gives that up before it talks to anybody.
#pragma once
#include <alloquy/base/result.hpp>

#include <filesystem>
#include <string>

namespace alloquy::process {

struct ServiceUserRequest {
    std::filesystem::path data;  ///< --data as given; made when missing.
    std::string user = "alloquy";
    std::filesystem::path mount_parent = "/run";
};

struct ServiceUserOutcome {
    std::filesystem::path data;  ///< Where the data directory is to be opened from now on.
    bool dropped = false;        ///< False when we weren't root to begin with.
};

/// Started as root: gives the data directory to the service user and becomes that user, for good. Of root's rights only
/// CAP_NET_BIND_SERVICE stays, for us and our children, so that ports below 1024 can be used. A directory that the
/// user can't reach (below a 0700 home) is bound to <mount_parent>/alloquy-<hash> in a mount namespace of our own,
/// where only we and our children see it. Started as somebody else: changes no user. In both cases nobody but root can
/// then inspect our memory (PR_SET_DUMPABLE 0), which protects keys from children of the same user. As the user it also
/// changes the working directory to `data` and cleans the environment (HOME, USER; no XDG_*, TMPDIR), so make other
/// paths absolute, and read what only root can read, before. Call before any thread starts. Errors: not_found (no such
/// user; the message has the command that makes it), forbidden (names the closed folder), conflict (the folder belongs
/// to something else), unavailable, internal (threads run).
Result<ServiceUserOutcome> become_service_user(ServiceUserRequest request);

}  // namespace alloquy::process
