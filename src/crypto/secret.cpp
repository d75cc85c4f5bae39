// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/crypto/secret.hpp>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <sodium.h>

namespace alloquy::crypto {
namespace {

unsigned char const* bytes_of(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

std::string encode(std::string_view bytes, int variant) {
    std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(out.data(), out.size(), bytes_of(bytes), bytes.size(), variant);
    out.resize(out.size() - 1);  // the length above counts a NUL
    return out;
}

Result<std::string> decode(std::string_view text, int variant) {
    std::string out(text.size() / 4 * 3 + 3, '\0');
    std::size_t length = 0;
    char const* end = nullptr;
    if (sodium_base642bin(bytes_of(out), out.size(), text.data(), text.size(), nullptr, &length, &end, variant) != 0 ||
        end != text.data() + text.size())
        return fail_as(Errc::invalid_input, "invalid_base64", "not valid base64");
    out.resize(length);
    return out;
}

constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

}  // namespace

Result<> initialize() {
    if (sodium_init() < 0) return fail(Errc::internal, "the random source of this machine does not work");
    return {};
}

std::string random_bytes(std::size_t count) {
    std::string out(count, '\0');
    randombytes_buf(out.data(), out.size());
    return out;
}

std::string random_token() {
    return to_base64url(random_bytes(32));
}

TokenHash hash_token(std::string_view token) {
    TokenHash out{};
    crypto_generichash(out.data(), out.size(), bytes_of(token), token.size(), nullptr, 0);
    return out;
}

std::string keyed_hash(std::string_view key, std::string_view message, std::size_t size) {
    std::string out(size, '\0');
    crypto_generichash(bytes_of(out), out.size(), bytes_of(message), message.size(), bytes_of(key), key.size());
    return out;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string to_hex(std::string_view bytes) {
    std::string out(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(out.data(), out.size(), bytes_of(bytes), bytes.size());
    out.resize(bytes.size() * 2);
    return out;
}

std::string to_base64(std::string_view bytes) {
    return encode(bytes, sodium_base64_VARIANT_ORIGINAL);
}
std::string to_base64url(std::string_view bytes) {
    return encode(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
Result<std::string> from_base64(std::string_view text) {
    return decode(text, sodium_base64_VARIANT_ORIGINAL);
}
Result<std::string> from_base64url(std::string_view text) {
    return decode(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string random_code(std::size_t groups) {
    std::string out;
    for (std::size_t group = 0; group < groups; ++group) {
        if (group > 0) out += '-';
        for (int i = 0; i < 5; ++i) out += kCrockford[randombytes_uniform(32)];
    }
    return out;
}

std::string normalize_code(std::string_view typed) {
    std::string out;
    for (char c : typed) {
        if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
        if (c == ' ' || c == '-') continue;
        if (c == 'O') c = '0';
        if (c == 'I' || c == 'L') c = '1';
        out += c;
    }
    return out;
}

std::string hmac_sha1(std::string_view key, std::string_view message) {
    std::string out(SHA_DIGEST_LENGTH, '\0');
    unsigned int length = 0;
    HMAC(EVP_sha1(), key.data(), int(key.size()), bytes_of(message), message.size(), bytes_of(out), &length);
    return out;
}

std::string hmac_sha256(std::string_view key, std::string_view message) {
    std::string out(SHA256_DIGEST_LENGTH, '\0');
    unsigned int length = 0;
    HMAC(EVP_sha256(), key.data(), int(key.size()), bytes_of(message), message.size(), bytes_of(out), &length);
    return out;
}

std::string sha256(std::string_view bytes) {
    std::string out(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(bytes_of(out), bytes_of(bytes), bytes.size());
    return out;
}

std::string to_base32(std::string_view bytes) {
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string out;
    unsigned buffer = 0;
    int bits = 0;
    for (char c : bytes) {
        buffer = (buffer << 8) | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 5; bits -= 5) out += kAlphabet[(buffer >> (bits - 5)) & 31];
    }
    if (bits > 0) out += kAlphabet[(buffer << (5 - bits)) & 31];
    return out;
}

void wipe(std::string& secret) {
    sodium_memzero(secret.data(), secret.size());
    secret.clear();
}

}  // namespace alloquy::crypto
