// SPDX-License-Identifier: GPL-2.0-or-later
// What programs may say: the limits of a multiline message on IRC, and nothing that would act on IRC clients. Pure.
#pragma once
#include <alloquy/base/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace alloquy::chat {

/// As the value of draft/multiline tells IRC clients.
inline constexpr std::size_t kMostPostBytes = 16'384;
inline constexpr std::size_t kMostPostLines = 100;

/// With \n between lines. Errors: invalid_input (names `field`): empty to the eye, too long, too many lines, or with
/// characters that IRC gives a meaning of their own (only "\x01ACTION …\x01" is let through).
Result<std::string> check_post_text(std::string text, std::string const& field);

/// "@everyone" and "@here" so that they read the same and address nobody.
std::string without_mass_mentions(std::string_view text);

}  // namespace alloquy::chat
