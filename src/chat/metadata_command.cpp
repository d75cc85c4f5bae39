// SPDX-License-Identifier: GPL-2.0-or-later
#include "metadata_command.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/profiles/profile.hpp>

#include <algorithm>
#include <array>

namespace alloquy::chat {
namespace {

using Verb = MetadataCommand::Verb;

struct Row {
    std::string_view name;
    Verb verb;
    std::size_t least;  ///< Parameters after the subcommand.
};

constexpr std::array<Row, 8> kVerbs{{
    {"get", Verb::get, 1},
    {"list", Verb::list, 0},
    {"set", Verb::set, 1},
    {"clear", Verb::clear, 0},
    {"sub", Verb::sub, 1},
    {"unsub", Verb::unsub, 1},
    {"subs", Verb::subs, 0},
    {"sync", Verb::sync, 0},
}};

}  // namespace

std::expected<MetadataCommand, MetadataRefusal> parse_metadata_command(std::span<std::string const> parameters) {
    if (parameters.size() < 2)
        return std::unexpected(MetadataRefusal{"NEED_MORE_PARAMS", {}, "A target and a subcommand are needed"});
    auto const* row = std::ranges::find(kVerbs, base::to_lower(parameters[1]), &Row::name);
    if (row == kVerbs.end())
        return std::unexpected(MetadataRefusal{"SUBCOMMAND_INVALID", parameters[1], "There is no such subcommand"});
    auto const rest = parameters.subspan(2);
    if (rest.size() < row->least)
        return std::unexpected(MetadataRefusal{"NEED_MORE_PARAMS", parameters[1], "A key is needed"});
    MetadataCommand command{row->verb, parameters[0], {}, {}};
    if (row->verb == Verb::set) {
        command.keys.push_back(rest[0]);
        if (rest.size() > 1) command.value = rest[1];
    } else {
        command.keys.assign(rest.begin(), rest.end());
    }
    return command;
}

std::vector<std::string> parse_subscriptions(std::string_view list) {
    std::vector<std::string> keys;
    for (auto key : base::split(list, ',')) {
        if (keys.size() == kMaxSubscriptions) break;
        if (profiles::is_key(key) && std::ranges::find(keys, key) == keys.end()) keys.emplace_back(key);
    }
    return keys;
}

std::string format_subscriptions(std::span<std::string const> keys) {
    std::string list;
    for (auto const& key : keys) list += (list.empty() ? "" : ",") + key;
    return list;
}

}  // namespace alloquy::chat
