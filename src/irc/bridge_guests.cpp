// SPDX-License-Identifier: GPL-2.0-or-later
// The bridge and those who didn't sign in: registered names and device suffixes aren't theirs.
#include "bridge_implementation.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/crypto/secret.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace alloquy::irc {
namespace {

constexpr std::string_view kLog = "irc";
constexpr std::size_t kBatch = 500;

std::uint32_t random_number() {
    auto bytes = crypto::random_bytes(sizeof(std::uint32_t));
    std::uint32_t value;
    std::memcpy(&value, bytes.data(), sizeof(value));
    return value;
}

}  // namespace

bool Bridge::Implementation::is_guest(User const& user) const {
    return user.account.empty() && !records_.contains(user.uid);
}

void Bridge::Implementation::check_guest_soon(std::string const& uid, std::chrono::steady_clock::duration delay) {
    unchecked_.push_back({uid, std::chrono::steady_clock::now() + delay});
    if (guest_check_running_) return;
    guest_check_running_ = true;
    spawn(check_guests());
}

Task<> Bridge::Implementation::check_guests() {
    struct Running {
        bool& flag;
        ~Running() { flag = false; }
    } const running{guest_check_running_};
    while (!unchecked_.empty() && !tasks_->stopping()) {
        auto const latest = std::ranges::max(unchecked_, {}, &Unchecked::due).due;
        if (auto const now = std::chrono::steady_clock::now(); latest > now) {
            if (!co_await async::sleep_for(latest - now)) co_return;
            continue;
        }
        std::vector<std::string> uids;
        for (auto& entry : std::exchange(unchecked_, {})) uids.push_back(std::move(entry.uid));
        // One look at each, even if its nick changed twice meanwhile.
        std::ranges::sort(uids);
        uids.erase(std::ranges::unique(uids).begin(), uids.end());
        std::vector<std::string> candidates, names;
        for (auto const& uid : uids) {
            auto* user = network.find_user(uid);
            if (!user || !is_guest(*user)) continue;
            if (!settings_.guests) {
                end_connection(uid, "Sign in to use this server. See " + settings_.sign_in_url);
            } else if (is_never_a_guests(user->nick)) {
                make_guest_nick(*user, "This nick is kept for people with an account.");
            } else if (auto parsed = parse_device_nick(user->nick)) {
                candidates.push_back(uid);
                names.emplace_back(parsed->account);
            }
        }
        co_await check_names(std::move(candidates), std::move(names));
    }
}

/// Takes the nicks that belong to accounts from these guests.
Task<> Bridge::Implementation::check_names(std::vector<std::string> uids, std::vector<std::string> names) {
    auto const link_number = links_;
    for (std::size_t begin = 0; begin < names.size(); begin += kBatch) {
        auto const end = std::min(begin + kBatch, names.size());
        std::vector<std::string> batch(names.begin() + std::ptrdiff_t(begin), names.begin() + std::ptrdiff_t(end));
        auto found = co_await directory_.find_by_usernames(batch);
        if (link_number != links_) co_return;
        // Nobody keeps a name that might be another's: unknown counts as taken.
        if (!found) log::warn(kLog, "names of guests can't be checked now: {}", found.error().message);
        for (std::size_t i = 0; i < batch.size(); ++i) {
            auto* user = network.find_user(uids[begin + i]);
            if (!user || !is_guest(*user)) continue;
            if (found && (i >= found->size() || !(*found)[i])) continue;
            auto parsed = parse_device_nick(user->nick);
            if (!parsed || parsed->account != batch[i]) continue;  // it changed; its own check follows
            make_guest_nick(
                *user, fmt::format("The nick {} belongs to an account. If it is yours, sign in.", user->nick)
            );
        }
    }
}

void Bridge::Implementation::make_guest_nick(User& user, std::string_view reason) {
    std::string nick;
    do nick = guest_nick(random_number());
    while (network.find_nick(nick) && network.user_count() < 50'000);
    notice(user.uid, reason);
    tell_module("NICK", user.uid, nick);
    // Known as that from now on, so that nothing renames it a second time for the nick it just lost.
    network.assume_nick(user, nick);
}

/// Whoever isn't signed in to `account` gives the nick up; its own devices are sorted out by the nick keeper.
void Bridge::Implementation::free_nick(std::string const& nick, base::Id account) {
    auto* holder = network.find_nick(nick);
    if (!holder || nicks_.account_of(holder->uid) == account || !is_guest(*holder)) return;
    make_guest_nick(*holder, fmt::format("The nick {} belongs to an account whose owner signed in.", nick));
}

}  // namespace alloquy::irc
