// SPDX-License-Identifier: GPL-2.0-or-later
#include "facts.hpp"

#include <alloquy/base/text.hpp>

#include <algorithm>

namespace alloquy::search {
namespace {

constexpr std::size_t kLongestName = 24;  // of an account
constexpr std::size_t kMostMentions = 32;
constexpr std::string_view kAttachTag = "+n-3-0.github.io/attach=";
constexpr std::string_view kImages[] = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"};

bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/// "@name", where no name or address goes on before it.
void find_mentions(std::string_view text, std::vector<std::string>& out) {
    for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        if (at > 0 && (is_name_byte(text[at - 1]) || text[at - 1] == '.')) continue;
        auto end = at + 1;
        while (end < text.size() && is_name_byte(text[end])) ++end;
        auto const name = text.substr(at + 1, end - at - 1);
        if (name.empty() || name.size() > kLongestName) continue;
        auto lower = base::to_lower(name);
        if (std::ranges::find(out, lower) == out.end()) out.push_back(std::move(lower));
        if (out.size() == kMostMentions) return;
    }
}

void look_at_link(std::string_view link, Facts& facts) {
    facts.link = true;
    auto const path = base::to_lower(link.substr(0, link.find_first_of("?#")));
    for (auto ending : kImages) facts.image = facts.image || path.ends_with(ending);
}

void find_links(std::string_view text, Facts& facts) {
    for (auto at = text.find("://"); at != std::string_view::npos; at = text.find("://", at + 1)) {
        auto const before = text.substr(0, at);
        bool const web =
            before.size() >= 4 &&
            (base::equals_ignoring_case(before.substr(before.size() - 4), "http") ||
             (before.size() >= 5 && base::equals_ignoring_case(before.substr(before.size() - 5), "https")));
        if (!web) continue;
        auto const rest = text.substr(at + 3);
        auto const link = rest.substr(0, rest.find_first_of(" \t\r\n<>\""));
        if (!link.empty()) look_at_link(link, facts);
    }
}

}  // namespace

Facts facts_of(messages::Message const& message) {
    Facts facts;
    find_mentions(message.text, facts.mentions);
    find_links(message.text, facts);
    for (auto tag : base::split(message.tags, ';'))
        facts.file = facts.file || (tag.starts_with(kAttachTag) && tag.size() > kAttachTag.size());
    return facts;
}

}  // namespace alloquy::search
