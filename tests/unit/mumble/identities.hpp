// SPDX-License-Identifier: GPL-2.0-or-later
// Made-up accounts for these tests.
#pragma once
#include <alloquy/accounts/directory.hpp>

namespace alloquy::mumble {

inline accounts::VoiceIdentity make_identity(std::int32_t number, std::string username) {
    accounts::VoiceIdentity identity;
    identity.id = 1'000'000 + number;
    identity.mumble_id = number;
    identity.username = std::move(username);
    identity.may_sign_in = true;
    crypto::PasswordVerifier verifier;
    verifier.salt = std::string(16, 's');
    // Never hashed in these tests: the fake check compares with the text.
    verifier.hash = std::string("hash of account ") + std::to_string(number);
    verifier.hash.resize(32, '.');
    identity.verifier = verifier;
    return identity;
}

inline std::string fingerprint(char digit) {
    return std::string(64, digit);
}

}  // namespace alloquy::mumble
