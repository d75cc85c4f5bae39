// SPDX-License-Identifier: GPL-2.0-or-later
// The bridge's inside: routes lines to the network state, the SASL agent and the nick keeper, and turns their decisions
// into lines. bridge_lines.cpp has the wire, bridge_accounts.cpp the accounts, bridge_guests.cpp those without.
#pragma once
#include "account_desk.hpp"
#include "link.hpp"
#include "nick_keeper.hpp"
#include "sasl_agent.hpp"

#include <alloquy/irc/bridge.hpp>

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <string>
#include <unordered_map>
#include <vector>

namespace alloquy::irc {

class Bridge::Implementation final : public LinkListener, public SaslHost, public AccountDeskHost, public NickHost {
public:
    Implementation(
        Bridge& bridge, asio::any_io_executor executor, accounts::Directory& directory, base::Clock const& clock,
        BridgeSettings settings
    );

    void start(async::TaskGroup& tasks);
    void read_configuration_again(std::string const& server) {
        link.send("ENCAP", {link.peer_sid(), "REHASH", server});
    }
    BridgeStatus status() const;

    Link link;
    NetworkState network;

    /// A new InspIRCd knows none of the connections of the one before.
    void forget_connections();

private:
    /// How a connection signed in. Outlives a cut link, because InspIRCd doesn't know the credential.
    struct SignInRecord {
        base::Id account = 0;
        base::Id credential = 0;
        std::chrono::steady_clock::time_point since{};
        bool registered = false;  ///< It completed registration; before, no line of the link mentions it.
        std::string ended{};      ///< Not empty: it must go, and why.
        bool bot = false;
    };

    void mark_bot(User const& user, SignInRecord const& record);

    // LinkListener
    void link_opened(std::string_view channel_modes) override;
    Result<> line_received(ServerLine const& line) override;
    void link_synced() override;
    void link_closed() override;

    // SaslHost
    void sasl_reply(std::string const& uid, std::string_view kind, std::string_view value) override;
    void pass_reply(std::string const& uid, bool accepted, std::string_view reason) override;
    void notice(std::string const& uid, std::string_view text) override;
    void signed_in(std::string const& uid, accounts::SignIn const& sign_in) override;
    void spawn(Task<> task) override;

    // AccountDeskHost; signed_in() and spawn() are as the agent's.
    void register_reply(std::string const& uid, std::string_view account, RegisterReply const& reply) override;

    // NickHost
    void give_nick(std::string const& uid, std::string const& nick) override;

    // Lines
    Result<> encap(ServerLine const& line);
    void module_line(ServerLine const& line);
    void apply_change(Change change);
    void tell_account(std::string const& uid, base::Id account, std::string const& username);
    /// To our module in the InspIRCd that the connection is at: ENCAP <sid> ALLOQUY <verb> <uid> [:text].
    void tell_module(std::string_view verb, std::string const& uid, std::string_view text = {});

    // Accounts
    void user_came(User& user);
    void user_left(User const& user);
    void account_changed(User& user);
    void adopt(User& user);
    Task<> check_adopted();
    void end_connection(std::string const& uid, std::string const& reason);
    void end_sign_ins(base::Id account, base::Id credential, std::string const& reason);
    void account_renamed(accounts::AccountRenamed const& event);
    /// Compares what InspIRCd says about these connections with the accounts.
    Task<> check_accounts(std::vector<std::string> uids);
    Task<> housekeep();
    void drop_stale_records(std::chrono::steady_clock::time_point now);

    // Guests
    bool is_guest(User const& user) const;
    void check_guest_soon(std::string const& uid, std::chrono::steady_clock::duration delay);
    Task<> check_guests();
    Task<> check_names(std::vector<std::string> uids, std::vector<std::string> names);
    void make_guest_nick(User& user, std::string_view reason);
    void free_nick(std::string const& nick, base::Id account);

    Bridge& bridge_;
    accounts::Directory& directory_;
    base::Clock const& clock_;
    BridgeSettings settings_;
    async::TaskGroup* tasks_ = nullptr;
    SaslAgent agent_;
    AccountDesk desk_;
    NickKeeper nicks_;
    std::unordered_map<std::string, SignInRecord> records_;
    struct Unchecked {
        std::string uid;
        std::chrono::steady_clock::time_point due;  ///< Not before: what InspIRCd says about it may still be coming.
    };
    std::vector<Unchecked> unchecked_;  ///< Connections without account whose nick was not looked at yet.
    bool guest_check_running_ = false;
    std::vector<std::string> unadopted_;  ///< Connections with an account that we have no record of.
    bool adoption_running_ = false;
    std::uint64_t links_ = 0;  ///< Also tells a coroutine that the link it began with is gone.
    std::vector<base::Subscription> subscriptions_;
};

}  // namespace alloquy::irc
