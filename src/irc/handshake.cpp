// SPDX-License-Identifier: GPL-2.0-or-later
#include "handshake.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/crypto/secret.hpp>

namespace alloquy::irc {

std::string link_authenticator(std::string_view password, std::string_view challenge) {
    auto text = crypto::to_base64(crypto::hmac_sha256(password, challenge));
    while (text.ends_with('=')) text.pop_back();
    return "AUTH:" + text;
}

bool link_authenticator_matches(std::string_view received, std::string_view password, std::string_view challenge) {
    while (received.ends_with('=')) received.remove_suffix(1);
    return crypto::equal_in_constant_time(received, link_authenticator(password, challenge));
}

std::string_view find_challenge(std::string_view capabilities) {
    constexpr std::string_view kKey = "CHALLENGE=";
    for (auto token : base::split(capabilities, ' '))
        if (token.starts_with(kKey)) return token.substr(kKey.size());
    return {};
}

}  // namespace alloquy::irc
