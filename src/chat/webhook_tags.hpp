// SPDX-License-Identifier: GPL-2.0-or-later
// The tags that say which webhook a message is from, and how it wants to be shown. Only alloquyd makes such tags: what
// clients send has "+" before its name. Pure.
#pragma once
#include <alloquy/base/ids.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace alloquy::chat {

struct WebhookTags {
    base::Id id = 0;
    std::string name;
    std::string avatar_url;  ///< Empty: none.
};

/// As on the wire.
std::string webhook_tags(WebhookTags const& webhook);
/// Nothing for a message of somebody else.
std::optional<WebhookTags> webhook_of(std::string_view tags);

}  // namespace alloquy::chat
