// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/http/rate_limit.hpp>
#include <alloquy/net/address.hpp>

#include <algorithm>
#include <cmath>

namespace alloquy::http {
namespace {

/// One character for the limit, then the key; the part after the /64 of an IPv6 address is left out.
std::string bucket_key(Limit limit, std::string_view key) {
    std::string out(1, char('0' + int(limit)));
    bool maybe_v6 = key.find(':') != std::string_view::npos && !key.starts_with("account:");
    if (maybe_v6)
        if (auto address = net::parse_address(key)) return out + net::limit_key(*address);
    out += key.substr(0, 128);
    return out;
}

}  // namespace

RateLimits::RateLimits(Rates rates, std::size_t capacity)
    : rates_(rates), capacity_(std::max<std::size_t>(capacity, 1)) {}

Result<> RateLimits::take(Limit limit, std::string_view key, std::chrono::steady_clock::time_point now) {
    auto const& rate = rates_[std::size_t(limit)];
    auto name = bucket_key(limit, key);
    auto found = by_key_.find(name);
    if (found == by_key_.end()) {
        if (buckets_.size() >= capacity_) {
            by_key_.erase(buckets_.back().key);
            buckets_.pop_back();
        }
        buckets_.push_front({std::move(name), rate.burst, now});
        found = by_key_.emplace(buckets_.front().key, buckets_.begin()).first;
    } else {
        buckets_.splice(buckets_.begin(), buckets_, found->second);
    }

    auto& bucket = *found->second;
    double minutes = std::chrono::duration<double, std::ratio<60>>(now - bucket.updated).count();
    bucket.tokens = std::min(rate.burst, bucket.tokens + std::max(minutes, 0.0) * rate.per_minute);
    bucket.updated = now;
    if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return {};
    }
    auto failure = fail(Errc::rate_limited, "too many requests; wait a moment and try again");
    double seconds = rate.per_minute > 0 ? (1 - bucket.tokens) / rate.per_minute * 60 : 3600;
    failure.error().retry_after = std::chrono::seconds(std::int64_t(std::ceil(std::clamp(seconds, 1.0, 3600.0))));
    return failure;
}

void RateLimits::give_back(Limit limit, std::string_view key) {
    auto found = by_key_.find(bucket_key(limit, key));
    if (found == by_key_.end()) return;
    auto& bucket = *found->second;
    bucket.tokens = std::min(rates_[std::size_t(limit)].burst, bucket.tokens + 1);
}

}  // namespace alloquy::http
