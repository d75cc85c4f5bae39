// SPDX-License-Identifier: GPL-2.0-or-later
// What clients send in AUTHENTICATE: chunks, and the messages of the three mechanisms.
#include "sasl.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/crypto/secret.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace alloquy;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static bool const ready = crypto::initialize().has_value();
    if (!ready) std::abort();
    std::string_view const input(reinterpret_cast<char const*>(data), size);

    irc::SaslMessage message;
    for (auto chunk : base::split(input, '\n')) {
        auto complete = message.add(chunk);
        if (complete && *complete && (*complete)->size() > irc::SaslMessage::kLimit) std::abort();
    }
    if (auto plain = irc::parse_sasl_plain(input); plain && (plain->username.empty() || plain->password.empty()))
        std::abort();
    (void)irc::parse_sasl_external(input);
    if (auto bearer = irc::parse_sasl_oauthbearer(input); bearer && bearer->token.empty()) std::abort();

    // What we split into chunks joins to the same.
    if (size > 4096) return 0;
    irc::SaslMessage joined;
    auto const chunks = irc::sasl_chunks(crypto::to_base64(input));
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        auto complete = joined.add(chunks[i]);
        if (!complete || complete->has_value() != (i + 1 == chunks.size())) std::abort();
        if (*complete && **complete != input) std::abort();
    }
    return 0;
}
