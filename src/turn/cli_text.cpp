// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli_text.hpp"

#include <alloquy/base/text.hpp>

#include <algorithm>

namespace alloquy::turn {
namespace {

constexpr std::size_t kIdLimit = 20;

bool digits(std::string_view text) {
    return !text.empty() && text.size() <= kIdLimit &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// What stands between `before` and `after`, from the first `before` on.
std::optional<std::string_view> between(std::string_view text, std::string_view before, std::string_view after) {
    auto begin = text.find(before);
    if (begin == std::string_view::npos) return std::nullopt;
    text.remove_prefix(begin + before.size());
    auto end = text.find(after);
    if (end == std::string_view::npos) return std::nullopt;
    return text.substr(0, end);
}

std::optional<Session> make_session(std::optional<std::string_view> id, std::optional<std::string_view> turn_username) {
    if (!id || !turn_username || !digits(*id)) return std::nullopt;
    return Session{std::string(*id), std::string(*turn_username)};
}

}  // namespace

std::string banner_version(std::string_view banner) {
    auto version = between(banner, "Coturn-", " ");
    return version ? std::string(*version) : std::string();
}

std::vector<Session> parse_sessions(std::string_view answer) {
    std::vector<Session> sessions;
    for (auto line : base::split(answer, '\n'))
        if (auto session = make_session(between(line, ") id=", ","), between(line, ", user <", ">:")))
            sessions.push_back(std::move(*session));
    return sessions;
}

std::optional<Session> parse_new_session(std::string_view line) {
    return make_session(between(line, "session ", ": new, realm=<"), between(line, ", username=<", ">, lifetime="));
}

std::string account_of(std::string_view turn_username) {
    auto colon = turn_username.find(':');
    if (colon == std::string_view::npos || !digits(turn_username.substr(0, colon))) return {};
    return std::string(turn_username.substr(colon + 1));
}

}  // namespace alloquy::turn
