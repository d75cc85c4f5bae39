// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/text.hpp>
#include <alloquy/webhooks/webhooks.hpp>

#include <algorithm>

namespace alloquy::webhooks {
namespace {

constexpr std::string_view kNickPrefix = "hook|";
constexpr std::size_t kMostNick = 32;

bool has_control_character(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

bool may_be_in_nick(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

}  // namespace

Result<> check_name(std::string_view name, std::string_view field) {
    if (base::trim(name).empty() || name.size() > kMostName || !base::is_utf8(name) || has_control_character(name))
        return fail_field(std::string(field), "must be 1 to 64 bytes of text");
    return {};
}

Result<> check_avatar_url(std::string_view url, std::string_view field) {
    if (url.empty()) return {};
    bool const fits = url.starts_with("https://") && url.size() > 8 && url.size() <= kMostAvatarUrl &&
                      base::is_utf8(url) && !has_control_character(url) && !url.contains(' ');
    if (!fits) return fail_field(std::string(field), "must be an https address of at most 512 bytes");
    return {};
}

std::string nick_of(std::string_view name) {
    std::string nick(kNickPrefix);
    for (char c : base::trim(name)) {
        if (nick.size() == kMostNick) break;
        if (may_be_in_nick(c)) nick += c;
        // One for any number of other characters: "Build & test" gives "Build_test".
        else if (nick.back() != '_' && nick.back() != '|')
            nick += '_';
    }
    while (nick.back() == '_') nick.pop_back();
    return nick.size() == kNickPrefix.size() ? nick + "webhook" : nick;
}

}  // namespace alloquy::webhooks
