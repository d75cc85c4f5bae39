// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/crypto/short_hash.hpp>

#include <sodium.h>

#include <array>

namespace alloquy::crypto {

static_assert(kShortHashKey == crypto_shorthash_KEYBYTES);

std::uint64_t short_hash(std::string_view key, std::string_view message) {
    std::array<unsigned char, crypto_shorthash_BYTES> bytes{};
    crypto_shorthash(
        bytes.data(), reinterpret_cast<unsigned char const*>(message.data()), message.size(),
        reinterpret_cast<unsigned char const*>(key.data())
    );
    std::uint64_t hash = 0;
    // Lowest byte first on every machine: an index may be moved to another one.
    for (unsigned i = 0; i < bytes.size(); ++i) hash |= std::uint64_t(bytes[i]) << (8 * i);
    return hash;
}

}  // namespace alloquy::crypto
