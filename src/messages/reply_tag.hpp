// SPDX-License-Identifier: GPL-2.0-or-later
// Which message a message answers: IRCv3 client tag "reply".
#pragma once
#include <alloquy/base/ids.hpp>

#include <optional>
#include <string_view>

namespace alloquy::messages {

/// The id in the tag +reply (or +draft/reply, its name before it was ratified) of client-only tags as on the wire; the
/// first one that is an id. https://ircv3.net/specs/client-tags/reply
std::optional<base::Id> reply_of(std::string_view tags);

}  // namespace alloquy::messages
