// SPDX-License-Identifier: GPL-2.0-or-later
// As much of STUN (RFC 8489) as a health probe needs: a Binding request and its answer. Bytes in, values out.
#pragma once
#include <alloquy/base/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace alloquy::turn {

constexpr std::size_t kStunHeader = 20;
constexpr std::size_t kTransactionId = 12;

/// A Binding request without attributes. `transaction_id`: 12 random bytes.
std::string binding_request(std::string_view transaction_id);

/// How long the message is that begins with these bytes, header included. Empty when fewer than 20 bytes are there.
/// Errors: invalid_input (not STUN).
Result<std::optional<std::size_t>> stun_message_length(std::string_view bytes);

struct MappedAddress {
    std::string address;  ///< As text.
    std::uint16_t port = 0;
};

/// What the server saw of us. Errors: invalid_input (malformed, or the answer to something else); unavailable (an
/// error response).
Result<MappedAddress> parse_binding_response(std::string_view message, std::string_view transaction_id);

}  // namespace alloquy::turn
