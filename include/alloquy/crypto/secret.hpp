// SPDX-License-Identifier: GPL-2.0-or-later
// Random values, encodings, fast hashes and comparisons for secrets. The only component that uses libsodium; OpenSSL
// serves what it lacks.
#pragma once
#include <alloquy/base/result.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace alloquy::crypto {

/// Call once before anything else here. Errors: internal (no random source).
Result<> initialize();

/// `count` bytes from the kernel's random source.
std::string random_bytes(std::size_t count);

/// A fresh 256-bit token as 43 characters of base64url, e.g. for sessions. Keep only hash_token() of it.
std::string random_token();

/// BLAKE2b-256 of a token, as raw bytes: tokens have 256 bits of entropy, so a fast hash is enough.
using TokenHash = std::array<std::uint8_t, 32>;
TokenHash hash_token(std::string_view token);

/// BLAKE2b with `key` (16–64 bytes), `size` output bytes (16–64).
std::string keyed_hash(std::string_view key, std::string_view message, std::size_t size = 32);

/// Takes the same time for equal lengths whatever the contents.
bool equal_in_constant_time(std::string_view a, std::string_view b);

std::string to_hex(std::string_view bytes);
std::string to_base64(std::string_view bytes);
std::string to_base64url(std::string_view bytes);  ///< Without padding.
/// Standard alphabet with padding. Errors: invalid_input.
Result<std::string> from_base64(std::string_view text);
/// URL-safe alphabet without padding. Errors: invalid_input.
Result<std::string> from_base64url(std::string_view text);

/// `groups` groups of 5 Crockford base-32 characters joined by '-' (25 bits each), for people to write down.
std::string random_code(std::size_t groups);
/// Upper case, without spaces and dashes, O→0, I/L→1: what hash_token() of a typed code is taken over.
std::string normalize_code(std::string_view typed);

/// HMAC-SHA1 as raw 20 bytes: for TURN REST credentials and TOTP (RFC 6238), which fix the algorithm.
std::string hmac_sha1(std::string_view key, std::string_view message);
/// HMAC-SHA256 as raw 32 bytes: InspIRCd's server links authenticate with it.
std::string hmac_sha256(std::string_view key, std::string_view message);
/// SHA-256 as raw 32 bytes.
std::string sha256(std::string_view bytes);

/// RFC 4648 base 32 without padding (TOTP secrets).
std::string to_base32(std::string_view bytes);

/// Overwrites the characters, also where the optimiser thinks nobody looks.
void wipe(std::string& secret);

}  // namespace alloquy::crypto
