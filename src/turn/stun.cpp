// SPDX-License-Identifier: GPL-2.0-or-later
#include "stun.hpp"

#include <boost/asio/ip/address.hpp>

namespace alloquy::turn {
namespace {

constexpr std::uint32_t kMagicCookie = 0x2112A442;
constexpr std::uint16_t kBindingRequest = 0x0001;
constexpr std::uint16_t kBindingSuccess = 0x0101;
constexpr std::uint16_t kBindingError = 0x0111;
constexpr std::uint16_t kXorMappedAddress = 0x0020;

std::uint16_t number16(std::string_view bytes, std::size_t at) {
    return std::uint16_t(static_cast<unsigned char>(bytes[at]) << 8 | static_cast<unsigned char>(bytes[at + 1]));
}

void append16(std::string& out, unsigned value) {
    out += char(value >> 8);
    out += char(value);
}

std::string magic_cookie() {
    std::string out;
    append16(out, kMagicCookie >> 16);
    append16(out, kMagicCookie & 0xFFFF);
    return out;
}

std::unexpected<Error> malformed(char const* what) {
    return fail(Errc::invalid_input, std::string("not a STUN answer: ") + what);
}

/// RFC 8489 14.2: port and address, each XORed with the cookie, IPv6 also with the transaction id.
Result<MappedAddress> parse_address(std::string_view value, std::string_view transaction_id) {
    if (value.size() < 4) return malformed("short address");
    auto mask = magic_cookie() + std::string(transaction_id);
    auto family = static_cast<unsigned char>(value[1]);
    std::size_t length = family == 1 ? 4 : family == 2 ? 16 : 0;
    if (length == 0 || value.size() != 4 + length) return malformed("address of unknown family");
    auto unmasked = [&](std::size_t i) { return static_cast<unsigned char>(value[4 + i] ^ mask[i]); };
    MappedAddress mapped;
    mapped.port = std::uint16_t(number16(value, 2) ^ (kMagicCookie >> 16));
    if (family == 1) {
        boost::asio::ip::address_v4::bytes_type bytes;
        for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = unmasked(i);
        mapped.address = boost::asio::ip::address_v4(bytes).to_string();
    } else {
        boost::asio::ip::address_v6::bytes_type bytes;
        for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = unmasked(i);
        mapped.address = boost::asio::ip::address_v6(bytes).to_string();
    }
    return mapped;
}

}  // namespace

std::string binding_request(std::string_view transaction_id) {
    std::string out;
    append16(out, kBindingRequest);
    append16(out, 0);
    out += magic_cookie();
    out += transaction_id;
    return out;
}

Result<std::optional<std::size_t>> stun_message_length(std::string_view bytes) {
    if (bytes.size() < kStunHeader) return std::nullopt;
    // The two top bits are zero, lengths are multiples of four, and the cookie is where it must be.
    if ((bytes[0] & 0xC0) != 0 || (bytes[3] & 3) != 0 || bytes.substr(4, 4) != magic_cookie())
        return malformed("bad header");
    return kStunHeader + number16(bytes, 2);
}

Result<MappedAddress> parse_binding_response(std::string_view message, std::string_view transaction_id) {
    auto length = stun_message_length(message);
    if (!length) return std::unexpected(length.error());
    if (*length != message.size()) return malformed("wrong length");
    if (message.substr(8, kTransactionId) != transaction_id) return malformed("answer to something else");
    auto type = number16(message, 0);
    if (type == kBindingError) return fail(Errc::unavailable, "the STUN server answered with an error");
    if (type != kBindingSuccess) return malformed("unexpected type");
    auto attributes = message.substr(kStunHeader);
    while (attributes.size() >= 4) {
        std::size_t size = number16(attributes, 2);
        std::size_t padded = (size + 3) / 4 * 4;
        if (4 + padded > attributes.size()) return malformed("attribute beyond the end");
        if (number16(attributes, 0) == kXorMappedAddress)
            return parse_address(attributes.substr(4, size), transaction_id);
        attributes.remove_prefix(4 + padded);
    }
    return malformed("no address in it");
}

}  // namespace alloquy::turn
