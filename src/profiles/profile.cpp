// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/text.hpp>
#include <alloquy/profiles/profile.hpp>

#include <algorithm>
#include <array>

namespace alloquy::profiles {
namespace {

bool has_control_character(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

bool is_plain(std::string_view value) {
    return !base::trim(value).empty();
}

bool is_name(std::string_view value) {
    return value.size() <= 64 && is_plain(value);
}

/// #rrggbb
bool is_color(std::string_view value) {
    return value.size() == 7 && value[0] == '#' &&
           value.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

/// An address that a browser may be sent to. Other schemes run code or tell about the reader's machine.
bool is_web_address(std::string_view value) {
    auto const lower = base::to_lower(value);
    auto const scheme = lower.starts_with("https://") ? 8U : lower.starts_with("http://") ? 7U : 0U;
    if (scheme == 0) return false;
    auto const rest = value.substr(scheme);
    auto const host = rest.substr(0, rest.find_first_of("/?#"));
    // Names before an @ are how addresses lie about where they lead.
    return !host.empty() && host.front() != ':' && !host.contains('@') &&
           value.find_first_of(" <>\"\\^`{|}") == std::string_view::npos;
}

struct Form {
    std::string_view key;
    bool of_room;
    bool (*matches)(std::string_view);
    char const* wanted;
};

constexpr std::array<Form, 7> kForms{{
    {"avatar", true, is_web_address, "must be an http or https address"},
    {"homepage", true, is_web_address, "must be an http or https address"},
    {"color", true, is_color, "must be a colour like #1b9e77"},
    {kDisplayName, true, is_name, "must be 1 to 64 bytes of text"},
    {"pronouns", false, is_name, "must be 1 to 64 bytes of text"},
    {"status", true, is_plain, "must be text"},
    {"bot", false, is_plain, "must be text"},
}};

}  // namespace

bool is_key(std::string_view key) {
    return !key.empty() && key.size() <= kMaxKey &&
           key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_./-") == std::string_view::npos;
}

Result<> check(Holder holder, std::string_view key, std::string_view value) {
    std::string const name(key.substr(0, kMaxKey));
    if (!is_key(key)) return fail_field(name, "is not a key: use a to z, 0 to 9 and _ . / -", "key_invalid");
    auto const* form = std::ranges::find(kForms, key, &Form::key);
    bool const known = form != kForms.end();
    if (known && !form->of_room && holder == Holder::room) {
        auto refused = fail_as(Errc::forbidden, "key_not_here", "a room can't have this");
        refused.error().field = name;
        return refused;
    }
    if (value.empty() || value.size() > kMaxValue || !base::is_utf8(value) || has_control_character(value))
        return fail_field(name, "must be 1 to 300 bytes of text without control characters", "value_invalid");
    if (known && !form->matches(value)) return fail_field(name, form->wanted, "value_invalid");
    return {};
}

}  // namespace alloquy::profiles
