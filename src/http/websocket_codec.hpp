// SPDX-License-Identifier: GPL-2.0-or-later
// WebSocket framing for the server's side (RFC 6455 §5): bytes in, messages out, and the other way round. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace alloquy::http {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

class WebSocketDecoder {
public:
    /// A whole message (text or binary) or a control frame.
    struct Item {
        Opcode opcode;
        std::string data;        ///< For close: the reason.
        std::uint16_t code = 0;  ///< For close: the code, 1005 when the frame had none.
    };
    struct Failure {
        std::uint16_t code;  ///< To close with.
        std::string_view reason;
    };
    struct Step {
        std::size_t used = 0;  ///< Bytes to drop from the front.
        std::optional<Item> item;
        std::optional<Failure> failure;
    };

    explicit WebSocketDecoder(std::size_t message_limit) : message_limit_(message_limit) {}

    /// Takes at most one frame from the front of `bytes`; nothing used and no failure means that more bytes are needed.
    /// Refused: unmasked frames, extensions' bits, unknown opcodes, fragmented or long control frames, messages over
    /// the limit, text and close reasons that aren't UTF-8, close codes that must not be sent.
    Step next(std::string_view bytes);

private:
    Step control(Opcode opcode, std::string payload);
    Step data(Opcode opcode, bool final, std::string payload);

    std::size_t message_limit_;
    std::optional<Opcode> open_;  ///< A fragmented message has begun.
    std::string fragments_;
};

/// Appends the header of one unmasked, unfragmented frame; `size` bytes of payload must follow.
void append_frame_header(std::string& out, Opcode opcode, std::size_t size);

/// The largest header that append_frame_header() writes.
constexpr std::size_t kFrameHeaderLimit = 10;

/// Sec-WebSocket-Accept for a client's Sec-WebSocket-Key (§4.2.2).
std::string websocket_accept(std::string_view key);

}  // namespace alloquy::http
