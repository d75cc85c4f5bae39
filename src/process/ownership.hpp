// SPDX-License-Identifier: GPL-2.0-or-later
// Giving a folder tree to another user, safely against what that user may have put into it.
#pragma once
#include <alloquy/base/result.hpp>

#include <sys/types.h>

#include <filesystem>

namespace alloquy::process {

/// Everything below and including `root` gets the owner. Symbolic links aren't followed, other file systems aren't
/// entered, and a file with several names that belongs to somebody else is left alone (one of its names may be
/// /etc/shadow). Errors: forbidden, unavailable.
Result<> give_tree_to(std::filesystem::path const& root, uid_t user, gid_t group);

}  // namespace alloquy::process
