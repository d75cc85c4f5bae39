// SPDX-License-Identifier: GPL-2.0-or-later
#include "facts.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/messages/mentions.hpp>

#include <utility>

namespace alloquy::search {
namespace {

constexpr char const* kEveryone = "everyone";
constexpr std::string_view kAttachTag = "+n-3-0.github.io/attach=";
constexpr std::string_view kImages[] = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"};

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
    // The same rules as for what is unread, so that both find the same messages.
    auto mentions = messages::find_mentions(message.text);
    facts.mentions = std::move(mentions.names);
    if (mentions.everyone) facts.mentions.emplace_back(kEveryone);
    find_links(message.text, facts);
    for (auto tag : base::split(message.tags, ';'))
        facts.file = facts.file || (tag.starts_with(kAttachTag) && tag.size() > kAttachTag.size());
    return facts;
}

}  // namespace alloquy::search
