// SPDX-License-Identifier: GPL-2.0-or-later
// Decides Mumble logins from memory. Fails closed: whatever is unknown, undecided, too expensive or broken is refused.
#pragma once
#include "login_attempt.hpp"
#include "login_budget.hpp"
#include "verified_passwords.hpp"
#include "voice_snapshot.hpp"

#include <functional>
#include <mutex>
#include <optional>

namespace alloquy::mumble {

struct AuthenticatorSettings {
    bool enrol_certificates = true;    ///< A right password remembers the client's certificate, as Mumble users expect.
    LoginBudget::Rate hashing{10, 2};  ///< All names together. Argon2id stalls Murmur's main thread.
    LoginBudget::Rate hashing_per_name{4, 0.1};  ///< So that an attacked name doesn't use up everybody's.
    std::chrono::seconds remember{600};          ///< How long a right password needs no hashing.
};

class Authenticator {
public:
    using Verify = std::function<Result<bool>(crypto::PasswordVerifier const&, std::string_view)>;

    enum class Means { refused, app_password, certificate, remembered_password, password };
    struct Decision {
        Means means = Means::refused;
        base::Id account = 0;
        LoginAnswer answer;                             ///< Refused unless `means` says otherwise.
        std::string enrol;                              ///< Certificate that the account should remember; mostly empty.
        std::optional<crypto::TokenHash> app_password;  ///< Which one, when means is app_password.
        bool over_budget = false;                       ///< Refused unchecked, because hashing was used up.
    };

    /// `verify` runs Argon2id; tests give a cheap one.
    Authenticator(
        VoiceSnapshot const& snapshot, AuthenticatorSettings settings, Verify verify = crypto::verify_password
    );

    /// Any thread. May hash once (tens of milliseconds); a second call at that moment that needs hashing is refused.
    Decision decide(LoginAttempt const& attempt, base::Timestamp now, std::chrono::steady_clock::time_point steady_now);

private:
    bool password_is_right(
        VoiceSnapshot::Found const& account, LoginAttempt const& attempt, std::chrono::steady_clock::time_point now,
        Decision& decision
    );

    VoiceSnapshot const& snapshot_;
    AuthenticatorSettings settings_;
    Verify verify_;
    std::mutex hashing_;  ///< Held during Argon2id; only ever tried, never waited for.
    std::mutex state_;    ///< Guards what follows, briefly.
    LoginBudget budget_;
    VerifiedPasswords verified_;
};

}  // namespace alloquy::mumble
