// SPDX-License-Identifier: GPL-2.0-or-later
#include "connection.hpp"
#include "server_core.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/crypto/secret.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace alloquy::http {

using asio::ip::tcp;

ServerCore::ServerCore(
    asio::any_io_executor executor, ServerSettings chosen, Router& table, net::TlsContext const* context
)
    : settings(std::move(chosen)),
      router(table),
      tls(context),
      executor_(std::move(executor)),
      tasks_(executor_, "http"),
      watchdog_(executor_, "http"),
      id_prefix_(crypto::to_hex(crypto::random_bytes(3))) {
    if (settings.tls && !tls) throw std::logic_error("an HTTPS server needs a TLS context");
}

Result<> ServerCore::start() {
    auto acceptor = net::listen(executor_, settings.listen);
    if (!acceptor) return std::unexpected(acceptor.error());
    acceptor_.emplace(std::move(*acceptor));
    port_ = acceptor_->local_endpoint().port();
    tasks_.spawn(accept());
    watchdog_.spawn(watch_deadlines());
    return {};
}

ServerCore::Place ServerCore::enter(Connection& connection, std::string const& peer_key) {
    ++connections_of_[peer_key];
    return connections_.insert(connections_.end(), &connection);
}

void ServerCore::leave(Place place, std::string const& peer_key) {
    connections_.erase(place);
    auto count = connections_of_.find(peer_key);
    if (--count->second == 0) connections_of_.erase(count);
}

bool ServerCore::has_room(net::Address const& peer) const {
    if (connections_.size() >= settings.max_connections) return false;
    if (settings.trusted_proxies.contains(peer)) return true;
    auto count = connections_of_.find(net::limit_key(peer));
    return count == connections_of_.end() || count->second < settings.max_connections_per_peer;
}

Task<> ServerCore::accept() {
    auto self = shared_from_this();
    while (!stopping) {
        auto [error, socket] = co_await acceptor_->async_accept(Stream::kWait);
        if (stopping) co_return;
        if (error) {
            // Out of descriptors or memory: the waiting clients stay in the kernel's queue meanwhile.
            if (error != asio::error::connection_aborted) {
                log::warn("http", "cannot accept a connection: {}", error.message());
                co_await async::sleep_for(std::chrono::milliseconds(100));
            }
            continue;
        }
        boost::system::error_code gone;
        auto endpoint = socket.remote_endpoint(gone);
        if (gone) continue;
        auto peer = net::normalize(endpoint.address());
        if (!has_room(peer)) {
            ++statistics.connections_refused;
            continue;
        }
        ++statistics.connections_accepted;
        auto connection = std::make_shared<Connection>(self, std::move(socket), peer);
        tasks_.spawn(Connection::serve(std::move(connection)));
    }
}

Task<> ServerCore::watch_deadlines() {
    co_await async::stoppable();
    auto self = shared_from_this();
    // One look at all connections now and then is cheaper than a timer per connection, and late by a quarter at most.
    auto const& times = settings.times;
    auto shortest =
        std::min({times.handshake, times.header, times.body, times.idle, times.handler, times.write, times.linger});
    auto pause = std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(500));
    while (co_await async::sleep_for(pause)) {
        auto now = std::chrono::steady_clock::now();
        // A connection ends in its own coroutine, never inside check(), so the list doesn't change here.
        for (auto* connection : connections_) connection->check(now);
    }
}

Task<> ServerCore::stop(std::chrono::steady_clock::duration grace) {
    stopping = true;
    if (acceptor_) {
        boost::system::error_code ignored;
        acceptor_->close(ignored);
    }
    for (auto* connection : connections_) connection->stop();
    co_await tasks_.stop(grace);
    co_await watchdog_.stop(std::chrono::seconds(1));
}

std::string_view ServerCore::date() {
    auto now = std::time(nullptr);
    if (now != date_second_) {
        date_second_ = now;
        std::tm utc{};
        ::gmtime_r(&now, &utc);
        char text[40];
        // The names of days and months are English in the C locale, which this program never leaves.
        date_.assign(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc));
    }
    return date_;
}

std::string ServerCore::next_request_id() {
    return fmt::format("{}{:09x}", id_prefix_, ++last_id_ & 0xFFFFFFFFF);
}

std::string_view ServerCore::allowed_origin(Request const& request) const {
    auto origin = request.header("origin");
    if (origin.empty() || std::ranges::find(settings.allowed_origins, origin) == settings.allowed_origins.end())
        return {};
    return origin;
}

Server::Server(asio::any_io_executor executor, ServerSettings settings, Router& router, net::TlsContext const* tls)
    : core_(std::make_shared<ServerCore>(std::move(executor), std::move(settings), router, tls)) {}

Server::~Server() = default;

void Server::add(Upgrade upgrade) {
    auto path = upgrade.path;
    if (!core_->upgrades.emplace(path, std::move(upgrade)).second)
        throw std::logic_error("two WebSocket handlers for " + path);
}

Result<> Server::start() {
    return core_->start();
}

std::uint16_t Server::port() const {
    return core_->port();
}

Task<> Server::stop(std::chrono::steady_clock::duration grace) {
    co_await core_->stop(grace);
}

std::size_t Server::connections() const {
    return core_->open_connections();
}

Statistics const& Server::statistics() const {
    return core_->statistics;
}

}  // namespace alloquy::http
