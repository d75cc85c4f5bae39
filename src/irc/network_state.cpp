// SPDX-License-Identifier: GPL-2.0-or-later
#include "server_line_parts.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/irc/network_state.hpp>

#include <algorithm>

namespace alloquy::irc {
namespace {

// Far above what one InspIRCd carries; a broken peer must not fill our memory.
constexpr std::size_t kMaxUsers = 200'000;
constexpr std::size_t kMaxServers = 1000;

bool is_uid(std::string_view text) {
    return text.size() == 9 && text[0] >= '0' && text[0] <= '9' &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

/// "VtrSe 0123…ef subject issuer" (m_sslinfo): capital E means an error text instead of a fingerprint.
std::string_view fingerprint_of(std::string_view ssl_cert) {
    auto flags = ssl_cert.substr(0, ssl_cert.find(' '));
    if (flags.size() == ssl_cert.size() || flags.find('E') != std::string_view::npos) return {};
    auto rest = ssl_cert.substr(flags.size() + 1);
    // With several hashes configured they are separated by commas, the newest first.
    auto value = rest.substr(0, rest.find_first_of(" ,"));
    return value.size() == 64 ? value : std::string_view();
}

}  // namespace

std::unordered_map<std::string_view, NetworkState::Handler> const& NetworkState::handlers() {
    using S = NetworkState;
    static std::unordered_map<std::string_view, Handler> const table{
        {"UID", &S::user_introduced},
        {"QUIT", &S::user_quit},
        {"KILL", &S::user_killed},
        {"NICK", &S::nick_changed},
        {"SAVE", &S::nick_saved},
        {"FHOST", &S::host_changed},
        {"FIDENT", &S::ident_changed},
        {"AWAY", &S::away_changed},
        {"OPERTYPE", &S::became_oper},
        {"METADATA", &S::metadata},
        {"MODE", &S::mode},
        {"FJOIN", &S::channel_burst},
        {"FMODE", &S::channel_modes},
        {"FTOPIC", &S::channel_topic},
        {"IJOIN", &S::joined},
        {"PART", &S::parted},
        {"KICK", &S::kicked},
        {"ENDBURST", &S::burst_ended},
        {"SERVER", &S::server_linked},
        {"SQUIT", &S::server_lost},
    };
    return table;
}

Result<Change> NetworkState::apply(ServerLine const& line) {
    auto found = handlers().find(line.command);
    if (found == handlers().end()) return Change{};
    return (this->*found->second)(line);
}

User* NetworkState::find_user(std::string_view uid) {
    auto found = users_.find(uid);
    return found == users_.end() ? nullptr : found->second.get();
}

User* NetworkState::find_nick(std::string_view nick) {
    auto found = nicks_.find(base::to_lower(nick));
    return found == nicks_.end() ? nullptr : found->second;
}

void NetworkState::assume_nick(User& user, std::string_view nick) {
    set_nick(user, nick);
}

void NetworkState::clear() {
    nicks_.clear();
    channels_.clear();
    users_.clear();
    mode_types_.clear();
    servers_.clear();
}

// :0AL UID <uid> <nick time> <nick> <real host> <shown host> <ident> <ip> <signed on at> +<modes> [value …] :<real
// name>
Result<Change> NetworkState::user_introduced(ServerLine const& line) {
    if (line.params.size() < 10) return violation(line, "too few parameters");
    auto uid = line.param(0);
    if (!is_uid(uid)) return violation(line, "malformed uid");
    for (std::size_t i : {2U, 4U, 5U, 6U})
        if (line.param(i).empty() || line.param(i).size() > kMaxNameLength) return violation(line, "malformed field");
    if (users_.contains(uid)) return violation(line, "uid introduced twice");
    if (users_.size() >= kMaxUsers) return fail(Errc::too_large, "too many users on the services link");

    auto user = std::make_unique<User>();
    user->uid = uid;
    user->nick_time = number(line.param(1));
    user->host = line.param(4);
    user->ident = line.param(5);
    user->ip = line.param(6);
    user->signed_on_at = number(line.param(7));
    user->modes = line.param(8).starts_with('+') ? line.param(8).substr(1) : line.param(8);
    user->oper = user->modes.find('o') != std::string::npos;
    auto* added = user.get();
    users_.emplace(added->uid, std::move(user));
    set_nick(*added, line.param(2));
    Change change;
    change.kind = Change::Kind::user_came;
    change.user = added;
    return change;
}

void NetworkState::set_nick(User& user, std::string_view nick) {
    if (auto found = nicks_.find(base::to_lower(user.nick)); found != nicks_.end() && found->second == &user)
        nicks_.erase(found);
    user.nick = nick;
    nicks_.insert_or_assign(base::to_lower(nick), &user);
}

Change NetworkState::remove_user(std::string_view uid) {
    auto found = users_.find(uid);
    if (found == users_.end()) return {};
    Change change;
    change.kind = Change::Kind::user_left;
    change.gone = std::move(found->second);
    users_.erase(found);
    auto& user = *change.gone;
    if (auto nick = nicks_.find(base::to_lower(user.nick)); nick != nicks_.end() && nick->second == &user)
        nicks_.erase(nick);
    for (auto channels = std::move(user.channels); auto* channel : channels) remove_member(user, *channel);
    user.channels.clear();
    return change;
}

Result<Change> NetworkState::user_quit(ServerLine const& line) {
    return remove_user(line.source);
}

Result<Change> NetworkState::user_killed(ServerLine const& line) {
    return remove_user(line.param(0));
}

Result<Change> NetworkState::nick_changed(ServerLine const& line) {
    auto nick = line.param(0);
    if (nick.empty() || nick.size() > kMaxNameLength) return violation(line, "malformed nick");
    auto* user = find_user(line.source);
    if (!user) return Change{};
    set_nick(*user, nick);
    user->nick_time = number(line.param(1));
    Change change;
    change.kind = Change::Kind::nick_changed;
    change.user = user;
    return change;
}

// :0AL SAVE <uid> <nick time>: a nick collision was solved by giving the user its uid as nick.
Result<Change> NetworkState::nick_saved(ServerLine const& line) {
    auto* user = find_user(line.param(0));
    if (!user) return Change{};
    set_nick(*user, user->uid);
    Change change;
    change.kind = Change::Kind::nick_changed;
    change.user = user;
    return change;
}

Result<Change> NetworkState::host_changed(ServerLine const& line) {
    auto* user = find_user(line.source);
    auto host = line.param(0);
    if (user && !host.empty() && host != "*" && host.size() <= kMaxNameLength) user->host = host;
    return Change{};
}

Result<Change> NetworkState::ident_changed(ServerLine const& line) {
    auto* user = find_user(line.source);
    auto ident = line.param(0);
    if (user && !ident.empty() && ident != "*" && ident.size() <= kMaxNameLength) user->ident = ident;
    return Change{};
}

Result<Change> NetworkState::away_changed(ServerLine const& line) {
    if (auto* user = find_user(line.source)) user->away = !line.params.empty();
    return Change{};
}

Result<Change> NetworkState::became_oper(ServerLine const& line) {
    if (auto* user = find_user(line.source)) {
        user->oper = true;
        add_letter(user->modes, 'o');
    }
    return Change{};
}

// METADATA <uid|#channel|*> [channel time] <key> [:value]
Result<Change> NetworkState::metadata(ServerLine const& line) {
    auto* user = find_user(line.param(0));
    if (!user) return Change{};
    auto key = line.param(1), value = line.param(2);
    if (value.size() > kMaxServerLine / 4) return violation(line, "value too long");
    Change change;
    if (key == "ssl_cert") {
        user->certificate = base::to_lower(fingerprint_of(value));
    } else if (key == "accountid" || key == "accountname") {
        // InspIRCd 3 sends the id first, 4 the name: together they say who it is.
        if (key == "accountid")
            user->account_id = base::Id(number(value));
        else
            user->account = value;
        if (user->account.empty() && key == "accountname") user->account_id = 0;
        if (user->account.empty() != (user->account_id == 0)) return change;
        change.kind = Change::Kind::account_changed;
        change.user = user;
    }
    return change;
}

// :<source> MODE <uid> +x   or   :<source> MODE #channel +nt …
Result<Change> NetworkState::mode(ServerLine const& line) {
    auto target = line.param(0);
    if (target.starts_with('#')) {
        if (auto* channel = find_channel(target)) apply_modes(*channel, line, 1);
        return Change{};
    }
    auto* user = find_user(target);
    if (!user) return Change{};
    bool adding = true;
    for (char c : line.param(1)) {
        if (c == '+' || c == '-') {
            adding = c == '+';
        } else if (adding) {
            add_letter(user->modes, c);
        } else {
            remove_letter(user->modes, c);
            if (c == 'o') user->oper = false;
        }
    }
    return Change{};
}

// :0AL SERVER leaf.example.org 1AA [burst=… …] :description
Result<Change> NetworkState::server_linked(ServerLine const& line) {
    auto const id = line.param(1);
    if (id.size() != 3 || line.source.size() != 3) return violation(line, "malformed server id");
    if (servers_.size() >= kMaxServers) return fail(Errc::too_large, "too many servers on the services link");
    servers_.insert_or_assign(std::string(id), std::string(line.source));
    return Change{};
}

// :0AL SQUIT 1AA :reason: with everything behind it. Nobody says QUIT for its users.
Result<Change> NetworkState::server_lost(ServerLine const& line) {
    std::vector<std::string> gone{std::string(line.param(0))};
    for (std::size_t i = 0; i < gone.size(); ++i)
        std::erase_if(servers_, [&, behind = gone[i]](auto const& server) {
            if (server.second == behind) gone.push_back(server.first);
            return server.first == behind || server.second == behind;
        });
    std::vector<std::string> uids;
    for (auto const& [uid, user] : users_)
        if (std::ranges::find(gone, uid.substr(0, 3)) != gone.end()) uids.push_back(uid);
    Change change;
    change.kind = Change::Kind::server_left;
    for (auto const& uid : uids) change.lost.push_back(std::move(remove_user(uid).gone));
    return change;
}

Result<Change> NetworkState::burst_ended(ServerLine const&) {
    Change change;
    change.kind = Change::Kind::burst_ended;
    return change;
}

}  // namespace alloquy::irc
