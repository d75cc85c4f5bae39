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

/// So many are drawn from the kernel at once.
constexpr std::size_t kNoncesAtOnce = 128;

/// `out` has room for all three parts and begins with the nonce.
void seal_behind_nonce(std::string& out, std::string_view key, std::string_view plaintext, std::string_view context) {
    auto* bytes = reinterpret_cast<unsigned char*>(out.data());
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytes + kNonce, nullptr, bytes_of(plaintext), plaintext.size(), bytes_of(context), context.size(), nullptr,
        bytes, bytes_of(key)
    );
}

}  // namespace

std::string seal(std::string_view key, std::string_view plaintext, std::string_view context) {
    std::string out(kNonce + plaintext.size() + kTag, '\0');
    randombytes_buf(out.data(), kNonce);
    seal_behind_nonce(out, key, plaintext, context);
    return out;
}

Result<std::string> unseal(std::string_view key, std::string_view sealed, std::string_view context) {
    std::string out;
    if (!unseal_into(out, key, sealed, context))
        return fail(Errc::internal, "internal error", "a sealed value can't be opened with this key");
    return out;
}

bool unseal_into(std::string& out, std::string_view key, std::string_view sealed, std::string_view context) {
    if (sealed.size() < kNonce + kTag || key.size() != crypto_aead_xchacha20poly1305_ietf_KEYBYTES) return false;
    out.resize(sealed.size() - kNonce - kTag);
    return crypto_aead_xchacha20poly1305_ietf_decrypt(
               reinterpret_cast<unsigned char*>(out.data()), nullptr, nullptr, bytes_of(sealed.substr(kNonce)),
               sealed.size() - kNonce, bytes_of(context), context.size(), bytes_of(sealed), bytes_of(key)
           ) == 0;
}

std::string_view BulkSealer::seal(std::string_view key, std::string_view plaintext, std::string_view context) {
    if (used_ == nonces_.size()) {
        nonces_.resize(kNoncesAtOnce * kNonce);
        randombytes_buf(nonces_.data(), nonces_.size());
        used_ = 0;
    }
    sealed_.resize(kNonce + plaintext.size() + kTag);
    nonces_.copy(sealed_.data(), kNonce, used_);
    used_ += kNonce;
    seal_behind_nonce(sealed_, key, plaintext, context);
    return sealed_;
}

}  // namespace alloquy::crypto
