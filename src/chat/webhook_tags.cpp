// SPDX-License-Identifier: GPL-2.0-or-later
#include "webhook_tags.hpp"

#include "message_id.hpp"
#include "tags.hpp"

namespace alloquy::chat {
namespace {

constexpr std::string_view kWebhook = "n-3-0.github.io/webhook";
constexpr std::string_view kName = "n-3-0.github.io/name";
constexpr std::string_view kAvatar = "n-3-0.github.io/avatar";

}  // namespace

std::string webhook_tags(WebhookTags const& webhook) {
    std::string tags;
    append_tag(tags, kWebhook, std::to_string(webhook.id));
    append_tag(tags, kName, webhook.name);
    if (!webhook.avatar_url.empty()) append_tag(tags, kAvatar, webhook.avatar_url);
    return tags;
}

std::optional<WebhookTags> webhook_of(std::string_view tags) {
    // Nearly all messages have no such tag.
    if (!tags.contains(kWebhook)) return std::nullopt;
    auto const id = find_tag(tags, kWebhook);
    auto const number = id ? parse_id(*id) : std::nullopt;
    if (!number) return std::nullopt;
    return WebhookTags{*number, find_tag(tags, kName).value_or(""), find_tag(tags, kAvatar).value_or("")};
}

}  // namespace alloquy::chat
