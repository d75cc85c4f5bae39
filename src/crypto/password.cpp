// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/crypto/password.hpp>
#include <alloquy/crypto/secret.hpp>

#include <sodium.h>

namespace alloquy::crypto {
namespace {

constexpr std::size_t kSaltBytes = crypto_pwhash_SALTBYTES;
constexpr std::size_t kHashBytes = 32;
constexpr char kFormat = 1;

Result<std::string> argon2id(std::string_view password, std::string_view salt, PasswordCost cost) {
    if (salt.size() != kSaltBytes) return fail_field("salt", "must be 16 bytes");
    std::string out(kHashBytes, '\0');
    int failed = crypto_pwhash(
        reinterpret_cast<unsigned char*>(out.data()), out.size(), password.data(), password.size(),
        reinterpret_cast<unsigned char const*>(salt.data()), cost.passes, cost.memory, crypto_pwhash_ALG_ARGON2ID13
    );
    if (failed)
        return fail_as(
            Errc::unavailable, "busy", "not enough memory to check a password; try again", "Argon2id failed"
        );
    return out;
}

template <class Number>
void append(std::string& out, Number value) {
    for (std::size_t i = 0; i < sizeof value; ++i) out += char(std::uint8_t(std::uint64_t(value) >> (8 * i)));
}

template <class Number>
Number take(std::string_view& bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i)
        value |= std::uint64_t(static_cast<unsigned char>(bytes[i])) << (8 * i);
    bytes.remove_prefix(sizeof(Number));
    return Number(value);
}

}  // namespace

Result<PasswordVerifier> hash_password(std::string_view password, PasswordCost cost) {
    PasswordVerifier verifier{cost, random_bytes(kSaltBytes), {}};
    auto hash = argon2id(password, verifier.salt, cost);
    if (!hash) return std::unexpected(hash.error());
    verifier.hash = std::move(*hash);
    return verifier;
}

Result<bool> verify_password(PasswordVerifier const& verifier, std::string_view password) {
    auto hash = argon2id(password, verifier.salt, verifier.cost);
    if (!hash) return std::unexpected(hash.error());
    return equal_in_constant_time(*hash, verifier.hash);
}

std::string to_bytes(PasswordVerifier const& verifier) {
    std::string out(1, kFormat);
    append<std::uint32_t>(out, std::uint32_t(verifier.cost.memory / 1024));
    append<std::uint32_t>(out, verifier.cost.passes);
    return out + verifier.salt + verifier.hash;
}

Result<PasswordVerifier> parse_verifier(std::string_view bytes) {
    if (bytes.size() != 1 + 4 + 4 + kSaltBytes + kHashBytes || bytes.front() != kFormat)
        return fail(Errc::internal, "internal error", "damaged password verifier");
    bytes.remove_prefix(1);
    PasswordVerifier verifier;
    verifier.cost.memory = std::uint64_t(take<std::uint32_t>(bytes)) * 1024;
    verifier.cost.passes = take<std::uint32_t>(bytes);
    if (verifier.cost.memory == 0 || verifier.cost.passes == 0)
        return fail(Errc::internal, "internal error", "damaged password verifier");
    verifier.salt = bytes.substr(0, kSaltBytes);
    verifier.hash = bytes.substr(kSaltBytes);
    return verifier;
}

Result<std::string> derive_split1_auth_key(std::string_view password, std::string_view salt, PasswordCost cost) {
    auto master = argon2id(password, salt, cost);
    if (!master) return std::unexpected(master.error());
    auto key = keyed_hash(*master, "auth/1");
    wipe(*master);
    return key;
}

}  // namespace alloquy::crypto
