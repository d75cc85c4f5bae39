// SPDX-License-Identifier: GPL-2.0-or-later
#include "lines.hpp"

namespace alloquy::irc_web {

std::optional<std::string_view> line_in(std::string_view message) {
    if (message.ends_with('\n')) message.remove_suffix(1);
    if (message.ends_with('\r')) message.remove_suffix(1);
    if (message.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) return std::nullopt;
    return message;
}

bool LineReader::feed(std::string_view bytes, std::function<void(std::string_view line)> const& use) {
    for (;;) {
        auto end = bytes.find('\n');
        if (end == std::string_view::npos) break;
        auto line = bytes.substr(0, end);
        bytes.remove_prefix(end + 1);
        if (rest_.size() + line.size() > kLineLimit) return false;
        if (!rest_.empty()) line = rest_.append(line);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!line.empty()) use(line);
        rest_.clear();
    }
    if (rest_.size() + bytes.size() > kLineLimit) return false;
    rest_ += bytes;
    return true;
}

}  // namespace alloquy::irc_web
