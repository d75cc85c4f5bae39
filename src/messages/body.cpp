// SPDX-License-Identifier: GPL-2.0-or-later
#include "body.hpp"

#include <alloquy/messages/message.hpp>

namespace alloquy::messages {
namespace {

constexpr char kFormat = 1;
constexpr unsigned kLengthBytes = 3;

void append_part(std::string& out, std::string_view part) {
    auto length = part.size();
    for (; length >= 0x80; length >>= 7) out += char(length | 0x80);
    out += char(length);
    out += part;
}

bool take_part(std::string_view& rest, std::string_view& part) {
    std::size_t length = 0;
    for (unsigned i = 0;; ++i) {
        if (i == kLengthBytes || i == rest.size()) return false;
        auto const byte = static_cast<unsigned char>(rest[i]);
        length |= std::size_t(byte & 0x7F) << (7 * i);
        if (byte & 0x80) continue;
        if (i > 0 && byte == 0) return false;  // there is a shorter way to write it
        rest.remove_prefix(i + 1);
        break;
    }
    if (length > rest.size()) return false;
    part = rest.substr(0, length);
    rest.remove_prefix(length);
    return true;
}

}  // namespace

bool fits(Body const& body) {
    return body.source.size() <= kMostSource && body.author_name.size() <= kMostSource &&
           body.tags.size() <= kMostTags && body.text.size() <= kMostText;
}

void encode_body(Body const& body, std::string& out) {
    out.clear();
    out += kFormat;
    append_part(out, body.source);
    append_part(out, body.author_name);
    append_part(out, body.tags);
    out += body.text;
}

std::optional<Body> decode_body(std::string_view record) {
    if (!record.starts_with(kFormat)) return std::nullopt;
    record.remove_prefix(1);
    Body body;
    if (!take_part(record, body.source) || !take_part(record, body.author_name) || !take_part(record, body.tags))
        return std::nullopt;
    body.text = record;
    if (!fits(body)) return std::nullopt;
    return body;
}

}  // namespace alloquy::messages
