// SPDX-License-Identifier: GPL-2.0-or-later
// Settings that an administrator changes while the server runs: kept in the database, where they win over file and
// command line.
#pragma once
#include "config.hpp"

#include <alloquy/accounts/accounts.hpp>
#include <alloquy/http/router.hpp>
#include <alloquy/storage/database.hpp>

#include <string>
#include <utility>
#include <vector>

namespace alloquy::daemon {

using StoredSettings = std::vector<std::pair<std::string, std::string>>;

/// What was changed at run time, in the form that --set takes. Errors: unavailable.
Result<StoredSettings> read_stored_settings(storage::Connection& db);

/// Puts them into effect; one that this version no longer takes is logged and left out.
void apply_stored_settings(Config& config, StoredSettings const& stored);

/// GET and PATCH /api/v1/admin/settings, for staff. `config` is kept up to date.
void add_settings_routes(
    http::Router& router, storage::Database& database, accounts::Accounts& accounts, Config& config,
    base::Clock const& clock
);

}  // namespace alloquy::daemon
