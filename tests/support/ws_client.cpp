// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/ws_client.hpp"

#include <algorithm>
#include <stdexcept>

namespace alloquy::test {
namespace {

constexpr unsigned kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10;

unsigned byte(char c) {
    return static_cast<unsigned char>(c);
}

}  // namespace

WsClient::WsClient(std::uint16_t port, std::string const& path, Security security, std::string const& headers)
    : socket_(port, security) {
    auto const deadline = Clock::now() + patience();
    // The nonce of RFC 6455's own example: this client has nothing to hide from caches.
    socket_.write(
        "GET " + path + " HTTP/1.1\r\nHost: localhost:" + std::to_string(port) +
        "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
        headers + "\r\n"
    );
    std::size_t end;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        auto const bytes = socket_.read_some(deadline);
        if (bytes.empty()) throw std::runtime_error("no WebSocket: " + buffer_);
        buffer_ += bytes;
    }
    if (!buffer_.starts_with("HTTP/1.1 101 ") || buffer_.find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") == std::string::npos)
        throw std::runtime_error("no WebSocket: " + buffer_);
    constexpr std::string_view kSubprotocol = "Sec-WebSocket-Protocol: ";
    if (auto const at = buffer_.find(kSubprotocol); at < end) {
        auto const begin = at + kSubprotocol.size();
        subprotocol_ = buffer_.substr(begin, buffer_.find("\r\n", begin) - begin);
    }
    buffer_.erase(0, end + 4);
}

std::string WsClient::read_message(Clock::time_point deadline) {
    for (;;) {
        Frame frame;
        try {
            frame = read_frame(deadline);
        } catch (std::runtime_error const& error) {
            if (closed_with_ == 0 && std::string_view(error.what()) == "connection closed") closed_with_ = 1006;
            throw;
        }
        if (frame.opcode == kText || frame.opcode == kBinary) return frame.payload;
        if (frame.opcode == kPing) send_frame(kPong, frame.payload);
        if (frame.opcode != kClose) continue;
        closed_with_ = frame.payload.size() >= 2 ? byte(frame.payload[0]) << 8 | byte(frame.payload[1]) : 1005u;
        close_reason_ = frame.payload.substr(std::min<std::size_t>(2, frame.payload.size()));
        throw std::runtime_error("connection closed");
    }
}

void WsClient::send_frame(unsigned opcode, std::string_view payload) {
    std::string frame{static_cast<char>(0x80 | opcode)};
    if (payload.size() < 126) {
        frame += static_cast<char>(0x80 | payload.size());
    } else {
        if (payload.size() > 0xffff) throw std::runtime_error("frame too long for this client");
        frame += static_cast<char>(0x80 | 126);
        frame += {static_cast<char>(payload.size() >> 8), static_cast<char>(payload.size() & 0xff)};
    }
    // A client must mask; a mask of zeros is a mask.
    frame += std::string(4, '\0');
    socket_.write(frame.append(payload));
}

void WsClient::send_text(std::string_view text) {
    transcript_.append("  > ").append(text).append("\n");
    send_frame(kText, text);
}

std::string WsClient::take(std::size_t count, Clock::time_point deadline) {
    while (buffer_.size() < count) {
        auto const bytes = socket_.read_some(deadline);
        if (bytes.empty()) throw std::runtime_error("connection closed");
        buffer_ += bytes;
    }
    auto bytes = buffer_.substr(0, count);
    buffer_.erase(0, count);
    return bytes;
}

WsClient::Frame WsClient::read_frame(Clock::time_point deadline) {
    Frame frame{0, {}};
    for (bool last = false; !last;) {
        auto const head = take(2, deadline);
        last = byte(head[0]) & 0x80;
        if (unsigned const opcode = byte(head[0]) & 0x0f; opcode != 0) frame.opcode = opcode;
        std::size_t length = byte(head[1]) & 0x7f;
        if (std::size_t const extra = length == 126 ? 2u : length == 127 ? 8u : 0u; extra > 0) {
            length = 0;
            for (char c : take(extra, deadline)) length = length << 8 | byte(c);
        }
        frame.payload += take(length, deadline);
    }
    return frame;
}

nlohmann::json WsClient::expect(std::function<bool(nlohmann::json const&)> const& wanted, Milliseconds limit) {
    auto const deadline = Clock::now() + limit;
    for (;;) {
        Frame frame;
        try {
            frame = read_frame(deadline);
        } catch (std::runtime_error const& error) {
            throw std::runtime_error(std::string("no such frame: ") + error.what() + ". Transcript:\n" + transcript_);
        }
        if (frame.opcode == kPing) send_frame(kPong, frame.payload);
        if (frame.opcode == kClose) {
            auto const code = frame.payload.size() >= 2 ? byte(frame.payload[0]) << 8 | byte(frame.payload[1]) : 1005u;
            throw std::runtime_error("closed with " + std::to_string(code) + ". Transcript:\n" + transcript_);
        }
        if (frame.opcode != kText) continue;
        transcript_ += "  < " + frame.payload + "\n";
        auto json = nlohmann::json::parse(frame.payload);
        if (wanted(json)) return json;
    }
}

nlohmann::json WsClient::expect_op(std::string const& op, Milliseconds limit) {
    return expect([&](nlohmann::json const& frame) { return frame.value("op", "") == op; }, limit);
}

unsigned WsClient::expect_close(Milliseconds limit) {
    auto const deadline = Clock::now() + limit;
    try {
        for (;;) {
            auto const frame = read_frame(deadline);
            if (frame.opcode == kText) transcript_ += "  < " + frame.payload + "\n";
            if (frame.opcode != kClose) continue;
            return frame.payload.size() >= 2 ? byte(frame.payload[0]) << 8 | byte(frame.payload[1]) : 1005u;
        }
    } catch (std::runtime_error const& error) {
        if (std::string_view(error.what()) == "connection closed") return 1006;
        throw std::runtime_error(std::string("not closed: ") + error.what() + ". Transcript:\n" + transcript_);
    }
}

}  // namespace alloquy::test
