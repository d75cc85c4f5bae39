// SPDX-License-Identifier: GPL-2.0-or-later
#include "authenticator.hpp"

#include <alloquy/base/text.hpp>

namespace alloquy::mumble {
namespace {

/// Longer ones can't be anybody's, and hashing them costs.
constexpr std::size_t kPasswordLimit = 1024;
/// Certificates that an account collects by signing in; more are added on purpose.
constexpr std::size_t kEnrolLimit = 8;

}  // namespace

Authenticator::Authenticator(VoiceSnapshot const& snapshot, AuthenticatorSettings settings, Verify verify)
    : snapshot_(snapshot),
      settings_(settings),
      verify_(std::move(verify)),
      budget_(settings.hashing, settings.hashing_per_name),
      verified_(settings.remember) {}

Authenticator::Decision Authenticator::decide(
    LoginAttempt const& attempt, base::Timestamp now, std::chrono::steady_clock::time_point steady_now
) {
    Decision decision;
    // SuperUser is Murmur's own row 0 and may do everything: nobody signs in as it, whatever accounts say.
    if (base::equals_ignoring_case(attempt.name, "SuperUser") || attempt.password.size() > kPasswordLimit)
        return decision;
    auto account = snapshot_.find(attempt.name);
    if (!account || !account->may_sign_in(now)) return decision;

    if (auto typed = base::trim(attempt.password); !typed.empty()) {
        auto hash = accounts::app_password_hash(typed);
        if (account->has_app_password(hash)) {
            decision.means = Means::app_password;
            decision.app_password = hash;
        }
    }
    bool known_certificate =
        !attempt.certificate_sha256.empty() && account->has_certificate(attempt.certificate_sha256);
    if (decision.means == Means::refused && known_certificate) decision.means = Means::certificate;
    if (decision.means == Means::refused && !password_is_right(*account, attempt, steady_now, decision))
        return decision;

    // An app password can be revoked, so it must not leave a certificate behind that outlives it.
    bool by_password = decision.means == Means::password || decision.means == Means::remembered_password;
    if (settings_.enrol_certificates && by_password && !attempt.certificate_sha256.empty() &&
        account->certificates() < kEnrolLimit)
        decision.enrol = attempt.certificate_sha256;
    decision.account = account->account();
    decision.answer = {account->mumble_id(), account->username()};
    return decision;
}

bool Authenticator::password_is_right(
    VoiceSnapshot::Found const& account, LoginAttempt const& attempt, std::chrono::steady_clock::time_point now,
    Decision& decision
) {
    auto verifier = account.verifier();
    if (!verifier || attempt.password.empty()) return false;
    auto name = base::to_lower(attempt.name);
    {
        std::lock_guard lock(state_);
        if (verified_.contains(*verifier, attempt.password, now)) {
            decision.means = Means::remembered_password;
            return true;
        }
        if (!budget_.take(name, now)) {
            decision.over_budget = true;
            return false;
        }
    }
    std::unique_lock one_at_a_time(hashing_, std::try_to_lock);
    if (!one_at_a_time) {
        decision.over_budget = true;
        return false;
    }
    auto right = verify_(*verifier, attempt.password);
    if (!right || !*right) return false;
    std::lock_guard lock(state_);
    verified_.add(*verifier, attempt.password, now);
    budget_.give_back(name);
    decision.means = Means::password;
    return true;
}

}  // namespace alloquy::mumble
