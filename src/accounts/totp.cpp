// SPDX-License-Identifier: GPL-2.0-or-later
#include "totp.hpp"

#include <alloquy/crypto/secret.hpp>

#include <fmt/core.h>

namespace alloquy::accounts {
namespace {

std::string percent_encode(std::string_view text) {
    std::string out;
    for (char c : text) {
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                     c == '_' || c == '.';
        if (plain)
            out += c;
        else
            out += fmt::format("%{:02X}", unsigned(static_cast<unsigned char>(c)));
    }
    return out;
}

}  // namespace

std::string totp_code(std::string_view secret, std::int64_t step) {
    std::string counter(8, '\0');
    for (int i = 0; i < 8; ++i) counter[std::size_t(i)] = char(std::uint64_t(step) >> (56 - 8 * i));
    auto digest = crypto::hmac_sha1(secret, counter);
    auto byte = [&](std::size_t i) { return std::uint32_t(static_cast<unsigned char>(digest[i])); };
    // Dynamic truncation, RFC 4226 section 5.3.
    std::size_t offset = byte(19) & 0xF;
    std::uint32_t number =
        ((byte(offset) & 0x7F) << 24) | (byte(offset + 1) << 16) | (byte(offset + 2) << 8) | byte(offset + 3);
    return fmt::format("{:06}", number % 1000000);
}

std::optional<std::int64_t> matching_totp_step(
    std::string_view secret, std::string_view code, base::Timestamp now, std::int64_t last_step
) {
    auto current = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count() / 30;
    for (auto step : {current, current - 1, current + 1})
        if (step > last_step && crypto::equal_in_constant_time(totp_code(secret, step), code)) return step;
    return std::nullopt;
}

std::string totp_uri(std::string_view issuer, std::string_view username, std::string_view secret) {
    return fmt::format(
        "otpauth://totp/{}:{}?secret={}&issuer={}", percent_encode(issuer), percent_encode(username),
        crypto::to_base32(secret), percent_encode(issuer)
    );
}

}  // namespace alloquy::accounts
