// SPDX-License-Identifier: GPL-2.0-or-later
// What a connecting Mumble client shows, and what Murmur is told.
#pragma once
#include <cstdint>
#include <string>

namespace alloquy::mumble {

struct LoginAttempt {
    std::string name;                ///< As typed.
    std::string password;            ///< May be empty.
    std::string certificate_sha256;  ///< Of the DER of the client's own certificate, lower-case hex; empty without one.
};

/// Murmur treats every other negative id as "ask my own database" or worse (it rewrites rows), so there is one refusal.
constexpr std::int32_t kRefused = -1;

struct LoginAnswer {
    std::int32_t user_id = kRefused;  ///< ≥ 1, or kRefused.
    std::string username;             ///< The account's name as registered.
};

}  // namespace alloquy::mumble
