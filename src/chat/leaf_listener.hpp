// SPDX-License-Identifier: GPL-2.0-or-later
// Where modules on other machines connect, over TLS. Strangers come here too: there are few places for them, and each
// try costs one.
#pragma once
#include "link_session.hpp"

#include <alloquy/async/task_group.hpp>
#include <alloquy/http/rate_limit.hpp>
#include <alloquy/net/listener.hpp>
#include <alloquy/net/tls_context.hpp>

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace alloquy::chat {

class LeafListener {
public:
    /// Connections at once, all and from one address; those of welcomed leaves count.
    static constexpr std::size_t kMost = 200;
    static constexpr std::size_t kMostOfAddress = 16;

    /// `serve` runs the connection to its end.
    LeafListener(net::TlsContext const& tls, std::function<Task<>(std::shared_ptr<LinkSession>)> serve);

    /// Errors: as net::listen().
    Result<> start(async::TaskGroup& tasks, net::ListenOn const& where);
    void stop();
    std::uint16_t port() const { return port_; }

    std::shared_ptr<asio::ssl::context> const& context() const { return tls_.current(); }
    /// It was who it said it was: its try doesn't count.
    void proved(net::Address const& peer) { limits_.give_back(http::Limit::sign_in, net::limit_key(peer)); }

private:
    Task<> accept();
    Task<> serve(asio::ip::tcp::socket socket, net::Address peer);
    bool has_room(net::Address const& peer);

    net::TlsContext const& tls_;
    std::function<Task<>(std::shared_ptr<LinkSession>)> serve_;
    http::RateLimits limits_;
    async::TaskGroup* tasks_ = nullptr;
    std::optional<asio::ip::tcp::acceptor> acceptor_;
    std::uint16_t port_ = 0;
    std::size_t connections_ = 0;
    std::unordered_map<std::string, std::size_t> of_address_;  ///< By net::limit_key().
};

}  // namespace alloquy::chat
