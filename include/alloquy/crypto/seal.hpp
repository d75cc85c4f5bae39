// SPDX-License-Identifier: GPL-2.0-or-later
// Sealing small secrets for the database: XChaCha20-Poly1305 under a key that lives outside it.
#pragma once
#include <alloquy/base/result.hpp>

#include <string>
#include <string_view>

namespace alloquy::crypto {

/// Nonce (24 bytes), ciphertext and tag. `key` has 32 bytes; `context` binds the text to its place (a table and row)
/// and is not stored.
std::string seal(std::string_view key, std::string_view plaintext, std::string_view context);

/// Errors: internal when the text was changed, or sealed under another key or context.
Result<std::string> unseal(std::string_view key, std::string_view sealed, std::string_view context);

/// unseal() into a string whose memory is reused. False when it can't be opened; then `out` is unspecified.
bool unseal_into(std::string& out, std::string_view key, std::string_view sealed, std::string_view context);

/// seal() for many values in a row: without a system call and an allocation for each. Not thread-safe.
class BulkSealer {
public:
    /// Good until the next call.
    std::string_view seal(std::string_view key, std::string_view plaintext, std::string_view context);

private:
    std::string sealed_;
    std::string nonces_;    ///< Random bytes; each nonce is used once.
    std::size_t used_ = 0;  ///< Of nonces_.
};

}  // namespace alloquy::crypto
