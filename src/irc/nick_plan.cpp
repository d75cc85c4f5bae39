// SPDX-License-Identifier: GPL-2.0-or-later
#include "nick_plan.hpp"

#include <alloquy/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace alloquy::irc {
namespace {

constexpr std::size_t kMaxAccountName = 24;

bool is_account_name(std::string_view name) {
    auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    auto other = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-'; };
    return !name.empty() && name.size() <= kMaxAccountName && letter(name.front()) && std::ranges::all_of(name, other);
}

}  // namespace

std::optional<DeviceNick> parse_device_nick(std::string_view nick) {
    DeviceNick parsed;
    parsed.account = nick.substr(0, nick.find('|'));
    if (!is_account_name(parsed.account)) return std::nullopt;
    if (parsed.account.size() == nick.size()) return parsed;
    auto digits = nick.substr(parsed.account.size() + 1);
    auto number = base::to_number(digits);
    if (!number || digits.front() == '0' || *number < 2 || *number > 9999) return std::nullopt;
    parsed.number = unsigned(*number);
    return parsed;
}

std::string device_nick(std::string_view account, unsigned number) {
    return number == 1 ? std::string(account) : fmt::format("{}|{}", account, number);
}

std::vector<Rename> plan_device_nicks(std::string_view account, std::vector<Device> const& devices) {
    std::set<unsigned> taken;
    std::vector<std::pair<unsigned, Device const*>> settled;  // who has a right nick already, by number
    std::vector<Device const*> unsettled;
    for (auto const& device : devices) {
        auto parsed = parse_device_nick(device.nick);
        // The case must match too: the account's own spelling is the nick.
        if (parsed && parsed->account == account && taken.insert(parsed->number).second)
            settled.emplace_back(parsed->number, &device);
        else
            unsettled.push_back(&device);
    }
    std::vector<Rename> renames;
    if (!settled.empty() && !taken.contains(1)) {
        auto lowest = std::ranges::min_element(settled);
        renames.push_back({lowest->second->uid, std::string(account)});
        taken.erase(lowest->first);
        taken.insert(1);
    }
    unsigned number = 1;
    for (auto const* device : unsettled) {
        while (taken.contains(number)) ++number;
        taken.insert(number);
        renames.push_back({device->uid, device_nick(account, number)});
    }
    return renames;
}

bool is_never_a_guests(std::string_view nick) {
    return nick.empty() || nick.find('|') != std::string_view::npos || (nick.front() >= '0' && nick.front() <= '9');
}

std::string guest_nick(std::uint32_t random) {
    return fmt::format("Guest{:05}", random % 100'000);
}

}  // namespace alloquy::irc
