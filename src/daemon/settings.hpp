// SPDX-License-Identifier: GPL-2.0-or-later
// Reading the configuration: a TOML file, then overrides of the form section.key=value. Unknown keys and bad values are
// errors that say where they stand and what is allowed.
#pragma once
#include "config.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::daemon {

/// `toml`: the file's text (at most 1 MiB), `file_name` for messages ("" = no file). `overrides`: "section.key=value",
/// later ones win. Errors: invalid_input; the message starts with "file:line: " or "--set …: ".
Result<Config> read_config(
    std::string_view toml, std::string_view file_name, std::vector<std::string> const& overrides
);

/// Changes one setting from text. Errors: invalid_input, as above.
Result<> set_setting(Config& config, std::string_view key, std::string const& value);

struct SettingDescription {
    std::string_view key;      ///< "http.port"
    std::string_view allowed;  ///< "1 to 65535"
};
std::vector<SettingDescription> all_settings();

/// The value in effect, as `--set` would take it.
std::string show_setting(Config const& config, std::string_view key);

}  // namespace alloquy::daemon
