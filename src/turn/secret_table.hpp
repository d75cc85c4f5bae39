// SPDX-License-Identifier: GPL-2.0-or-later
// The table in coturn's SQLite database where it looks secrets up at each sign-in. Blocks on the disk: call before
// coturn is started, or on a worker thread.
#pragma once
#include <alloquy/base/result.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace alloquy::turn {

/// A fresh database with these secrets; a damaged or old one is replaced. Errors: unavailable, forbidden.
Result<> create_secret_table(
    std::filesystem::path const& database, std::string const& realm, std::vector<std::string> const& secrets
);

/// Makes these the accepted secrets, in one transaction, while coturn runs. Errors as above.
Result<> replace_secrets(
    std::filesystem::path const& database, std::string const& realm, std::vector<std::string> const& secrets
);

}  // namespace alloquy::turn
