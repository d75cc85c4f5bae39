// SPDX-License-Identifier: GPL-2.0-or-later
#include "irc_whereabouts.hpp"

namespace alloquy::daemon {

std::optional<std::string> IrcWhereabouts::standing(std::string_view uid, std::string_view channel) const {
    auto* user = bridge_.network().find_user(uid);
    auto* place = bridge_.network().find_channel(channel);
    if (!user || !place) return std::nullopt;
    auto member = place->members.find(user);
    return member == place->members.end() ? std::nullopt : std::optional(member->second);
}

std::optional<std::string> IrcWhereabouts::standing_of(base::Id account, std::string_view channel) const {
    auto* place = bridge_.network().find_channel(channel);
    std::optional<std::string> letters;
    if (!place || account == 0) return letters;
    for (auto const& [user, standing] : place->members)
        if (user->account_id == account) letters = letters.value_or("") + standing;
    return letters;
}

std::vector<std::string> IrcWhereabouts::channels(std::string_view uid) const {
    std::vector<std::string> names;
    if (auto* user = bridge_.network().find_user(uid))
        for (auto const* channel : user->channels) names.push_back(channel->name);
    return names;
}

bool IrcWhereabouts::exists(std::string_view channel) const {
    return bridge_.network().find_channel(channel) != nullptr;
}

std::set<std::string> IrcWhereabouts::accounts_in(std::string_view channel) const {
    std::set<std::string> names;
    if (auto const* place = bridge_.network().find_channel(channel))
        for (auto const& [member, prefixes] : place->members)
            if (!member->account.empty()) names.insert(member->account);
    return names;
}

std::optional<std::string> IrcWhereabouts::account_of(std::string_view uid) const {
    auto* user = bridge_.network().find_user(uid);
    return user ? std::optional(user->account) : std::nullopt;
}

std::string IrcWhereabouts::holder_of(std::string_view nick) const {
    auto* user = bridge_.network().find_nick(nick);
    return user ? user->uid : std::string();
}

}  // namespace alloquy::daemon
