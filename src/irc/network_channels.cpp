// SPDX-License-Identifier: GPL-2.0-or-later
// Channels of the network state: who is in them, their modes and topics.
#include "server_line_parts.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/irc/network_state.hpp>

namespace alloquy::irc {
namespace {

constexpr std::size_t kMaxChannels = 200'000;

}  // namespace

void NetworkState::declare_channel_modes(std::string_view declaration) {
    for (auto token : base::split(declaration, ' ')) {
        auto equals = token.rfind('=');
        if (equals == std::string_view::npos || equals + 1 >= token.size()) continue;
        char const letter = token.back();
        if (token.starts_with("list:"))
            mode_types_[letter] = ModeType::list;
        else if (token.starts_with("param-set:"))
            mode_types_[letter] = ModeType::value_when_set;
        else if (token.starts_with("param:"))
            mode_types_[letter] = ModeType::value;
        else if (token.starts_with("prefix:"))
            mode_types_[letter] = ModeType::prefix;
        else
            mode_types_[letter] = ModeType::simple;
    }
}

NetworkState::ModeType NetworkState::type_of(char mode) const {
    auto found = mode_types_.find(mode);
    return found == mode_types_.end() ? ModeType::simple : found->second;
}

Channel* NetworkState::find_channel(std::string_view name) {
    auto found = channels_.find(base::to_lower(name));
    return found == channels_.end() ? nullptr : found->second.get();
}

void NetworkState::rename_channel(std::string_view from, std::string_view to) {
    auto entry = channels_.find(base::to_lower(from));
    auto key = base::to_lower(to);
    bool const valid = to.starts_with('#') && to.size() <= kMaxNameLength && to.find(' ') == std::string_view::npos;
    if (entry == channels_.end() || !valid || (key != entry->first && channels_.contains(key))) return;
    auto node = channels_.extract(entry);
    node.key() = std::move(key);
    node.mapped()->name = to;
    channels_.insert(std::move(node));
}

// :0AL FJOIN #channel <time> +<modes> [value …] :<prefix letters>,<uid>:<membership> …
Result<Change> NetworkState::channel_burst(ServerLine const& line) {
    if (line.params.size() < 3) return violation(line, "too few parameters");
    auto name = line.param(0);
    if (!name.starts_with('#') || name.size() > kMaxNameLength) return violation(line, "malformed channel name");
    auto const time = number(line.param(1));
    auto* channel = find_channel(name);
    if (!channel) {
        if (channels_.size() >= kMaxChannels) return fail(Errc::too_large, "too many channels on the services link");
        auto made = std::make_unique<Channel>();
        made->name = name;
        made->time = time;
        channel = made.get();
        channels_.emplace(base::to_lower(name), std::move(made));
    }
    if (time < channel->time) {
        // The older side wins: what we believed about modes and ranks is void.
        channel->time = time;
        channel->modes.clear();
        channel->mode_values.clear();
        for (auto& [member, prefixes] : channel->members) prefixes.clear();
    }
    bool const modes_count = time <= channel->time;
    if (modes_count) apply_modes(*channel, line, 2);
    for (auto entry : base::split(line.params.back(), ' ')) {
        auto comma = entry.find(',');
        if (comma == std::string_view::npos) continue;
        auto uid = entry.substr(comma + 1);
        uid = uid.substr(0, uid.find(':'));
        if (auto* user = find_user(uid))
            add_member(*user, *channel, modes_count ? std::string(entry.substr(0, comma)) : std::string());
    }
    if (channel->members.empty()) channels_.erase(base::to_lower(name));
    return Change{};
}

Result<Change> NetworkState::channel_modes(ServerLine const& line) {
    auto* channel = find_channel(line.param(0));
    if (channel && number(line.param(1)) <= channel->time) apply_modes(*channel, line, 2);
    return Change{};
}

// :<source> FTOPIC #channel <channel time> <topic time> [setter] :<topic>
Result<Change> NetworkState::channel_topic(ServerLine const& line) {
    if (line.params.size() < 4) return violation(line, "too few parameters");
    if (auto* channel = find_channel(line.param(0))) channel->topic = line_text(line.params.back(), 4096);
    return Change{};
}

// :<uid> IJOIN #channel <membership> [channel time] [prefix letters]
Result<Change> NetworkState::joined(ServerLine const& line) {
    auto* user = find_user(line.source);
    auto* channel = find_channel(line.param(0));
    if (user && channel) add_member(*user, *channel, std::string(line.param(3)));
    return Change{};
}

Result<Change> NetworkState::parted(ServerLine const& line) {
    auto* user = find_user(line.source);
    if (!user) return Change{};
    for (auto name : base::split(line.param(0), ','))
        if (auto* channel = find_channel(name)) remove_member(*user, *channel);
    return Change{};
}

Result<Change> NetworkState::kicked(ServerLine const& line) {
    auto* channel = find_channel(line.param(0));
    auto* user = find_user(line.param(1));
    if (user && channel) remove_member(*user, *channel);
    return Change{};
}

void NetworkState::add_member(User& user, Channel& channel, std::string prefixes) {
    if (prefixes.size() > 16) prefixes.resize(16);
    auto [it, added] = channel.members.try_emplace(&user, std::move(prefixes));
    if (added) user.channels.push_back(&channel);
}

void NetworkState::remove_member(User& user, Channel& channel) {
    if (channel.members.erase(&user) == 0) return;
    std::erase(user.channels, &channel);
    if (channel.members.empty()) channels_.erase(base::to_lower(channel.name));
}

void NetworkState::apply_modes(Channel& channel, ServerLine const& line, std::size_t first) {
    bool adding = true;
    std::size_t next_value = first + 1;
    auto take_value = [&] { return line.param(next_value++); };
    for (char c : line.param(first)) {
        if (c == '+' || c == '-') {
            adding = c == '+';
            continue;
        }
        auto const type = type_of(c);
        if (type == ModeType::list) {
            take_value();
        } else if (type == ModeType::prefix) {
            auto* user = find_user(take_value());
            auto member = user ? channel.members.find(user) : channel.members.end();
            if (member == channel.members.end()) continue;
            adding ? add_letter(member->second, c) : remove_letter(member->second, c);
        } else {
            std::erase_if(channel.mode_values, [c](auto const& entry) { return entry.first == c; });
            bool const has_value = type == ModeType::value || (type == ModeType::value_when_set && adding);
            auto value = has_value ? take_value() : std::string_view();
            if (adding && has_value) channel.mode_values.emplace_back(c, value);
            adding ? add_letter(channel.modes, c) : remove_letter(channel.modes, c);
        }
    }
}

}  // namespace alloquy::irc
