// SPDX-License-Identifier: GPL-2.0-or-later
#include "websocket_codec.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/crypto/secret.hpp>
#include <alloquy/http/websocket.hpp>

#include <openssl/evp.h>

namespace alloquy::http {
namespace {

std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
    return static_cast<std::uint8_t>(bytes[at]);
}

std::uint64_t big_endian(std::string_view bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) value = value << 8 | byte_at(bytes, i);
    return value;
}

std::string unmask(std::string_view payload, std::string_view mask) {
    std::string out(payload);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = char(out[i] ^ mask[i % 4]);
    return out;
}

/// §7.4: 1004, 1005, 1006 and 1015 never travel; below 1000 and 1016–2999 nothing is defined that we know.
bool may_travel(std::uint16_t code) {
    return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006) ||
           (code >= 3000 && code <= 4999);
}

WebSocketDecoder::Step fail_with(std::uint16_t code, std::string_view reason) {
    WebSocketDecoder::Step step;
    step.failure = {code, reason};
    return step;
}

}  // namespace

WebSocketDecoder::Step WebSocketDecoder::next(std::string_view bytes) {
    constexpr std::size_t kMaskSize = 4;
    if (bytes.size() < 2) return {};
    auto first = byte_at(bytes, 0), second = byte_at(bytes, 1);
    bool final = (first & 0x80) != 0;
    auto opcode = Opcode(first & 0x0F);
    bool is_control = (first & 0x08) != 0;
    if ((first & 0x70) != 0) return fail_with(close_code::kProtocolError, "no extension was agreed on");
    if (opcode > Opcode::pong || (opcode > Opcode::binary && opcode < Opcode::close))
        return fail_with(close_code::kProtocolError, "unknown opcode");
    if ((second & 0x80) == 0) return fail_with(close_code::kProtocolError, "frames from clients must be masked");

    std::size_t size_bytes = 0;
    std::uint64_t size = second & 0x7F;
    if (size >= 126) size_bytes = size == 126 ? 2 : 8;
    if (is_control && (!final || size > 125))
        return fail_with(close_code::kProtocolError, "control frames are short and whole");
    std::size_t header = 2 + size_bytes + kMaskSize;
    if (bytes.size() < header) return {};
    if (size_bytes > 0) size = big_endian(bytes.substr(2, size_bytes));
    if (!is_control && size > message_limit_ - std::min(message_limit_, fragments_.size()))
        return fail_with(close_code::kTooBig, "the message is too long");
    if (bytes.size() - header < size) return {};

    auto payload = unmask(bytes.substr(header, std::size_t(size)), bytes.substr(header - kMaskSize, kMaskSize));
    auto step = is_control ? control(opcode, std::move(payload)) : data(opcode, final, std::move(payload));
    step.used = header + std::size_t(size);
    return step;
}

WebSocketDecoder::Step WebSocketDecoder::control(Opcode opcode, std::string payload) {
    Step step;
    if (opcode != Opcode::close) {
        step.item = Item{opcode, std::move(payload)};
        return step;
    }
    if (payload.empty()) {
        step.item = Item{opcode, {}, 1005};
        return step;
    }
    if (payload.size() == 1) return fail_with(close_code::kProtocolError, "a close code has two bytes");
    auto code = std::uint16_t(big_endian(payload.substr(0, 2)));
    if (!may_travel(code)) return fail_with(close_code::kProtocolError, "this close code must not be sent");
    payload.erase(0, 2);
    if (!base::is_utf8(payload)) return fail_with(close_code::kNotUtf8, "the close reason is not UTF-8");
    step.item = Item{opcode, std::move(payload), code};
    return step;
}

WebSocketDecoder::Step WebSocketDecoder::data(Opcode opcode, bool final, std::string payload) {
    bool continues = opcode == Opcode::continuation;
    if (continues != open_.has_value())
        return fail_with(
            close_code::kProtocolError, continues ? "nothing to continue" : "the message before isn't finished"
        );
    if (!continues) open_ = opcode;
    if (fragments_.empty())
        fragments_ = std::move(payload);
    else
        fragments_ += payload;
    if (!final) return {};
    Step step;
    step.item = Item{*open_, std::move(fragments_)};
    open_.reset();
    fragments_.clear();
    if (step.item->opcode == Opcode::text && !base::is_utf8(step.item->data))
        return fail_with(close_code::kNotUtf8, "text must be UTF-8");
    return step;
}

void append_frame_header(std::string& out, Opcode opcode, std::size_t size) {
    out += char(0x80 | int(opcode));
    int length_bytes = 0;
    if (size < 126) {
        out += char(size);
    } else if (size <= 0xFFFF) {
        out += char(126);
        length_bytes = 2;
    } else {
        out += char(127);
        length_bytes = 8;
    }
    for (int i = length_bytes - 1; i >= 0; --i) out += char(size >> (8 * i) & 0xFF);
}

std::string websocket_accept(std::string_view key) {
    std::string text(key);
    text += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    EVP_Digest(text.data(), text.size(), digest, &length, EVP_sha1(), nullptr);
    return crypto::to_base64(std::string_view(reinterpret_cast<char const*>(digest), length));
}

}  // namespace alloquy::http
