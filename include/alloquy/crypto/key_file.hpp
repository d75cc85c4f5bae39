// SPDX-License-Identifier: GPL-2.0-or-later
// Long-lived secrets under <data>/keys/: made once from the kernel's random source, 0600, never in the database.
#pragma once
#include <alloquy/base/result.hpp>

#include <filesystem>
#include <string>

namespace alloquy::crypto {

/// The key's raw bytes; makes the file on first use. Errors: conflict when the file has another length (damaged),
/// forbidden, unavailable.
Result<std::string> load_or_create_key(std::filesystem::path const& path, std::size_t bytes);

}  // namespace alloquy::crypto
