// SPDX-License-Identifier: GPL-2.0-or-later
// Small parts that the handlers of server lines share.
#pragma once
#include <alloquy/irc/server_line.hpp>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace alloquy::irc {

constexpr std::size_t kMaxNameLength = 512;

/// 0 for what is no number.
inline std::int64_t number(std::string_view text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

inline std::unexpected<Error> violation(ServerLine const& line, std::string_view what) {
    return fail(
        Errc::invalid_input, "protocol violation on the services link",
        std::string(line.command) + ": " + std::string(what)
    );
}

inline void add_letter(std::string& letters, char letter) {
    if (letters.find(letter) == std::string::npos) letters.push_back(letter);
}

inline void remove_letter(std::string& letters, char letter) {
    std::erase(letters, letter);
}

}  // namespace alloquy::irc
