// SPDX-License-Identifier: GPL-2.0-or-later
// What the connections of one server share.
#pragma once
#include <alloquy/async/task_group.hpp>
#include <alloquy/http/server.hpp>

#include <ctime>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace alloquy::http {

class Connection;

class ServerCore : public std::enable_shared_from_this<ServerCore> {
public:
    ServerCore(asio::any_io_executor executor, ServerSettings chosen, Router& table, net::TlsContext const* context);

    ServerSettings const settings;
    Router& router;
    net::TlsContext const* const tls;
    std::unordered_map<std::string, Upgrade> upgrades;
    Statistics statistics;
    bool stopping = false;

    Result<> start();
    Task<> stop(std::chrono::steady_clock::duration grace);
    std::uint16_t port() const { return port_; }
    std::size_t open_connections() const { return connections_.size(); }

    // For Connection:
    using Place = std::list<Connection*>::iterator;
    Place enter(Connection& connection, std::string const& peer_key);
    void leave(Place place, std::string const& peer_key);
    /// Now, as HTTP writes it; made once a second.
    std::string_view date();
    /// Unique per process run, short enough not to need memory of its own.
    std::string next_request_id();
    /// The request's Origin if its pages may read answers, else empty.
    std::string_view allowed_origin(Request const& request) const;

private:
    Task<> accept();
    Task<> watch_deadlines();
    bool has_room(net::Address const& peer) const;

    asio::any_io_executor executor_;
    async::TaskGroup tasks_;     ///< One per connection, and the one that accepts.
    async::TaskGroup watchdog_;  ///< Outlives the connections: they need their deadlines until the end.
    std::optional<asio::ip::tcp::acceptor> acceptor_;
    std::uint16_t port_ = 0;
    std::list<Connection*> connections_;
    std::unordered_map<std::string, std::size_t> connections_of_;  ///< By net::limit_key().
    std::time_t date_second_ = 0;
    std::string date_;
    std::string id_prefix_;
    std::uint64_t last_id_ = 0;
};

}  // namespace alloquy::http
