// SPDX-License-Identifier: GPL-2.0-or-later
// What is sealed of a message: one record of source, author's name, tags and text.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace alloquy::messages {

struct Body {
    std::string_view source;
    std::string_view author_name;
    std::string_view tags;
    std::string_view text;
};

/// Within the bounds of message.hpp.
bool fits(Body const& body);

/// record = 0x01 { length bytes }×3 text, in the order of the struct; a length is 1–3 bytes of 7 bits, lowest first,
/// the eighth bit set on all but the last. Replaces `out`, whose memory is reused. `body` must fit.
void encode_body(Body const& body, std::string& out);

/// Views into `record`; nothing when it isn't exactly what encode_body() writes.
std::optional<Body> decode_body(std::string_view record);

}  // namespace alloquy::messages
