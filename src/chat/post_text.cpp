// SPDX-License-Identifier: GPL-2.0-or-later
#include "post_text.hpp"

#include <alloquy/base/text.hpp>

#include <algorithm>

namespace alloquy::chat {
namespace {

constexpr std::string_view kAction =
    "\x01"
    "ACTION ";
/// U+200B, zero width space.
constexpr std::string_view kInvisible = "\xE2\x80\x8B";

bool is_action(std::string_view text) {
    return text.starts_with(kAction) && text.size() > kAction.size() + 1 && text.ends_with('\x01') &&
           std::ranges::count(text, '\x01') == 2 && !text.contains('\n');
}

}  // namespace

Result<std::string> check_post_text(std::string text, std::string const& field) {
    // Windows' line ends.
    for (auto at = text.find("\r\n"); at != std::string::npos; at = text.find("\r\n", at)) text.erase(at, 1);
    while (text.ends_with('\n')) text.pop_back();
    if (text.size() > kMostPostBytes) return fail_field(field, "must have at most 16384 bytes", "text_too_long");
    if (text.find_first_not_of(" \t\n") == std::string::npos) return fail_field(field, "must say something");
    if (std::ranges::count(text, '\n') >= std::ptrdiff_t(kMostPostLines))
        return fail_field(field, "must have at most 100 lines", "text_too_long");
    if (text.find_first_of(std::string_view("\r\0", 2)) != std::string::npos ||
        (text.contains('\x01') && !is_action(text)))
        return fail_field(field, "must be text without control characters");
    return text;
}

std::string without_mass_mentions(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        out += text[at];
        if (text[at] != '@') continue;
        auto const rest = text.substr(at + 1);
        for (std::string_view name : {"everyone", "here"})
            if (base::equals_ignoring_case(rest.substr(0, name.size()), name)) out += kInvisible;
    }
    return out;
}

}  // namespace alloquy::chat
