// SPDX-License-Identifier: GPL-2.0-or-later
#include "sasl.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/crypto/secret.hpp>

#include <algorithm>

namespace alloquy::irc {
namespace {

constexpr std::size_t kMaxName = 255;
constexpr std::size_t kMaxSecret = 4096;

std::unexpected<Error> malformed(std::string_view mechanism) {
    return fail(Errc::invalid_input, "malformed " + std::string(mechanism) + " message");
}

/// RFC 5801 saslname: "=2C" is a comma, "=3D" an equals sign, nothing else may be escaped.
std::optional<std::string> unescape_saslname(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '=') {
            out += text[i];
            continue;
        }
        auto code = text.substr(i, 3);
        if (code == "=2C")
            out += ',';
        else if (code == "=3D")
            out += '=';
        else
            return std::nullopt;
        i += 2;
    }
    return out;
}

}  // namespace

std::optional<Mechanism> parse_mechanism(std::string_view name) {
    if (base::equals_ignoring_case(name, "PLAIN")) return Mechanism::plain;
    if (base::equals_ignoring_case(name, "EXTERNAL")) return Mechanism::external;
    if (base::equals_ignoring_case(name, "OAUTHBEARER")) return Mechanism::oauthbearer;
    return std::nullopt;
}

SaslMessage::~SaslMessage() {
    crypto::wipe(text_);
}

void SaslMessage::reset() {
    crypto::wipe(text_);
    text_.clear();
}

Result<std::optional<std::string>> SaslMessage::add(std::string_view chunk) {
    if (chunk.size() > kChunk) {
        reset();
        return fail(Errc::invalid_input, "AUTHENTICATE chunk longer than 400 characters");
    }
    bool const complete = chunk.size() < kChunk;
    if (chunk != "+") {
        if (text_.size() + chunk.size() > kLimit) {
            reset();
            return fail(Errc::too_large, "SASL message longer than 8 KiB");
        }
        // No reallocation: freed copies of a password would stay in memory.
        if (text_.capacity() < kLimit) text_.reserve(complete ? text_.size() + chunk.size() : kLimit);
        text_.append(chunk);
    }
    if (!complete) return std::nullopt;
    auto decoded = crypto::from_base64(text_);
    reset();
    if (!decoded) return fail(Errc::invalid_input, "AUTHENTICATE is not base 64");
    return std::optional<std::string>(std::move(*decoded));
}

std::vector<std::string> sasl_chunks(std::string_view base64) {
    std::vector<std::string> chunks;
    while (base64.size() >= SaslMessage::kChunk) {
        chunks.emplace_back(base64.substr(0, SaslMessage::kChunk));
        base64.remove_prefix(SaslMessage::kChunk);
    }
    chunks.emplace_back(base64.empty() ? std::string_view("+") : base64);
    return chunks;
}

Result<PlainCredentials> parse_sasl_plain(std::string_view message) {
    auto parts = base::split(message, '\0');
    if (parts.size() != 3) return malformed("PLAIN");
    auto authzid = parts[0], authcid = parts[1], password = parts[2];
    if (authcid.empty() || authcid.size() > kMaxName || password.empty() || password.size() > kMaxSecret)
        return malformed("PLAIN");
    if (!base::is_utf8(authcid) || !base::is_utf8(password)) return malformed("PLAIN");
    if (!authzid.empty() && !base::equals_ignoring_case(authzid, authcid))
        return fail(Errc::invalid_input, "the authorization identity must be empty or your own name");
    return PlainCredentials{std::string(authcid), std::string(password)};
}

Result<std::string> parse_sasl_external(std::string_view message) {
    if (message.size() > kMaxName || !base::is_utf8(message) || message.find('\0') != std::string_view::npos)
        return malformed("EXTERNAL");
    return std::string(message);
}

Result<BearerCredentials> parse_sasl_oauthbearer(std::string_view message) {
    auto parts = base::split(message, '\x01');
    // gs2-header, at least one pair, and the two empty parts after the last two ^A.
    if (parts.size() < 4 || !parts.back().empty() || !parts[parts.size() - 2].empty()) return malformed("OAUTHBEARER");

    auto header = base::split(parts[0], ',');
    if (header.size() != 3 || !header[2].empty() || (header[0] != "n" && header[0] != "y"))
        return malformed("OAUTHBEARER");
    BearerCredentials credentials;
    if (!header[1].empty()) {
        auto name = header[1].starts_with("a=") ? unescape_saslname(header[1].substr(2)) : std::nullopt;
        if (!name || name->empty() || name->size() > kMaxName || !base::is_utf8(*name)) return malformed("OAUTHBEARER");
        credentials.username = std::move(*name);
    }
    for (std::size_t i = 1; i + 2 < parts.size(); ++i) {
        auto key = parts[i].substr(0, parts[i].find('='));
        if (key.size() == parts[i].size()) return malformed("OAUTHBEARER");
        if (!base::equals_ignoring_case(key, "auth")) continue;  // host, port and unknown keys don't matter to us
        auto value = parts[i].substr(key.size() + 1);
        auto scheme = value.substr(0, value.find(' '));
        if (!base::equals_ignoring_case(scheme, "Bearer") || scheme.size() == value.size() ||
            !credentials.token.empty())
            return malformed("OAUTHBEARER");
        credentials.token = base::trim(value.substr(scheme.size()));
        if (credentials.token.empty() || credentials.token.size() > kMaxSecret ||
            !std::ranges::all_of(credentials.token, [](char c) { return c > ' ' && c < 0x7F; }))
            return malformed("OAUTHBEARER");
    }
    if (credentials.token.empty()) return malformed("OAUTHBEARER");
    return credentials;
}

std::string oauthbearer_failure() {
    return R"({"status":"invalid_token"})";
}

}  // namespace alloquy::irc
