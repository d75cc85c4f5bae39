// SPDX-License-Identifier: GPL-2.0-or-later
// Message tags as they stand on the wire, "a=b;+c" without '@' (IRCv3 message-tags). Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace alloquy::chat {

/// Of a message that replaces the text of an earlier one.
inline constexpr std::string_view kEditTag = "+n-3-0.github.io/edit";

/// The unescaped value of a tag, empty when it has none; nothing when the tag isn't there. Of equal keys the last wins.
std::optional<std::string> find_tag(std::string_view tags, std::string_view key);

/// The value as it stands on the wire: ';', ' ', '\', CR and LF escaped.
std::string escape_tag(std::string_view value);
std::string unescape_tag(std::string_view value);

/// Nothing but a typing notice: never stored.
bool is_typing_only(std::string_view tags);

/// The reply's message id: +reply, or +draft/reply of older clients.
std::optional<std::string> reply_of(std::string_view tags);

/// "key" or "key=value" appended with ';' in between. The value is escaped here.
void append_tag(std::string& tags, std::string_view key, std::string_view value);

}  // namespace alloquy::chat
