// SPDX-License-Identifier: GPL-2.0-or-later
// murmur.ini from its template: a pure function of the settings and the secrets of this start.
#pragma once
#include <alloquy/mumble/murmur_child.hpp>

namespace alloquy::mumble {

struct MurmurSecrets {
    std::string server_password;
    std::string ice_secret;
    std::uint16_t ice_port = 0;
};

/// Errors: invalid_input that names the setting.
Result<std::string> render_murmur_ini(
    std::string_view template_text, MurmurSettings const& settings, MurmurSecrets const& secrets
);

/// A value as Qt's INI reader takes it: quoted, with quotes, backslashes and non-ASCII escaped. `text` is UTF-8
/// without control characters but newline.
std::string quote_for_qsettings(std::string_view text);

}  // namespace alloquy::mumble
