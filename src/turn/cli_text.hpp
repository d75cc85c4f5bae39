// SPDX-License-Identifier: GPL-2.0-or-later
// Reads what coturn's command line interface and log print. Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::turn {

/// One allocation.
struct Session {
    std::string id;  ///< Decimal digits.
    std::string turn_username;
    friend bool operator==(Session const&, Session const&) = default;
};

/// "4.6.1" out of the banner "… Coturn-4.6.1 'Gorst' …"; empty when it isn't there.
std::string banner_version(std::string_view banner);

/// The sessions in an answer to "ps"; entries that look otherwise are left out.
std::vector<Session> parse_sessions(std::string_view answer);

/// The session of a log line that says an allocation was made, e.g.
/// "…: session 000000000000000001: new, realm=<r>, username=<1795464312:alice>, lifetime=777".
std::optional<Session> parse_new_session(std::string_view line);

/// The account in "<expiry>:<account>"; empty when it is no user name of ours.
std::string account_of(std::string_view turn_username);

}  // namespace alloquy::turn
