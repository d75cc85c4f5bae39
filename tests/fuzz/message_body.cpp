// SPDX-License-Identifier: GPL-2.0-or-later
// The record that is sealed of a message, and the reply tag. The record comes from our own database, but a bug or a key
// in wrong hands must not make it more than a message that can't be read.
#include "body.hpp"
#include "reply_tag.hpp"

#include <cstdint>
#include <cstdlib>

using namespace alloquy;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    if (auto reply = messages::reply_of(bytes); reply && *reply <= 0) std::abort();
    auto const body = messages::decode_body(bytes);
    if (!body) return 0;
    if (auto reply = messages::reply_of(body->tags); reply && *reply <= 0) std::abort();
    // There is one way to write each record, and what was read is within the bounds.
    std::string again;
    messages::encode_body(*body, again);
    if (again != bytes || !messages::fits(*body)) std::abort();
    return 0;
}
