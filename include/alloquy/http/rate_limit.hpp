// SPDX-License-Identifier: GPL-2.0-or-later
// Token buckets per peer address or account, in bounded memory.
#pragma once
#include <alloquy/base/result.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace alloquy::http {

/// What is being limited. Each has its own rate (limits.* in the configuration).
enum class Limit { general, sign_in, registration, expensive, count_ };

struct Rate {
    double per_minute;  ///< Sustained.
    double burst;       ///< At once, after a rest.
};

class RateLimits {
public:
    using Rates = std::array<Rate, std::size_t(Limit::count_)>;
    /// `capacity`: how many keys are remembered; the least recently used is forgotten first.
    explicit RateLimits(Rates rates, std::size_t capacity = 65536);

    /// Takes one token for `key` (an address; IPv6 is counted by its /64; or "account:<id>").
    /// Errors: rate_limited with retry_after.
    Result<> take(
        Limit limit, std::string_view key, std::chrono::steady_clock::time_point now = std::chrono::steady_clock::now()
    );
    /// Gives one token back: a sign-in that succeeded doesn't count against its address.
    void give_back(Limit limit, std::string_view key);

private:
    struct Bucket {
        std::string key;
        double tokens;
        std::chrono::steady_clock::time_point updated;
    };
    Rates rates_;
    std::size_t capacity_;
    std::list<Bucket> buckets_;  ///< Most recently used first.
    std::unordered_map<std::string_view, std::list<Bucket>::iterator> by_key_;
};

}  // namespace alloquy::http
