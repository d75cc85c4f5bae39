// SPDX-License-Identifier: GPL-2.0-or-later
// Time-based one-time passwords (RFC 6238): SHA-1, 6 digits, steps of 30 s, as all authenticator apps expect.
#pragma once
#include <alloquy/base/clock.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace alloquy::accounts {

/// The code of one step.
std::string totp_code(std::string_view secret, std::int64_t step);

/// The step whose code this is, allowing one step of clock error either way, if it is later than `last_step` (a code is
/// good once).
std::optional<std::int64_t> matching_totp_step(
    std::string_view secret, std::string_view code, base::Timestamp now, std::int64_t last_step
);

/// otpauth:// URI for a QR code. `secret` is raw bytes.
std::string totp_uri(std::string_view issuer, std::string_view username, std::string_view secret);

}  // namespace alloquy::accounts
