// SPDX-License-Identifier: GPL-2.0-or-later
// From the configuration to each component's settings: what the composition root and the command line share.
#pragma once
#include "config.hpp"

#include <alloquy/accounts/accounts.hpp>
#include <alloquy/base/ids.hpp>
#include <alloquy/http/rate_limit.hpp>
#include <alloquy/http/server.hpp>
#include <alloquy/irc_web/irc_web.hpp>
#include <alloquy/process/data_directory.hpp>
#include <alloquy/search/audience.hpp>
#include <alloquy/storage/database.hpp>
#include <alloquy/upkeep/upkeep.hpp>

#include <memory>

namespace alloquy::daemon {

/// Opens <data>/alloquy.db with the migrations of all components.
Result<std::unique_ptr<storage::Database>> open_database(process::DataDirectory const& data);

/// Who may see a room, for the search.
search::AudienceOf audience_of_rooms();

/// Goes on above every id in the database, also when the clock was set back meanwhile.
Result<base::IdGenerator> make_id_generator(storage::Database& database);

accounts::Settings account_settings(Config const& config, process::DataDirectory const& data);
/// Errors: invalid_input (http.trusted_proxies).
Result<http::ServerSettings> http_settings(Config const& config, bool trusted_certificate);
upkeep::Settings upkeep_settings(Config const& config);
http::RateLimits::Rates request_rates(Config const& config);
irc_web::Settings irc_web_settings(Config const& config, process::DataDirectory const& data);
/// As set, or one for each core.
std::size_t hashing_threads(Config const& config);

}  // namespace alloquy::daemon
