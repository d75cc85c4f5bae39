// SPDX-License-Identifier: GPL-2.0-or-later
// A WebSocket as its user sees it (RFC 6455), and the table of paths where one may be opened.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/http/message.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::http {

/// RFC 6455 §7.4.1; 4000–4999 are the application's.
namespace close_code {
constexpr std::uint16_t kNormal = 1000;
constexpr std::uint16_t kGoingAway = 1001;  ///< The server stops or restarts.
constexpr std::uint16_t kProtocolError = 1002;
constexpr std::uint16_t kUnsupportedData = 1003;
constexpr std::uint16_t kNotUtf8 = 1007;
constexpr std::uint16_t kPolicy = 1008;
constexpr std::uint16_t kTooBig = 1009;
constexpr std::uint16_t kTryAgainLater = 1013;  ///< IANA's registry: what is behind us isn't there right now.
}  // namespace close_code

struct WebSocketMessage {
    bool text = true;  ///< Else binary. Text is well-formed UTF-8.
    std::string data;
};

class WebSocket {
public:
    virtual ~WebSocket() = default;

    /// The next whole message; pings are answered inside. Errors: unavailable with the reason "closed" once either side
    /// closed or the connection is lost. One reader at a time.
    virtual Task<Result<WebSocketMessage>> read() = 0;

    /// Queues one text message, `head` followed by `tail`: an event's common end is built once and only copied here.
    /// All that is queued in one turn of the event loop leaves in one write. A reader so slow that more than
    /// Upgrade::queue_limit bytes would wait is closed with Upgrade::slow_reader_code. Does nothing once closing.
    virtual void send_text(std::string_view head, std::string_view tail = {}) = 0;
    virtual void send_binary(std::string_view data) = 0;

    /// Starts the closing handshake after what is queued. read() fails from now on.
    virtual void close(std::uint16_t code, std::string_view reason) = 0;

    /// Waits until at most `bytes` are queued. False when closing. For one waiter at a time, which so lets a slow
    /// reader slow down what it reads from.
    virtual Task<bool> drain(std::size_t bytes) = 0;

    virtual bool closing() const = 0;
    virtual std::size_t queued() const = 0;              ///< Bytes that the peer's side hasn't taken yet.
    virtual std::string const& subprotocol() const = 0;  ///< The one agreed on, or empty.
};

/// What becomes of a peer that says nothing, or takes nothing. Zero: never looked at.
struct KeepAlive {
    std::chrono::milliseconds first_message_within{0};
    std::uint16_t nothing_said_code = close_code::kPolicy;
    /// A ping after so long without a byte from the peer. Who doesn't answer two of them is closed, and who takes no
    /// byte of what is being sent for twice as long.
    std::chrono::milliseconds ping_every{0};
    std::uint16_t no_answer_code = close_code::kPolicy;
};

/// One path that takes WebSockets.
struct Upgrade {
    /// Runs for as long as the connection is wanted; when it returns, the connection is closed (1000). The references
    /// stay valid until then.
    using Handler = std::function<Task<>(WebSocket&, Request const&)>;

    std::string path;  ///< "/api/v1/gateway": exactly.
    Handler handler;
    std::vector<std::string> subprotocols{};  ///< In order of preference. When set, the client must offer one of them.
    std::size_t message_limit = 16 * 1024;
    std::size_t queue_limit = 256 * 1024;
    std::uint16_t slow_reader_code = close_code::kPolicy;
    KeepAlive keep_alive{};
};

}  // namespace alloquy::http
