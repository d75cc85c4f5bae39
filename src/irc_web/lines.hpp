// SPDX-License-Identifier: GPL-2.0-or-later
// IRC lines against WebSocket messages: one message is one line without its end. Pure.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace alloquy::irc_web {

/// Client tags, all tags and the rest of a line, as IRCv3 message-tags and RFC 1459 bound them.
constexpr std::size_t kLineLimit = 4096 + 8191 + 512;

/// The line in a client's message; a line end that came along is taken off. Nothing if it would be more than one line,
/// or has a NUL.
std::optional<std::string_view> line_in(std::string_view message);

/// Takes the server's stream apart.
class LineReader {
public:
    /// Calls `use` for each line that is complete now, without its end; empty ones are left out. False when a line is
    /// longer than kLineLimit: nothing more can be read then.
    bool feed(std::string_view bytes, std::function<void(std::string_view line)> const& use);

private:
    std::string rest_;
};

}  // namespace alloquy::irc_web
