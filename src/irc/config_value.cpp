// SPDX-License-Identifier: GPL-2.0-or-later
#include "config_value.hpp"

namespace alloquy::irc {

Result<std::string> escape_config_value(std::string_view value) {
    std::string out;
    out.reserve(value.size() + 16);
    for (char c : value) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '\0':
            case '\r':
            case '\n':
                return fail(Errc::invalid_input, "a value for InspIRCd's configuration has a line break or NUL");
            default:
                out += c;
        }
    }
    return out;
}

}  // namespace alloquy::irc
