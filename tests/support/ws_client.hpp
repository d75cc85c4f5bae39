// SPDX-License-Identifier: GPL-2.0-or-later
// A WebSocket connection (RFC 6455) that a test drives frame by frame: the gateway's JSON frames, IRC lines, or
// nonsense.
#pragma once
#include "support/socket.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace alloquy::test {

class WsClient {
public:
    /// Throws with the answer when the server does not upgrade.
    WsClient(
        std::uint16_t port, std::string const& path, Security security = Security::tls, std::string const& headers = {}
    );

    void send(nlohmann::json const& frame) { send_text(frame.dump()); }
    void send_text(std::string_view text);
    void send_binary(std::string_view bytes) { send_frame(2, bytes); }
    /// Bytes that may not even be a frame.
    void send_raw(std::string_view bytes) { socket_.write(bytes); }
    /// The next text or binary message. Throws std::runtime_error("connection closed") when the connection ends, with
    /// the code in closed_with().
    std::string read_message(Clock::time_point deadline);
    /// Of the server's close frame; 1006 without one, 0 while open.
    unsigned closed_with() const { return closed_with_; }
    std::string const& close_reason() const { return close_reason_; }
    std::string const& subprotocol() const { return subprotocol_; }
    /// The next JSON frame that `wanted` accepts, skipping others. Throws with the transcript when the time is up or
    /// the connection ends.
    nlohmann::json expect(std::function<bool(nlohmann::json const&)> const& wanted, Milliseconds limit = patience());
    /// The next frame with this "op".
    nlohmann::json expect_op(std::string const& op, Milliseconds limit = patience());
    /// Reads on until the server closes; returns the close code, or 1006 when it just hung up.
    unsigned expect_close(Milliseconds limit = patience());

    std::string const& transcript() const { return transcript_; }

private:
    struct Frame {
        unsigned opcode;
        std::string payload;
    };
    Frame read_frame(Clock::time_point deadline);
    void send_frame(unsigned opcode, std::string_view payload);
    std::string take(std::size_t count, Clock::time_point deadline);

    Socket socket_;
    std::string buffer_;
    std::string transcript_;
    std::string subprotocol_;
    unsigned closed_with_ = 0;
    std::string close_reason_;
};

}  // namespace alloquy::test
