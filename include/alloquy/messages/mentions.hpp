// SPDX-License-Identifier: GPL-2.0-or-later
// Whom a text names: "@name", and IRC's custom of beginning a line with "name: ". Pure; docs/protocol/irc.md has the
// rules.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::messages {

/// More names in one message are not looked at: nobody calls so many people but to annoy them.
inline constexpr std::size_t kMostMentions = 20;

struct Mentions {
    std::vector<std::string> names;  ///< Possible account names, in lower case, each once, in the order of the text.
    bool everyone = false;           ///< "@everyone" stands there; whether its author may is for the caller to say.
    bool operator==(Mentions const&) const = default;
};

/// Linear in the size of the text. What stands in code (Markdown's backticks), in an address or in a URL isn't a
/// mention.
Mentions find_mentions(std::string_view text);

}  // namespace alloquy::messages
