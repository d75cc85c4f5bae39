// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/crypto/secret.hpp>
#include <alloquy/turn/secret_schedule.hpp>

#include <set>

namespace alloquy::turn {
namespace {

using namespace std::chrono_literals;

/// Credentials of the last minute of a day live two hours of the next; the rest is for clocks that differ.
constexpr auto kOverlap = 2h + 10min;
/// Nobody must be given credentials that coturn doesn't know yet.
constexpr auto kAhead = 1h;

std::int64_t day_of(base::Timestamp time) {
    return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count();
}

}  // namespace

base::Timestamp credentials_expire(base::Timestamp now) {
    return std::chrono::floor<std::chrono::hours>(now) + 2h;
}

std::string SecretSchedule::secret_of_day(std::int64_t day) const {
    return crypto::to_hex(crypto::keyed_hash(master_, "turn/1/" + std::to_string(day)));
}

std::string SecretSchedule::current(base::Timestamp now) const {
    return secret_of_day(day_of(now));
}

std::vector<std::string> SecretSchedule::accepted(base::Timestamp now) const {
    std::vector<std::string> secrets;
    for (auto day : std::set{day_of(now - kOverlap), day_of(now), day_of(now + kAhead)})
        secrets.push_back(secret_of_day(day));
    return secrets;
}

std::string password_for(std::string const& secret, std::string const& turn_username) {
    return crypto::to_base64(crypto::hmac_sha1(secret, turn_username));
}

}  // namespace alloquy::turn
