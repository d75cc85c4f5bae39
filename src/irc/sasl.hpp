// SPDX-License-Identifier: GPL-2.0-or-later
// SASL payloads as IRC carries them: base 64 in chunks of 400, and the messages of PLAIN (RFC 4616), EXTERNAL (RFC 4422
// appendix A) and OAUTHBEARER (RFC 7628). Pure: bytes in, values out.
#pragma once
#include <alloquy/base/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::irc {

enum class Mechanism { plain, external, oauthbearer };
/// As announced to InspIRCd and in numeric 908.
constexpr std::string_view kMechanismList = "PLAIN,EXTERNAL,OAUTHBEARER";
/// In any case; std::nullopt when we don't have it.
std::optional<Mechanism> parse_mechanism(std::string_view name);

/// A client's message arrives as AUTHENTICATE chunks; a chunk shorter than 400 characters, or "+", ends it.
class SaslMessage {
public:
    static constexpr std::size_t kChunk = 400;
    static constexpr std::size_t kLimit = 8 * 1024;  ///< Characters of base 64.

    SaslMessage() = default;
    SaslMessage(SaslMessage&&) = default;
    SaslMessage& operator=(SaslMessage&&) = default;
    /// It may hold a password.
    ~SaslMessage();

    /// The decoded message when this chunk completes it. Errors: too_large, invalid_input (chunk over 400 characters,
    /// not base 64); the message is empty again then.
    Result<std::optional<std::string>> add(std::string_view chunk);

private:
    void reset();
    std::string text_;
};

/// Splits base 64 text into AUTHENTICATE chunks, with the final "+" when the last one is full or there is nothing.
std::vector<std::string> sasl_chunks(std::string_view base64);

/// Errors of all three: invalid_input.
struct PlainCredentials {
    std::string username;
    std::string password;
};
/// authzid NUL authcid NUL password; the authzid must be empty or the authcid, because nobody acts for another.
Result<PlainCredentials> parse_sasl_plain(std::string_view message);

/// The authzid: empty, or the account name the client asks for.
Result<std::string> parse_sasl_external(std::string_view message);

struct BearerCredentials {
    std::string username;  ///< May be empty: the token says who it is.
    std::string token;
};
/// gs2-header ^A key=value ^A … ^A ^A with "auth=Bearer <token>".
Result<BearerCredentials> parse_sasl_oauthbearer(std::string_view message);
/// The JSON of a refused token (RFC 7628 §3.2.2).
std::string oauthbearer_failure();

}  // namespace alloquy::irc
