// SPDX-License-Identifier: GPL-2.0-or-later
#include "tags.hpp"

#include <alloquy/base/text.hpp>

#include <algorithm>

namespace alloquy::chat {
namespace {

struct Escape {
    char plain, letter;
};
constexpr Escape kEscapes[] = {{';', ':'}, {' ', 's'}, {'\\', '\\'}, {'\r', 'r'}, {'\n', 'n'}};

std::string_view key_of(std::string_view tag) {
    return tag.substr(0, tag.find('='));
}

}  // namespace

std::string escape_tag(std::string_view value) {
    // Most values have nothing to escape.
    if (value.find_first_of("; \\\r\n") == std::string_view::npos) return std::string(value);
    std::string out;
    out.reserve(value.size() + 8);
    for (char c : value) {
        auto const* escape = std::ranges::find(kEscapes, c, &Escape::plain);
        if (escape == std::end(kEscapes)) {
            out += c;
        } else {
            out += '\\';
            out += escape->letter;
        }
    }
    return out;
}

std::string unescape_tag(std::string_view value) {
    std::string out;
    out.reserve(value.size());
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] != '\\') {
            out += value[i];
            continue;
        }
        if (++i == value.size()) break;  // a lone backslash at the end is dropped
        auto const* escape = std::ranges::find(kEscapes, value[i], &Escape::letter);
        out += escape == std::end(kEscapes) ? value[i] : escape->plain;
    }
    return out;
}

std::optional<std::string> find_tag(std::string_view tags, std::string_view key) {
    std::optional<std::string> found;
    for (auto tag : base::split(tags, ';')) {
        if (tag.empty() || key_of(tag) != key) continue;
        found = unescape_tag(tag.substr(std::min(tag.size(), key.size() + 1)));
    }
    return found;
}

bool is_typing_only(std::string_view tags) {
    bool typing = false;
    for (auto tag : base::split(tags, ';')) {
        if (tag.empty()) continue;
        auto key = key_of(tag);
        if (key != "+typing" && key != "+draft/typing" && key != "+reply" && key != "+draft/reply" &&
            key != "+channel-context" && key != "+draft/channel-context")
            return false;
        typing = typing || key.ends_with("typing");
    }
    return typing;
}

std::optional<std::string> reply_of(std::string_view tags) {
    if (auto reply = find_tag(tags, "+reply")) return reply;
    return find_tag(tags, "+draft/reply");
}

void append_tag(std::string& tags, std::string_view key, std::string_view value) {
    if (!tags.empty()) tags += ';';
    tags += key;
    if (value.empty()) return;
    tags += '=';
    tags += escape_tag(value);
}

}  // namespace alloquy::chat
