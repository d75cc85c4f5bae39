// SPDX-License-Identifier: GPL-2.0-or-later
// Small string functions that several components need. ASCII only unless said: names and protocols are ASCII.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::base {

/// 'A'–'Z' become 'a'–'z'; other bytes stay. This is IRC's casemapping "ascii".
std::string to_lower(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);

/// The parts between separators; empty parts are kept, so "a,,b" gives three. An empty text gives one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);

/// Without spaces, tabs, CR and LF at both ends.
std::string_view trim(std::string_view text);

/// Well-formed UTF-8 by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view bytes);

/// Each run of bytes that isn't well-formed UTF-8 as U+FFFD; the rest as it is.
std::string replace_invalid_utf8(std::string_view bytes);

/// Number of code points; meaningful only for well-formed UTF-8.
std::size_t code_points(std::string_view utf8);

/// Decimal digits only, no sign, no space, no overflow.
std::optional<std::uint64_t> to_number(std::string_view digits);

}  // namespace alloquy::base
