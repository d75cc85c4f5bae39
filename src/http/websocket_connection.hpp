// SPDX-License-Identifier: GPL-2.0-or-later
// The WebSocket over a Connection's stream.
#pragma once
#include "connection.hpp"
#include "websocket_codec.hpp"

#include <alloquy/http/websocket.hpp>

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace alloquy::http {

/// Why a request can't become a WebSocket on this path; nothing if it can. `upgrade_asked`: the Connection header says
/// so.
std::optional<RequestParser::Refusal> refuse_upgrade(
    Request const& request, bool upgrade_asked, Upgrade const& upgrade
);

class WebSocketConnection final : public WebSocket, public std::enable_shared_from_this<WebSocketConnection> {
public:
    WebSocketConnection(std::shared_ptr<Connection> connection, Upgrade const& upgrade, Request const& request);

    /// Queues the 101 response; frames follow it in the same queue.
    void begin(std::string_view date, std::string_view request_id);
    /// Closes if nobody has, and waits until the last bytes are out or given up.
    Task<> finish();

    /// Pings, and closes a peer that doesn't keep to Upgrade::keep_alive.
    void check(std::chrono::steady_clock::time_point now);

    Task<Result<WebSocketMessage>> read() override;
    void send_text(std::string_view head, std::string_view tail) override;
    void send_binary(std::string_view data) override;
    void close(std::uint16_t code, std::string_view reason) override;
    Task<bool> drain(std::size_t bytes) override;
    bool closing() const override { return closing_; }
    std::size_t queued() const override { return pending_.size() + in_flight_.size(); }
    std::string const& subprotocol() const override { return subprotocol_; }

private:
    void queue(Opcode opcode, std::string_view head, std::string_view tail);
    void queue_close(std::uint16_t code, std::string_view reason);
    void flush_soon();
    void flush();
    void written(boost::system::error_code const& error);
    Task<bool> receive();

    std::shared_ptr<Connection> connection_;
    Upgrade const& upgrade_;
    std::string key_;
    std::string subprotocol_;
    WebSocketDecoder decoder_;
    std::string pending_;    ///< Whole frames that wait.
    std::string in_flight_;  ///< Frames that are being written.
    bool begun_ = false;     ///< The 101 response has left the queue.
    bool writing_ = false;
    bool flush_scheduled_ = false;
    bool closing_ = false;        ///< A close frame is queued or sent.
    bool peer_closed_ = false;    ///< The peer's close frame came, or the connection is lost.
    asio::steady_timer drained_;  ///< Cancelled when less is left to write, and when closing.
    bool spoken_ = false;         ///< A whole message came.
    int unanswered_pings_ = 0;
    std::chrono::steady_clock::time_point opened_at_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point heard_at_ = opened_at_;     ///< Or pinged.
    std::chrono::steady_clock::time_point write_began_ = opened_at_;  ///< While writing_.
};

}  // namespace alloquy::http
