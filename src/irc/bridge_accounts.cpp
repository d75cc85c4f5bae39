// SPDX-License-Identifier: GPL-2.0-or-later
// The bridge and the accounts: connections that signed in, and what happens to their accounts afterwards.
#include "bridge_implementation.hpp"

#include <alloquy/base/log.hpp>

#include <algorithm>
#include <map>

namespace alloquy::irc {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kLog = "irc";
/// A UID line and the METADATA lines after it may come in two reads.
constexpr auto kMetadataDelay = 50ms;
/// Between other machines the next segment may be lost and sent again.
constexpr auto kRemoteMetadataDelay = 2s;
/// InspIRCd gives up on a registration before (the template's connect timeout).
constexpr auto kRegistrationLimit = 90s;
constexpr std::size_t kBatch = 500;

}  // namespace

void Bridge::Implementation::signed_in(std::string const& uid, accounts::SignIn const& sign_in) {
    auto* user = network.find_user(uid);
    auto& record = records_[uid];
    record = SignInRecord{
        .account = sign_in.account.id,
        .credential = sign_in.credential,
        .since = std::chrono::steady_clock::now(),
        .registered = user != nullptr,
        .bot = sign_in.account.is_bot(),
    };
    if (user) mark_bot(*user, record);
    tell_account(uid, sign_in.account.id, sign_in.account.username);
    nicks_.signed_in(uid, sign_in.account.id, sign_in.account.username, user ? user->nick : std::string());
}

/// User mode +B: WHOIS says that it is a bot, and so does the tag on what it says.
void Bridge::Implementation::mark_bot(User const& user, SignInRecord const& record) {
    if (record.bot && !user.modes.contains('B')) link.send("MODE", {user.uid, "+B"});
}

void Bridge::Implementation::user_came(User& user) {
    auto record = records_.find(user.uid);
    if (record == records_.end())
        return check_guest_soon(
            user.uid, user.uid.starts_with(link.peer_sid()) ? std::chrono::milliseconds(kMetadataDelay)
                                                            : std::chrono::milliseconds(kRemoteMetadataDelay)
        );
    record->second.registered = true;
    mark_bot(user, record->second);
    nicks_.registered(user.uid, user.nick);
    if (!record->second.ended.empty()) end_connection(user.uid, std::string(record->second.ended));
}

void Bridge::Implementation::user_left(User const& user) {
    agent_.forget(user.uid);
    desk_.forget(user.uid);
    records_.erase(user.uid);
    nicks_.left(user.uid);
}

void Bridge::Implementation::account_changed(User& user) {
    auto record = records_.find(user.uid);
    if (user.account.empty()) {
        if (record == records_.end()) return;
        records_.erase(record);
        nicks_.left(user.uid);
        return check_guest_soon(user.uid, {});
    }
    if (record == records_.end() || record->second.account != user.account_id || nicks_.account_of(user.uid) == 0)
        adopt(user);
}

/// InspIRCd says that somebody is signed in whom we didn't sign in: believed only after a look at the accounts.
void Bridge::Implementation::adopt(User& user) {
    auto& record = records_[user.uid];
    // It may have signed in before the link was cut and completed registration after: then the credential is known.
    if (record.account != user.account_id) record = SignInRecord{.account = user.account_id};
    record.registered = true;
    nicks_.signed_in(user.uid, user.account_id, user.account, user.nick);
    unadopted_.push_back(user.uid);
    if (adoption_running_) return;
    adoption_running_ = true;
    spawn(check_adopted());
}

/// Begins in the next turn of the event loop, so that many at once are one question.
Task<> Bridge::Implementation::check_adopted() {
    adoption_running_ = false;
    co_await check_accounts(std::exchange(unadopted_, {}));
}

void Bridge::Implementation::end_connection(std::string const& uid, std::string const& reason) {
    if (network.find_user(uid)) {
        // Others see the reason of a KILL; why an account ended is between us and its owner.
        notice(uid, reason);
        link.send("KILL", {uid, "Signed out"});
        return;
    }
    tell_module("END", uid, reason);
    records_.erase(uid);
    nicks_.left(uid);
}

void Bridge::Implementation::end_sign_ins(base::Id account, base::Id credential, std::string const& reason) {
    agent_.revoke(account, credential);
    std::vector<std::string> uids;
    for (auto& [uid, record] : records_) {
        if (record.account != account || (credential != 0 && record.credential != credential)) continue;
        // Remembered, in case the link is down now.
        record.ended = reason;
        uids.push_back(uid);
    }
    if (!link.synced()) return;
    for (auto const& uid : uids) end_connection(uid, reason);
}

void Bridge::Implementation::account_renamed(accounts::AccountRenamed const& event) {
    if (!link.synced()) return;
    for (auto const& uid : nicks_.devices_of(event.id)) tell_account(uid, event.id, event.username);
    nicks_.account_renamed(event.id, event.username);
}

Task<> Bridge::Implementation::check_accounts(std::vector<std::string> uids) {
    auto const link_number = links_;
    // Per account, not per connection: a person with five devices is one question.
    std::map<std::string, std::vector<std::string>> by_name;
    for (auto& uid : uids)
        if (auto* user = network.find_user(uid)) by_name[user->account].push_back(uid);
    std::vector<std::string> names;
    for (auto const& [name, devices] : by_name) names.push_back(name);

    for (std::size_t begin = 0; begin < names.size(); begin += kBatch) {
        auto const end = std::min(begin + kBatch, names.size());
        std::vector<std::string> batch(names.begin() + std::ptrdiff_t(begin), names.begin() + std::ptrdiff_t(end));
        auto found = co_await directory_.find_by_usernames(batch);
        while (!found && !tasks_->stopping() && link_number == links_) {
            log::warn(kLog, "accounts can't be checked now: {}", found.error().message);
            if (!co_await async::sleep_for(1s)) co_return;
            found = co_await directory_.find_by_usernames(batch);
        }
        if (!found || link_number != links_) co_return;
        for (std::size_t i = 0; i < batch.size() && i < found->size(); ++i) {
            for (auto const& uid : by_name[batch[i]]) {
                auto* user = network.find_user(uid);
                if (!user || user->account != batch[i]) continue;
                auto account = (*found)[i];
                if (!account || account->id != user->account_id) {
                    // Renamed meanwhile, and the old name free or somebody else's: the id decides.
                    auto by_id = co_await directory_.find_by_id(user->account_id);
                    if (link_number != links_) co_return;
                    user = network.find_user(uid);
                    if (!user || user->account != batch[i]) continue;
                    if (by_id) account = *by_id;
                    if (account && account->id != user->account_id) account.reset();
                }
                if (!account) {
                    end_connection(uid, "Your account was deleted.");
                } else if (!account->may_sign_in(clock_.now())) {
                    end_connection(uid, "Your account is suspended.");
                } else if (account->username != user->account) {
                    tell_account(uid, account->id, account->username);
                    nicks_.account_renamed(account->id, account->username);
                }
            }
        }
    }
}

Task<> Bridge::Implementation::housekeep() {
    while (!tasks_->stopping()) {
        co_await async::stoppable();
        if (!co_await async::sleep_for(1s)) co_return;
        auto const now = std::chrono::steady_clock::now();
        agent_.sweep(now);
        drop_stale_records(now);
    }
}

/// Signed in but never completed registration: gone without our module having told.
void Bridge::Implementation::drop_stale_records(std::chrono::steady_clock::time_point now) {
    std::vector<std::string> stale;
    for (auto const& [uid, record] : records_)
        if (!record.registered && now - record.since > kRegistrationLimit) stale.push_back(uid);
    for (auto const& uid : stale) {
        records_.erase(uid);
        nicks_.left(uid);
    }
}

}  // namespace alloquy::irc
