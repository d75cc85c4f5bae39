// SPDX-License-Identifier: GPL-2.0-or-later
// The parameters of METADATA (IRCv3 draft/metadata-2). Pure.
#pragma once
#include <cstddef>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::chat {

/// That one connection may be subscribed to.
inline constexpr std::size_t kMaxSubscriptions = 50;

struct MetadataCommand {
    enum class Verb { get, list, set, clear, sub, unsub, subs, sync };
    Verb verb = Verb::list;
    std::string target;             ///< "*" is oneself.
    std::vector<std::string> keys;  ///< As they came: each may be no key at all. set: one.
    std::string value;              ///< set: empty removes the key.
};

/// What makes a command no command: a code of FAIL, and what stands between it and the text.
struct MetadataRefusal {
    std::string_view code;
    std::string context;
    std::string_view text;
};

/// <target> <subcommand> [<key> …]; SET takes a key and a value.
std::expected<MetadataCommand, MetadataRefusal> parse_metadata_command(std::span<std::string const> parameters);

/// Comma-separated, as our module keeps them for a connection; what isn't a key is left out.
std::vector<std::string> parse_subscriptions(std::string_view list);
std::string format_subscriptions(std::span<std::string const> keys);

}  // namespace alloquy::chat
