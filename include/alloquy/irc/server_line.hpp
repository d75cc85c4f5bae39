// SPDX-License-Identifier: GPL-2.0-or-later
// One line of InspIRCd's server-to-server protocol 1205: "[@tags ][:source ]COMMAND [param …] [:last param]".
#pragma once
#include <alloquy/base/result.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::irc {

/// Longest line we accept, without CR LF. InspIRCd sets no limit itself; the longest lines it sends are FJOIN and LMODE
/// (about 4 KiB) and tags of up to 8 KiB.
constexpr std::size_t kMaxServerLine = 32 * 1024;
constexpr std::size_t kMaxServerParams = 64;

/// Views into the line that was parsed: valid as long as that is. Reuse one object for many lines, so that parsing
/// allocates nothing.
struct ServerLine {
    std::string_view tags;    ///< Without '@', still escaped; mostly empty.
    std::string_view source;  ///< Without ':'; a SID, a UID, or a server name; empty before the handshake.
    std::string_view command;
    std::vector<std::string_view> params;

    /// The parameter, or an empty text when there are fewer.
    std::string_view param(std::size_t index) const {
        return index < params.size() ? params[index] : std::string_view();
    }
};

/// `line` comes without CR LF. Errors: invalid_input for NUL, CR or LF inside, a line without command, a command that
/// isn't letters and digits, too many parameters; too_large. `out` is undefined then.
Result<> parse_server_line(std::string_view line, ServerLine& out);

/// Writes "[:source ]COMMAND p p :last\r\n". The last parameter gets the colon when it needs one.
/// Errors: invalid_input when a value could not be read back as given: NUL, CR or LF anywhere; a source, command or
/// middle parameter that is empty, has a space, or starts with ':'; too_large.
Result<std::string> make_server_line(
    std::string_view source, std::string_view command, std::initializer_list<std::string_view> params
);

/// For text that came from elsewhere and ends a line: CR, LF and NUL become spaces, and it is cut at `limit` bytes
/// without splitting a UTF-8 sequence.
std::string line_text(std::string_view text, std::size_t limit = 400);

}  // namespace alloquy::irc
