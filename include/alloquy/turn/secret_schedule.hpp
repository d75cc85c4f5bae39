// SPDX-License-Identifier: GPL-2.0-or-later
// Which secret signs TURN credentials when. Each day has its own, derived from one master key, so nothing but the
// clock decides, and a secret that leaks from coturn's database is worthless two hours after its day.
#pragma once
#include <alloquy/base/clock.hpp>

#include <string>
#include <vector>

namespace alloquy::turn {

/// Credentials live until the hour after the next: at least one hour, at most two.
base::Timestamp credentials_expire(base::Timestamp now);

class SecretSchedule {
public:
    /// `master`: 32 random bytes, <data>/keys/turn_secret.
    explicit SecretSchedule(std::string master) : master_(std::move(master)) {}

    /// Signs credentials made at `now`. Printable ASCII.
    std::string current(base::Timestamp now) const;
    /// What coturn must accept at `now`: the current one, the previous one while credentials signed with it live, and
    /// the next one in time before it is used.
    std::vector<std::string> accepted(base::Timestamp now) const;

private:
    std::string secret_of_day(std::int64_t day) const;
    std::string master_;
};

/// base64(HMAC-SHA1(secret, username)): "TURN REST API" credentials
/// (draft-uberti-behave-turn-rest-00), as coturn's use-auth-secret checks them.
std::string password_for(std::string const& secret, std::string const& turn_username);

}  // namespace alloquy::turn
