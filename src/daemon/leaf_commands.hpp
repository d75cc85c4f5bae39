// SPDX-License-Identifier: GPL-2.0-or-later
// InspIRCds on other machines: letting them in, and the administrative commands behind `alloquyd leaf`. Only a running
// server knows what a leaf needs to be told.
#pragma once
#include "config.hpp"

#include <alloquy/chat/chat.hpp>
#include <alloquy/irc/bridge.hpp>
#include <alloquy/irc/inspircd.hpp>
#include <alloquy/net/certificates.hpp>

#include <nlohmann/json.hpp>

namespace alloquy::daemon {

/// Where irc.module_listen says; nowhere if it is empty. Errors: as net::listen().
Result<> listen_for_leaves(Config const& config, chat::Chat& chat, net::TlsContext const& tls, chat::Leaves& leaves);

class LeafCommands {
public:
    /// Also keeps InspIRCd's list of servers in step with the leaves.
    LeafCommands(
        Config const& config, chat::Leaves& leaves, net::Certificates const& certificates, irc::InspircdChild& inspircd,
        irc::Bridge& bridge
    );

    /// Answers as AdminCommands::run() does. `request`: {"command": "leaf.add", "username": NAME}, "leaf.list",
    /// "leaf.remove".
    Task<nlohmann::json> run(nlohmann::json request);

private:
    Task<Result<nlohmann::json>> add(std::string name);
    nlohmann::json list() const;
    void changed() const;

    Config const& config_;
    chat::Leaves& leaves_;
    net::Certificates const& certificates_;
    irc::InspircdChild& inspircd_;
    irc::Bridge& bridge_;
    std::vector<base::Subscription> subscriptions_;
};

}  // namespace alloquy::daemon
