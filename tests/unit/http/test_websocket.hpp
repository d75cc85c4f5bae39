// SPDX-License-Identifier: GPL-2.0-or-later
// The client's side of a WebSocket, able to misbehave.
#pragma once
#include "test_client.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace alloquy::test {

struct Frame {
    int opcode = -1;  ///< -1: the connection ended.
    std::string payload;
    int code = 0;  ///< Of a close frame.
};

class WebSocketClient : public Client {
public:
    WebSocketClient(
        std::uint16_t port, std::string const& path, std::string const& headers = {}, bool tls = false,
        int receive_buffer = 0
    )
        : Client(port, tls, receive_buffer) {
        send(
            "GET " + path +
            " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
            headers + "\r\n"
        );
        handshake = answer();
    }

    bool send_frame(int opcode, std::string_view payload, bool final = true, bool masked = true) {
        std::string out(1, char((final ? 0x80 : 0) | opcode));
        char mask_bit = masked ? char(0x80) : char(0);
        if (payload.size() < 126) {
            out += char(mask_bit | char(payload.size()));
        } else if (payload.size() <= 0xFFFF) {
            out += char(mask_bit | 126);
            out += char(payload.size() >> 8);
            out += char(payload.size() & 0xFF);
        } else {
            out += char(mask_bit | 127);
            for (int i = 7; i >= 0; --i) out += char(payload.size() >> (8 * i) & 0xFF);
        }
        char const mask[] = {0x11, 0x22, 0x33, 0x44};
        if (masked) out.append(mask, 4);
        for (std::size_t i = 0; i < payload.size(); ++i) out += masked ? char(payload[i] ^ mask[i % 4]) : payload[i];
        return send(out);
    }
    bool text(std::string_view payload) { return send_frame(1, payload); }

    Frame frame() {
        Frame out;
        auto need = [&](std::size_t count) {
            while (buffer().size() < count)
                if (!receive()) return false;
            return true;
        };
        if (!need(2)) return out;
        auto byte = [&](std::size_t at) { return static_cast<unsigned char>(buffer()[at]); };
        std::size_t header = 2, size = byte(1) & 0x7F;
        if (size == 126) {
            if (!need(4)) return out;
            header = 4;
            size = std::size_t(byte(2)) << 8 | byte(3);
        } else if (size == 127) {
            if (!need(10)) return out;
            header = 10;
            size = 0;
            for (std::size_t i = 2; i < 10; ++i) size = size << 8 | byte(i);
        }
        if (!need(header + size)) return out;
        out.opcode = byte(0) & 0x0F;
        out.payload = buffer().substr(header, size);
        buffer().erase(0, header + size);
        if (out.opcode == 8 && size >= 2) {
            out.code = static_cast<unsigned char>(out.payload[0]) << 8 | static_cast<unsigned char>(out.payload[1]);
            out.payload.erase(0, 2);
        }
        return out;
    }

    /// The code of the next close frame, skipping others; 0 if the connection ends without one.
    int close_code() {
        for (;;) {
            auto next = frame();
            if (next.opcode == 8) return next.code;
            if (next.opcode < 0) return 0;
        }
    }

    Answer handshake;
};

}  // namespace alloquy::test
