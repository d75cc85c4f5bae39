// SPDX-License-Identifier: GPL-2.0-or-later
#include "verified_passwords.hpp"

#include <alloquy/crypto/secret.hpp>

namespace alloquy::mumble {

VerifiedPasswords::VerifiedPasswords(std::chrono::seconds lifetime, std::size_t capacity)
    : lifetime_(lifetime), capacity_(capacity), key_(crypto::random_bytes(32)) {}

std::string VerifiedPasswords::hash(crypto::PasswordVerifier const& verifier, std::string_view password) const {
    std::string message = crypto::to_bytes(verifier);  // fixed length, so the two parts can't run into each other
    message += password;
    auto hash = crypto::keyed_hash(key_, message, 16);
    crypto::wipe(message);
    return hash;
}

void VerifiedPasswords::forget_expired(Time now) {
    while (!entries_.empty() && (entries_.front().expires <= now || entries_.size() > capacity_)) {
        by_hash_.erase(entries_.front().hash);
        entries_.pop_front();
    }
}

bool VerifiedPasswords::contains(crypto::PasswordVerifier const& verifier, std::string_view password, Time now) {
    forget_expired(now);
    return by_hash_.contains(hash(verifier, password));
}

void VerifiedPasswords::add(crypto::PasswordVerifier const& verifier, std::string_view password, Time now) {
    auto key = hash(verifier, password);
    if (auto known = by_hash_.find(key); known != by_hash_.end()) {
        auto old = known->second;
        by_hash_.erase(known);
        entries_.erase(old);
    }
    entries_.push_back({std::move(key), now + lifetime_});
    by_hash_.emplace(entries_.back().hash, std::prev(entries_.end()));
    forget_expired(now);
}

}  // namespace alloquy::mumble
