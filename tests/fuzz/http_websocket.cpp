// SPDX-License-Identifier: GPL-2.0-or-later
// WebSocket frames: fed whole and byte by byte, the same messages must come out.
#include "websocket_codec.hpp"

#include <alloquy/base/text.hpp>

#include <cstdint>
#include <cstdlib>

using namespace alloquy;

namespace {

constexpr std::size_t kLimit = 512;

std::string decode(std::string_view bytes, std::size_t step) {
    http::WebSocketDecoder decoder(kLimit);
    std::string buffer, out;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        buffer += bytes.substr(at, step);
        for (;;) {
            auto next = decoder.next(buffer);
            if (next.used > buffer.size()) std::abort();
            buffer.erase(0, next.used);
            if (next.failure) return out + "failed " + std::to_string(next.failure->code);
            if (next.item) {
                if (next.item->data.size() > kLimit) std::abort();
                if (next.item->opcode == http::Opcode::text && !base::is_utf8(next.item->data)) std::abort();
                out += std::to_string(int(next.item->opcode)) + next.item->data + ";";
            }
            if (next.used == 0) break;
        }
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view bytes(reinterpret_cast<char const*>(data), size);
    if (bytes.empty()) return 0;
    if (decode(bytes, bytes.size()) != decode(bytes, 1)) std::abort();
    return 0;
}
