// SPDX-License-Identifier: GPL-2.0-or-later
// Which keys a connection wants to hear of, their values now, and their changes later.
#include "metadata.hpp"

#include <alloquy/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace alloquy::chat {
namespace {

/// Keys of one line: it has room for so many of the longest.
constexpr std::size_t kKeysOfLine = 6;
/// People whose values are sent without being asked for; of more the client asks when it likes.
constexpr std::size_t kPeopleAtOnce = 200;
/// When it asks: what fits well into a connection's queue. The rest it gets person by person.
constexpr std::size_t kMostBytes = 1024 * 1024;
constexpr std::size_t kPeopleOfPage = 500;
constexpr auto kRetrySeconds = "2";

/// ":server <numeric> <nick> <key> …", as many lines as it takes.
std::vector<std::string> key_lines(std::string_view numeric, std::string_view nick, std::span<std::string const> keys) {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (i % kKeysOfLine == 0) lines.push_back(fmt::format("{} {}", numeric, nick));
        lines.back() += " " + keys[i];
    }
    return lines;
}

std::string value_line(std::string_view target, std::string_view key, std::optional<std::string> const& value) {
    return fmt::format("METADATA {} {} *{}{}", target, key, value ? " :" : "", value.value_or(std::string()));
}

}  // namespace

/// Lists of subscriptions are one's own alone.
static bool is_own(IncomingRequest const& request, std::string_view target) {
    return target == "*" || base::equals_ignoring_case(target, request.nick());
}

Task<> Metadata::subscribe(Answer& answer, IncomingRequest const& request, MetadataCommand const& command) {
    if (!is_own(request, command.target))
        co_return answer.fail("INVALID_TARGET", {command.target}, "You subscribe for yourself only: use *");
    auto keys = parse_subscriptions(request.parameter(0));
    auto const before = keys.size();
    answer.several();
    std::vector<std::string> accepted;
    for (auto const& key : command.keys) {
        if (!profiles::is_key(key)) {
            answer.fail("KEY_INVALID", {key}, "That is no key");
            continue;
        }
        if (std::ranges::find(keys, key) == keys.end()) {
            if (keys.size() == kMaxSubscriptions) {
                answer.fail("TOO_MANY_SUBS", {key}, "You are subscribed to as many keys as one can be");
                break;
            }
            keys.push_back(key);
        }
        if (std::ranges::find(accepted, key) == accepted.end()) accepted.push_back(key);
    }
    for (auto const& line : key_lines("770", request.nick(), accepted)) answer.server_line(line);
    if (keys.size() == before) co_return;
    answer.act("subscriptions", {format_subscriptions(keys)});

    std::vector<std::string> const fresh(keys.begin() + std::ptrdiff_t(before), keys.end());
    auto channels = whereabouts_.channels(request.uid);
    std::set<std::string> people;
    for (auto const& channel : channels) people.merge(whereabouts_.accounts_in(channel));
    if (people.size() > kPeopleAtOnce) {
        for (auto const& channel : channels)
            answer.server_line(fmt::format("774 {} {} {} :Ask for it with SYNC", request.nick(), channel, kRetrySeconds)
            );
        co_return;
    }
    co_await show(answer, std::string(request.nick()), std::move(channels), {people.begin(), people.end()}, fresh);
}

Task<> Metadata::unsubscribe(Answer& answer, IncomingRequest const& request, MetadataCommand const& command) {
    if (!is_own(request, command.target))
        co_return answer.fail("INVALID_TARGET", {command.target}, "You unsubscribe for yourself only: use *");
    auto keys = parse_subscriptions(request.parameter(0));
    std::vector<std::string> done;
    answer.several();
    for (auto const& key : command.keys) {
        if (!profiles::is_key(key)) {
            answer.fail("KEY_INVALID", {key}, "That is no key");
            continue;
        }
        std::erase(keys, key);
        if (std::ranges::find(done, key) == done.end()) done.push_back(key);
    }
    answer.act("subscriptions", {format_subscriptions(keys)});
    for (auto const& line : key_lines("771", request.nick(), done)) answer.server_line(line);
}

Task<> Metadata::subscriptions(Answer& answer, IncomingRequest const& request, MetadataCommand const& command) {
    if (!is_own(request, command.target))
        co_return answer.fail("INVALID_TARGET", {command.target}, "You see your own subscriptions only: use *");
    auto const batch = answer.open_batch("metadata-subs");
    for (auto const& line : key_lines("772", request.nick(), parse_subscriptions(request.parameter(0))))
        answer.line_in(batch, line);
    answer.close_batch(batch);
}

Task<> Metadata::sync(Answer& answer, IncomingRequest const& request, MetadataCommand const& command) {
    auto target = co_await find_or_fail(answer, request, command.target);
    if (!target) co_return;
    auto keys = parse_subscriptions(request.parameter(0));
    std::vector<std::string> channels, people;
    if (target->holder == profiles::Holder::room) {
        channels.push_back(target->shown);
        auto members = whereabouts_.accounts_in(target->shown);
        people.assign(members.begin(), members.end());
    } else if (target->account) {
        people.push_back(target->account->username);
    }
    co_await show(answer, target->shown, std::move(channels), std::move(people), std::move(keys));
}

Task<> Metadata::joined(Answer& answer, IncomingRequest const& request) {
    std::string const channel(request.parameter(1));
    // The member may have left again; what isn't seen by it is nobody's business.
    if (!co_await places_.standing(request.uid, channel)) co_return;
    auto members = whereabouts_.accounts_in(channel);
    if (members.size() > kPeopleAtOnce)
        co_return answer.server_line(
            fmt::format("774 {} {} {} :Ask for it with SYNC", request.nick(), channel, kRetrySeconds)
        );
    co_await show(
        answer, channel, {channel}, {members.begin(), members.end()}, parse_subscriptions(request.parameter(0))
    );
}

Task<> Metadata::own(Answer& answer, IncomingRequest const& request) {
    auto account = co_await directory_.find_by_username(request.account);
    if (!account || !*account) co_return;
    auto values = co_await profiles_.of_account(**account);
    if (!values) co_return;
    for (auto const& [key, value] : *values) answer.line({}, key + " " + value);
}

Task<> Metadata::show(
    Answer& answer, std::string about, std::vector<std::string> channels, std::vector<std::string> people,
    std::vector<std::string> keys
) {
    auto const batch = answer.open_batch("metadata", about);
    std::size_t bytes = 0;
    auto add = [&](std::string_view target, profiles::Values const& values) {
        for (auto const& key : keys) {
            auto value = values.find(key);
            if (value == values.end()) continue;
            auto line = value_line(target, key, value->second);
            bytes += line.size() + batch.size() + 32;
            answer.line_in(batch, line);
        }
    };
    for (auto const& channel : channels) {
        auto const* room = keys.empty() ? nullptr : rooms_.find_channel(channel);
        if (!room) continue;
        if (auto values = co_await profiles_.of_room(room->id)) add(channel, *values);
    }
    if (keys.empty()) people.clear();
    for (std::size_t begin = 0; begin < people.size() && bytes < kMostBytes; begin += kPeopleOfPage) {
        auto const end = std::min(people.size(), begin + kPeopleOfPage);
        std::vector<std::string> page(people.begin() + std::ptrdiff_t(begin), people.begin() + std::ptrdiff_t(end));
        auto found = co_await directory_.find_by_usernames(std::move(page));
        if (!found) break;
        std::vector<accounts::Account> accounts;
        for (auto& account : *found)
            if (account) accounts.push_back(std::move(*account));
        auto values = co_await profiles_.of_accounts(accounts);
        if (!values) break;
        for (std::size_t i = 0; i < accounts.size() && bytes < kMostBytes; ++i) add(accounts[i].username, (*values)[i]);
    }
    answer.close_batch(batch);
}

void Metadata::tell(profiles::ProfileUpdated const& event) {
    auto target = event.username;
    if (event.holder == profiles::Holder::room) {
        auto const* room = rooms_.find(event.id);
        if (!room) return;
        target = room->channel();
    }
    for (auto const& [key, value] : event.changed)
        links_.deliver_from_server(
            fmt::format("watchers:{}:{}", key, target), 'd', event.origin, value_line(target, key, value)
        );
}

}  // namespace alloquy::chat
