// SPDX-License-Identifier: GPL-2.0-or-later
// Between one WebSocket and one connection to InspIRCd, both ways at once. Neither side is read while the other can't
// take more.
#pragma once
#include "lines.hpp"

#include <alloquy/http/websocket.hpp>
#include <alloquy/irc_web/irc_web.hpp>
#include <alloquy/net/unix_socket.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace alloquy::irc_web {

constexpr std::string_view kText = "text.ircv3.net";
constexpr std::string_view kBinary = "binary.ircv3.net";

/// Bytes that may wait for a client before InspIRCd isn't read any more. What waits there meets InspIRCd's own limit.
constexpr std::size_t kHighWater = 64 * 1024;

class Relay {
public:
    /// All must outlive run(). `irc` is connected.
    Relay(http::WebSocket& client, net::UnixSocket& irc, Statistics& statistics);

    /// Sends `header` to InspIRCd first; runs until both sides have ended.
    Task<> run(std::string header);

private:
    Task<> from_client();
    Task<> from_server();
    void show(std::string_view line);

    http::WebSocket& client_;
    net::UnixSocket& irc_;
    Statistics& statistics_;
    bool text_;           ///< Else binary: what the subprotocol says.
    bool ended_ = false;  ///< InspIRCd has said that it ends this connection.
    LineReader lines_;
    std::vector<char> buffer_;
};

}  // namespace alloquy::irc_web
