// SPDX-License-Identifier: GPL-2.0-or-later
// The bridge's wire: what comes over the services link, and what its decisions look like there.
#include "bridge_implementation.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/base/text.hpp>
#include <alloquy/crypto/secret.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace alloquy::irc {
namespace {

constexpr std::string_view kLog = "irc";
/// SASL messages carry the id of whoever answers. InspIRCd only compares it, so no such user has to exist.
constexpr std::string_view kAgentUid = "0SVAAAAAA";

/// The id of the server that a connection is at.
std::string_view server_of(std::string_view uid) {
    return uid.substr(0, 3);
}

}  // namespace

void Bridge::Implementation::link_opened(std::string_view channel_modes) {
    network.clear();
    agent_.clear();
    desk_.clear();
    nicks_.clear();
    nicks_.hold();
    network.declare_channel_modes(channel_modes);
    link.send("METADATA", {"*", "saslmechlist", kMechanismList});
}

void Bridge::Implementation::link_synced() {
    ++links_;
    std::vector<std::string> signed_in_uids, ended, guests;
    network.for_each_user([&](User& user) {
        auto record = records_.find(user.uid);
        if (user.account.empty()) {
            if (record != records_.end()) records_.erase(record);
            guests.push_back(user.uid);
            return;
        }
        if (record == records_.end() || record->second.account != user.account_id)
            record = records_.insert_or_assign(user.uid, SignInRecord{.account = user.account_id}).first;
        record->second.registered = true;
        if (!record->second.ended.empty()) ended.push_back(user.uid);
        nicks_.signed_in(user.uid, user.account_id, user.account, user.nick);
        signed_in_uids.push_back(user.uid);
    });
    std::erase_if(records_, [&](auto const& entry) {
        return entry.second.registered && !network.find_user(entry.first);
    });
    nicks_.settle();
    log::info(
        kLog, "services link in sync: {}, {} users, {} channels", link.peer_version(), network.user_count(),
        network.channel_count()
    );
    for (auto const& uid : ended) end_connection(uid, std::string(records_[uid].ended));
    if (!signed_in_uids.empty()) spawn(check_accounts(std::move(signed_in_uids)));
    for (auto const& uid : guests) check_guest_soon(uid, {});
    bridge_.link_synced.publish({});
}

void Bridge::Implementation::link_closed() {
    network.clear();
    agent_.clear();
    desk_.clear();
    nicks_.clear();
    unchecked_.clear();
    unadopted_.clear();
    bridge_.link_lost.publish({});
}

Result<> Bridge::Implementation::line_received(ServerLine const& line) {
    if (line.command == "ENCAP") return encap(line);
    auto change = network.apply(line);
    if (!change) return std::unexpected(change.error());
    apply_change(std::move(*change));
    return {};
}

// :<sid> ENCAP <target> SASL <uid> <agent> <kind> [value …]   or   :<sid> ENCAP <target> ALLOQUY <verb> <uid> [value …]
Result<> Bridge::Implementation::encap(ServerLine const& line) {
    auto target = line.param(0);
    if (target != Link::kServicesSid && target != "*" && target != Link::kServicesName) return {};
    if (line.param(1) == "SASL" && line.params.size() >= 5) {
        std::vector<std::string_view> const values(line.params.begin() + 5, line.params.end());
        agent_.sasl_received(line.param(2), line.param(4), values);
    } else if (line.param(1) == "ALLOQUY" && line.params.size() >= 4) {
        module_line(line);
    }
    return {};
}

// RENAME <old channel> <new channel>   ·
// PASS|REGISTER <uid> <ip> P|S <base64 name> <base64 password>   ·   GONE <uid>
void Bridge::Implementation::module_line(ServerLine const& line) {
    auto verb = line.param(2), uid = line.param(3);
    // Values that don't decode are as good as wrong ones.
    auto decoded = [&](std::size_t i) { return crypto::from_base64(line.param(i)).value_or(std::string()); };
    if (verb == "PASS") {
        agent_.pass_received(uid, line.param(4), line.param(5) == "S", decoded(6), decoded(7));
    } else if (verb == "REGISTER" && line.param(5) == "S") {
        desk_.register_received(uid, line.param(4), decoded(6), decoded(7));
    } else if (verb == "RENAME") {
        network.rename_channel(line.param(3), line.param(4));
    } else if (verb == "GONE") {
        agent_.forget(uid);
        desk_.forget(uid);
        std::string const id(uid);
        if (network.find_user(uid)) return;
        records_.erase(id);
        nicks_.left(id);
    }
}

void Bridge::Implementation::apply_change(Change change) {
    // While the burst is read, only the state grows: link_synced() looks at all of it.
    if (!link.synced()) return;
    switch (change.kind) {
        case Change::Kind::user_came:
            return user_came(*change.user);
        case Change::Kind::user_left:
            return user_left(*change.gone);
        case Change::Kind::account_changed:
            return account_changed(*change.user);
        case Change::Kind::nick_changed:
            if (is_guest(*change.user)) return check_guest_soon(change.user->uid, {});
            return nicks_.nick_changed(change.user->uid, change.user->nick, std::chrono::steady_clock::now());
        case Change::Kind::server_left:
            for (auto const& lost : change.lost) user_left(*lost);
            return;
        case Change::Kind::burst_ended:
            // A server that came later hasn't heard it.
            return link.send("METADATA", {"*", "saslmechlist", kMechanismList});
        case Change::Kind::none:
            break;
    }
}

void Bridge::Implementation::sasl_reply(std::string const& uid, std::string_view kind, std::string_view value) {
    link.send("ENCAP", {server_of(uid), "SASL", kAgentUid, uid, kind, value});
}

void Bridge::Implementation::pass_reply(std::string const& uid, bool accepted, std::string_view reason) {
    tell_module(accepted ? "ACCEPT" : "REFUSE", uid, reason);
}

void Bridge::Implementation::register_reply(
    std::string const& uid, std::string_view account, RegisterReply const& reply
) {
    tell_module("REGISTER", uid, fmt::format("{} {} {}", reply.code, account, reply.text));
}

void Bridge::Implementation::notice(std::string const& uid, std::string_view text) {
    tell_module("NOTICE", uid, text);
}

void Bridge::Implementation::tell_module(std::string_view verb, std::string const& uid, std::string_view text) {
    link.send("ENCAP", {server_of(uid), "ALLOQUY", verb, uid, line_text(text)});
}

void Bridge::Implementation::tell_account(std::string const& uid, base::Id account, std::string const& username) {
    // The id first: InspIRCd announces the sign-in when it gets the name.
    link.send("METADATA", {uid, "accountid", std::to_string(account)});
    link.send("METADATA", {uid, "accountname", username});
    // InspIRCd doesn't repeat to us what we said.
    if (auto* user = network.find_user(uid)) {
        user->account_id = account;
        user->account = username;
    }
}

// Our module does it rather than SVSNICK: it also moves connections aside that are still registering under that nick,
// and InspIRCd 4 ignores the SVSNICK of a peer of protocol 1205.
void Bridge::Implementation::give_nick(std::string const& uid, std::string const& nick) {
    free_nick(nick, nicks_.account_of(uid));
    tell_module("NICK", uid, nick);
}

}  // namespace alloquy::irc
