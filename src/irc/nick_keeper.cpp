// SPDX-License-Identifier: GPL-2.0-or-later
#include "nick_keeper.hpp"

#include <alloquy/base/log.hpp>

#include <algorithm>

namespace alloquy::irc {
namespace {

// A client that insists on another nick, or two parties fighting over one, must not keep us busy for ever.
constexpr unsigned kMaxCorrections = 8;
constexpr std::chrono::seconds kCorrectionWindow{10};

}  // namespace

NickKeeper::Entry* NickKeeper::find(std::string const& uid) {
    auto account = account_of_.find(uid);
    if (account == account_of_.end()) return nullptr;
    auto& entries = people_[account->second].entries;
    auto entry = std::ranges::find(entries, uid, &Entry::uid);
    return entry == entries.end() ? nullptr : &*entry;
}

void NickKeeper::signed_in(
    std::string const& uid, base::Id account, std::string const& username, std::string_view nick
) {
    if (account_of(uid) != 0 && account_of(uid) != account) left(uid);
    auto& person = people_[account];
    person.username = username;
    auto* entry = find(uid);
    if (!entry) {
        account_of_[uid] = account;
        entry = &person.entries.emplace_back();
        entry->uid = uid;
    }
    entry->nick = nick;
    plan(person);
}

void NickKeeper::registered(std::string const& uid, std::string_view nick) {
    auto* entry = find(uid);
    if (!entry) return;
    entry->nick = nick;
    plan(people_[account_of_[uid]]);
}

void NickKeeper::nick_changed(
    std::string const& uid, std::string_view nick, std::chrono::steady_clock::time_point now
) {
    auto* entry = find(uid);
    if (!entry || entry->nick == nick) return;
    if (now - entry->window > kCorrectionWindow) {
        entry->window = now;
        entry->corrections = 0;
    }
    if (++entry->corrections > kMaxCorrections) {
        if (entry->corrections == kMaxCorrections + 1)
            log::warn("irc", "{} can't be kept on the nick {}: it is left alone for a while", uid, entry->nick);
        return;
    }
    // The nick we gave it stays its own: no other device got it meanwhile.
    host_.give_nick(uid, entry->nick);
}

void NickKeeper::left(std::string const& uid) {
    auto account = account_of_.find(uid);
    if (account == account_of_.end()) return;
    auto person = people_.find(account->second);
    account_of_.erase(account);
    std::erase_if(person->second.entries, [&](Entry const& entry) { return entry.uid == uid; });
    if (person->second.entries.empty())
        people_.erase(person);
    else
        plan(person->second);
}

void NickKeeper::account_renamed(base::Id account, std::string const& username) {
    auto person = people_.find(account);
    if (person == people_.end()) return;
    person->second.username = username;
    plan(person->second);
}

void NickKeeper::plan(Person& person) {
    if (held_) return;
    std::vector<Device> devices;
    devices.reserve(person.entries.size());
    for (auto const& entry : person.entries) devices.push_back({entry.uid, entry.nick});
    for (auto& change : plan_device_nicks(person.username, devices)) {
        auto entry = std::ranges::find(person.entries, change.uid, &Entry::uid);
        entry->nick = std::move(change.nick);
        host_.give_nick(entry->uid, entry->nick);
    }
}

void NickKeeper::settle() {
    held_ = false;
    for (auto& [account, person] : people_) plan(person);
}

void NickKeeper::clear() {
    people_.clear();
    account_of_.clear();
    held_ = false;
}

base::Id NickKeeper::account_of(std::string const& uid) const {
    auto found = account_of_.find(uid);
    return found == account_of_.end() ? 0 : found->second;
}

std::vector<std::string> NickKeeper::devices_of(base::Id account) const {
    std::vector<std::string> uids;
    if (auto person = people_.find(account); person != people_.end())
        for (auto const& entry : person->second.entries) uids.push_back(entry.uid);
    return uids;
}

std::vector<base::Id> NickKeeper::accounts() const {
    std::vector<base::Id> ids;
    ids.reserve(people_.size());
    for (auto const& [id, person] : people_) ids.push_back(id);
    return ids;
}

std::string NickKeeper::username_of(base::Id account) const {
    auto person = people_.find(account);
    return person == people_.end() ? std::string() : person->second.username;
}

}  // namespace alloquy::irc
