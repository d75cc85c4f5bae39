// SPDX-License-Identifier: GPL-2.0-or-later
// Password verifiers. Argon2id costs tens of milliseconds and megabytes: call these on the CPU pool only.
#pragma once
#include <alloquy/base/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace alloquy::crypto {

/// Argon2id cost (RFC 9106): `memory` in bytes, `passes` over it, one lane.
struct PasswordCost {
    std::uint64_t memory = 19 * 1024 * 1024;
    std::uint32_t passes = 2;
    friend bool operator==(PasswordCost const&, PasswordCost const&) = default;
};

/// A stored Argon2id verifier in compact form: what the database and the snapshots hold.
struct PasswordVerifier {
    PasswordCost cost;
    std::string salt;  ///< 16 bytes.
    std::string hash;  ///< 32 bytes.
};

/// Hashes with a fresh salt. Errors: unavailable (no memory for it right now).
Result<PasswordVerifier> hash_password(std::string_view password, PasswordCost cost);

/// Whether the password is the one that was hashed. Errors: unavailable.
Result<bool> verify_password(PasswordVerifier const& verifier, std::string_view password);

/// Bytes for one database column; parse_verifier() reads it back. Errors of the latter: internal (a damaged row).
std::string to_bytes(PasswordVerifier const& verifier);
Result<PasswordVerifier> parse_verifier(std::string_view bytes);

/// The `split-1` scheme: the client runs Argon2id over the password with the account's own salt and sends only the key
/// derived for signing in:
///   master = Argon2id(password, salt, memory, passes), 32 bytes;  auth_key = BLAKE2b-256(key = master, message =
///   "auth/1").
/// The server runs the same for a raw password that comes by IRC. `salt` is 16 bytes. Errors: unavailable,
/// invalid_input.
Result<std::string> derive_split1_auth_key(std::string_view password, std::string_view salt, PasswordCost cost);

}  // namespace alloquy::crypto
