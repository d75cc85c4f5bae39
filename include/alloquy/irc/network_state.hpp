// SPDX-License-Identifier: GPL-2.0-or-later
// Who is on IRC and in which channels, as the services link tells it. Fed with parsed lines; knows no sockets.
#pragma once
#include <alloquy/base/ids.hpp>
#include <alloquy/base/result.hpp>
#include <alloquy/irc/server_line.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace alloquy::irc {

struct Channel;

struct User {
    std::string uid;  ///< Nine characters; the server's SID first.
    std::string nick;
    std::string ident;
    std::string host;  ///< As others see it (cloaked).
    std::string ip;    ///< The real address.
    std::string account;
    std::string certificate;  ///< SHA-256 of the client certificate as lower-case hex; empty without one.
    std::string modes;        ///< Letters of user modes.
    std::int64_t nick_time = 0;
    std::int64_t signed_on_at = 0;  ///< Seconds since 1970, by InspIRCd's clock.
    base::Id account_id = 0;        ///< 0: not signed in.
    bool oper = false;
    bool away = false;
    std::vector<Channel*> channels;
};

struct Channel {
    std::string name;
    std::string topic;
    std::string modes;  ///< Letters without list and prefix modes.
    std::vector<std::pair<char, std::string>> mode_values;
    std::int64_t time = 0;                           ///< When it was created: the older side's modes win.
    std::unordered_map<User*, std::string> members;  ///< With the letters of their prefix modes.
};

/// What a line changed, as far as others act on it.
struct Change {
    enum class Kind { none, user_came, user_left, nick_changed, account_changed, burst_ended, server_left };
    Kind kind = Kind::none;
    User* user = nullptr;                     ///< Except for user_left.
    std::unique_ptr<User> gone;               ///< user_left: its last state, no channels.
    std::vector<std::unique_ptr<User>> lost;  ///< server_left: everybody who was on it, or behind it.
};

class NetworkState {
public:
    /// Applies one line after the handshake. Lines about unknown users or channels are ignored (they cross with our
    /// own), unknown commands too. Errors: invalid_input for a line that breaks the protocol, too_large when a table is
    /// full.
    Result<Change> apply(ServerLine const& line);

    /// Channel modes as the server declared them: CAPAB CHANMODES, e.g. "list:ban=b param:key=k prefix:30000:op=@o".
    void declare_channel_modes(std::string_view declaration);

    /// In O(1); nicks in any case. nullptr when there is none.
    User* find_user(std::string_view uid);
    User* find_nick(std::string_view nick);
    Channel* find_channel(std::string_view name);

    std::size_t user_count() const { return users_.size(); }
    std::size_t channel_count() const { return channels_.size(); }
    /// Every user; `visit` must not change the state.
    template <class F>
    void for_each_user(F visit) {
        for (auto& [uid, user] : users_) visit(*user);
    }

    /// We gave the user this nick; InspIRCd's confirmation is on its way.
    void assume_nick(User& user, std::string_view nick);

    /// A channel got another name and is otherwise as it was. Ignored when it isn't there, or the name is taken.
    void rename_channel(std::string_view from, std::string_view to);

    /// Forgets everything: the link is gone.
    void clear();

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    template <class T>
    using Table = std::unordered_map<std::string, T, Hash, std::equal_to<>>;
    using Handler = Result<Change> (NetworkState::*)(ServerLine const&);
    enum class ModeType : char { simple, list, value, value_when_set, prefix };

    static std::unordered_map<std::string_view, Handler> const& handlers();

    Result<Change> user_introduced(ServerLine const& line);
    Result<Change> user_quit(ServerLine const& line);
    Result<Change> user_killed(ServerLine const& line);
    Result<Change> nick_changed(ServerLine const& line);
    Result<Change> nick_saved(ServerLine const& line);
    Result<Change> host_changed(ServerLine const& line);
    Result<Change> ident_changed(ServerLine const& line);
    Result<Change> away_changed(ServerLine const& line);
    Result<Change> became_oper(ServerLine const& line);
    Result<Change> metadata(ServerLine const& line);
    Result<Change> mode(ServerLine const& line);
    Result<Change> channel_burst(ServerLine const& line);
    Result<Change> channel_modes(ServerLine const& line);
    Result<Change> channel_topic(ServerLine const& line);
    Result<Change> joined(ServerLine const& line);
    Result<Change> parted(ServerLine const& line);
    Result<Change> kicked(ServerLine const& line);
    Result<Change> burst_ended(ServerLine const& line);
    Result<Change> server_linked(ServerLine const& line);
    Result<Change> server_lost(ServerLine const& line);

    Change remove_user(std::string_view uid);
    void remove_member(User& user, Channel& channel);
    void add_member(User& user, Channel& channel, std::string prefixes);
    /// Makes `nick` the user's, taking it from whoever had it by our knowledge.
    void set_nick(User& user, std::string_view nick);
    void apply_modes(Channel& channel, ServerLine const& line, std::size_t first);
    ModeType type_of(char mode) const;

    Table<std::unique_ptr<User>> users_;
    Table<User*> nicks_;  ///< Lower case.
    Table<std::unique_ptr<Channel>> channels_;
    std::unordered_map<char, ModeType> mode_types_;
    std::unordered_map<std::string, std::string> servers_;  ///< By id: the id of the one it is behind.
};

}  // namespace alloquy::irc
