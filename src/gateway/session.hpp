// SPDX-License-Identifier: GPL-2.0-or-later
// A signed-in client's state, which outlives its connection for a while, and the connection itself.
#pragma once
#include "replay.hpp"

#include <alloquy/gateway/gateway.hpp>

#include <chrono>
#include <string>

namespace alloquy::gateway {

struct Session {
    std::string key;  ///< Hash of the token that resumes it.
    http::Identity identity;
    Replay replay;
    std::shared_ptr<void> kept{};  ///< What a feature holds for it.
    Client* client = nullptr;      ///< Null while nobody is connected.
    std::chrono::steady_clock::time_point detached_at{};

    /// Numbers the event, keeps it, and sends it if somebody is connected.
    void deliver(SharedEvent const& event);
};

class Client {
public:
    Client(http::WebSocket& socket, std::string peer_address, double frames_at_once);

    void send(nlohmann::json const& frame);
    void send_event(std::int64_t number, std::string const& event);
    void send_error(Error const& error);
    void close(std::uint16_t code, std::string_view reason) { socket_.close(code, reason); }
    bool closing() const { return socket_.closing(); }
    Task<Result<http::WebSocketMessage>> read() { return socket_.read(); }
    /// False when the client sends faster than it may.
    bool take_frame(GatewaySettings const& settings);

    std::string const peer;
    Session* session = nullptr;
    bool identifying = false;
    std::chrono::steady_clock::time_point const connected_at;
    std::chrono::steady_clock::time_point heard_at;

private:
    http::WebSocket& socket_;
    double frames_;  ///< Left in the bucket at heard_at.
};

/// `"t":type,"d":data}`
SharedEvent make_event(std::string_view type, nlohmann::json const& data);

}  // namespace alloquy::gateway
