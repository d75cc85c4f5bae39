// SPDX-License-Identifier: GPL-2.0-or-later
#include "login_desk.hpp"

#include <algorithm>
#include <set>

namespace alloquy::mumble {
namespace {

constexpr std::size_t kSearchLimit = 500;
constexpr int kEnrolmentsWaiting = 64;
constexpr std::size_t kRememberedSignIns = 20000;

}  // namespace

LoginDesk::LoginDesk(
    asio::any_io_executor executor, VoiceSnapshot const& snapshot, AuthenticatorSettings settings,
    base::Clock const& clock, Events events
)
    : executor_(std::move(executor)),
      snapshot_(snapshot),
      authenticator_(snapshot, settings),
      clock_(clock),
      events_(std::make_shared<Events const>(std::move(events))) {}

LoginAnswer LoginDesk::authenticate(LoginAttempt const& attempt) noexcept {
    try {
        auto decision = authenticator_.decide(attempt, clock_.now(), std::chrono::steady_clock::now());
        if (decision.over_budget) ++over_budget_;
        if (decision.means == Authenticator::Means::refused) {
            ++refused_;
            return {};
        }
        ++accepted_;
        {
            std::lock_guard lock(mutex_);
            if (!decision.app_password)
                app_passwords_.erase(decision.answer.user_id);
            else if (app_passwords_.size() < kRememberedSignIns)
                app_passwords_.insert_or_assign(
                    decision.answer.user_id, AppPasswordUse{*decision.app_password, std::chrono::steady_clock::now()}
                );
        }
        if (!decision.enrol.empty()) hand_over_enrolment(decision.account, std::move(decision.enrol));
        return decision.answer;
    } catch (...) {
        return {};  // no memory: refused like everything undecided
    }
}

void LoginDesk::hand_over_enrolment(base::Id account, std::string certificate_sha256) {
    auto waiting = enrolments_waiting_;
    if (waiting->load() >= kEnrolmentsWaiting) return;  // the next sign-in enrols it
    ++*waiting;
    asio::post(executor_, [waiting, events = events_, account, hash = std::move(certificate_sha256)] {
        --*waiting;
        events->enrol(account, hash);
    });
}

std::optional<std::int32_t> LoginDesk::id_of(std::string const& name) noexcept {
    try {
        auto found = snapshot_.find(name);
        return found ? std::optional(found->mumble_id()) : std::nullopt;
    } catch (...) {
        return std::nullopt;
    }
}

std::optional<std::string> LoginDesk::name_of(std::int32_t mumble_id) noexcept {
    try {
        auto found = snapshot_.find_by_mumble_id(mumble_id);
        return found ? std::optional(found->username()) : std::nullopt;
    } catch (...) {
        return std::nullopt;
    }
}

std::map<int, std::string> LoginDesk::registered(std::string const& filter) noexcept {
    try {
        return snapshot_.search(filter, kSearchLimit);
    } catch (...) {
        return {};
    }
}

void LoginDesk::user_changed(VoiceState state) noexcept {
    try {
        asio::post(executor_, [events = events_, moved = std::move(state)] { events->user_changed(moved); });
    } catch (...) {}  // the watchdog's next list has it
}

void LoginDesk::user_left(std::int32_t session) noexcept {
    try {
        asio::post(executor_, [events = events_, session] { events->user_left(session); });
    } catch (...) {}
}

std::optional<crypto::TokenHash> LoginDesk::app_password_of(std::int32_t mumble_id) const {
    std::lock_guard lock(mutex_);
    auto entry = app_passwords_.find(mumble_id);
    return entry == app_passwords_.end() ? std::nullopt : std::optional(entry->second.hash);
}

void LoginDesk::forget_all_but(std::vector<VoiceState> const& connected) {
    std::set<std::int32_t> present;
    for (auto const& state : connected) present.insert(state.mumble_id);
    // Who was let in a moment ago may not be in the list yet.
    auto recent = std::chrono::steady_clock::now() - std::chrono::seconds(30);
    std::lock_guard lock(mutex_);
    std::erase_if(app_passwords_, [&](auto const& entry) {
        return !present.contains(entry.first) && entry.second.at < recent;
    });
}

}  // namespace alloquy::mumble
