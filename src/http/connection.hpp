// SPDX-License-Identifier: GPL-2.0-or-later
// One client connection: TLS, then requests one after the other, then perhaps a WebSocket.
#pragma once
#include "request_parser.hpp"
#include "response_writer.hpp"
#include "server_core.hpp"

#include <alloquy/net/stream.hpp>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <memory>
#include <optional>
#include <string>

namespace alloquy::http {

using net::Stream;

class WebSocketConnection;

class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(std::shared_ptr<ServerCore> core, asio::ip::tcp::socket socket, net::Address peer);
    ~Connection();
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    /// The connection's whole life.
    static Task<> serve(std::shared_ptr<Connection> connection);

    /// Acts on a deadline that has passed.
    void check(std::chrono::steady_clock::time_point now);
    /// The server stops: ends at once if idle, else after the running request.
    void stop();

    // For WebSocketConnection:
    Stream& stream() { return stream_; }
    boost::beast::flat_buffer& buffer() { return buffer_; }
    void give_up_after(std::chrono::milliseconds limit) { enter(Phase::closing, limit); }
    ServerCore& core() { return *core_; }

private:
    enum class Phase { handshake, idle, header, body, handler, writing, upgraded, closing };

    /// One request and what is known about it.
    struct Exchange {
        Exchange(RequestParser::Limits limits) : parser(request, limits) {}
        Request request;
        RequestParser parser;
        Router::Match match;
        std::optional<Response> response;  ///< Set early for requests that are refused.
        Upgrade const* upgrade = nullptr;
        Method method = Method::get;
        std::string id;  ///< These two are needed after `request` was handed to the handler.
        std::string origin;
        bool close = false;  ///< After the answer.
    };

    Task<> run();
    Task<bool> open_tls();
    Task<> answer_plain_http();
    Task<> serve_requests();
    Task<bool> read_header(Exchange& exchange);
    Task<bool> read_body(Exchange& exchange);
    Task<bool> refuse_slow(Exchange& exchange);
    Task<bool> write(std::string_view bytes);
    Task<> close_gently(bool unread_input);
    Task<> run_websocket(Exchange& exchange);

    void enter(Phase phase, std::chrono::milliseconds limit);
    std::string_view unread() const;
    void look_at(Exchange& exchange);
    void route(Exchange& exchange);
    void answer_options(Exchange& exchange);
    void check_upgrade(Exchange& exchange);
    bool needs_identity(Exchange const& exchange) const;
    void finish(Exchange& exchange);

    std::shared_ptr<ServerCore> core_;
    net::Address peer_;
    std::string peer_text_;
    std::string peer_key_;
    ServerCore::Place place_;
    Stream stream_;
    boost::beast::flat_buffer buffer_;
    std::string output_;
    asio::cancellation_signal signal_;  ///< Reaches whatever the handler waits for.
    Phase phase_ = Phase::handshake;
    std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
    bool expired_ = false;
    std::shared_ptr<WebSocketConnection> websocket_;
};

}  // namespace alloquy::http
