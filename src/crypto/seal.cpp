// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/crypto/seal.hpp>

#include <sodium.h>

namespace alloquy::crypto {
namespace {

constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;

unsigned char const* bytes_of(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

}  // namespace

std::string seal(std::string_view key, std::string_view plaintext, std::string_view context) {
    std::string out(kNonce + plaintext.size() + kTag, '\0');
    auto* bytes = reinterpret_cast<unsigned char*>(out.data());
    randombytes_buf(bytes, kNonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytes + kNonce, nullptr, bytes_of(plaintext), plaintext.size(), bytes_of(context), context.size(), nullptr,
        bytes, bytes_of(key)
    );
    return out;
}

Result<std::string> unseal(std::string_view key, std::string_view sealed, std::string_view context) {
    auto damaged = [] {
        return fail(Errc::internal, "internal error", "a sealed value can't be opened with this key");
    };
    if (sealed.size() < kNonce + kTag || key.size() != crypto_aead_xchacha20poly1305_ietf_KEYBYTES) return damaged();
    std::string out(sealed.size() - kNonce - kTag, '\0');
    int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
        reinterpret_cast<unsigned char*>(out.data()), nullptr, nullptr, bytes_of(sealed.substr(kNonce)),
        sealed.size() - kNonce, bytes_of(context), context.size(), bytes_of(sealed), bytes_of(key)
    );
    if (failed) return damaged();
    return out;
}

}  // namespace alloquy::crypto
