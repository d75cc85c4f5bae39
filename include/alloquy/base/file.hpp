// SPDX-License-Identifier: GPL-2.0-or-later
// Files that matter: read with a size limit, written so that a crash leaves the old or the new content, never a
// mixture.
#pragma once
#include <alloquy/base/result.hpp>

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace alloquy::base {

/// The whole file. Errors: not_found, forbidden (permissions), too_large, unavailable. Messages name the path.
Result<std::string> read_file(std::filesystem::path const& path, std::size_t limit = 16 * 1024 * 1024);

/// Whether a file must be there after a power cut. What is made anew at each start need not, and syncing costs
/// milliseconds.
enum class Durable { yes, no };

/// Writes beside the target, syncs (when durable) and renames. `mode` applies from the first byte on.
/// Errors: forbidden, unavailable (disk full and the like). Messages name the path.
Result<> write_file_atomically(
    std::filesystem::path const& path, std::string_view content, mode_t mode = 0600, Durable durable = Durable::yes
);

/// Creates the folder (and its parents, 0755) with `mode`; an existing folder gets the mode. Errors as above.
Result<> make_private_directory(std::filesystem::path const& path, mode_t mode = 0700);

}  // namespace alloquy::base
