// SPDX-License-Identifier: GPL-2.0-or-later
// Remembers for a while that a password was right, so that a reconnecting client costs no Argon2id. Holds keyed hashes
// under a key of this process only, bounded in number.
#pragma once
#include <alloquy/crypto/password.hpp>

#include <chrono>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace alloquy::mumble {

class VerifiedPasswords {
public:
    using Time = std::chrono::steady_clock::time_point;

    VerifiedPasswords(std::chrono::seconds lifetime, std::size_t capacity = 16384);

    /// The hash is over the verifier too: when the password is changed, what was remembered matches nothing any more.
    bool contains(crypto::PasswordVerifier const& verifier, std::string_view password, Time now);
    void add(crypto::PasswordVerifier const& verifier, std::string_view password, Time now);

private:
    struct Entry {
        std::string hash;
        Time expires;
    };
    std::string hash(crypto::PasswordVerifier const& verifier, std::string_view password) const;
    void forget_expired(Time now);

    std::chrono::seconds lifetime_;
    std::size_t capacity_;
    std::string key_;
    std::list<Entry> entries_;  ///< Oldest first.
    std::unordered_map<std::string_view, std::list<Entry>::iterator> by_hash_;
};

}  // namespace alloquy::mumble
