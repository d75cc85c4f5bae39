// SPDX-License-Identifier: GPL-2.0-or-later
// The part of the bridge that Ice's thread talks to: answers logins and look-ups from the snapshot and hands the rest
// to the io thread.
#pragma once
#include "authenticator.hpp"
#include "callbacks.hpp"

#include <alloquy/async/task.hpp>

#include <atomic>
#include <functional>
#include <map>
#include <mutex>

namespace alloquy::mumble {

class LoginDesk final : public Callbacks {
public:
    struct Events {  // run on `executor`
        std::function<void(base::Id account, std::string certificate_sha256)> enrol;
        std::function<void(VoiceState)> user_changed;
        std::function<void(std::int32_t session)> user_left;
    };

    LoginDesk(
        asio::any_io_executor executor, VoiceSnapshot const& snapshot, AuthenticatorSettings settings,
        base::Clock const& clock, Events events
    );

    LoginAnswer authenticate(LoginAttempt const& attempt) noexcept override;
    std::optional<std::int32_t> id_of(std::string const& name) noexcept override;
    std::optional<std::string> name_of(std::int32_t mumble_id) noexcept override;
    std::map<int, std::string> registered(std::string const& filter) noexcept override;
    void user_changed(VoiceState state) noexcept override;
    void user_left(std::int32_t session) noexcept override;

    /// The app password with which this account signed in last, if it was one. Any thread.
    std::optional<crypto::TokenHash> app_password_of(std::int32_t mumble_id) const;
    /// Forgets that for all who aren't in `connected`. Any thread.
    void forget_all_but(std::vector<VoiceState> const& connected);

    std::uint64_t accepted() const { return accepted_; }
    std::uint64_t refused() const { return refused_; }
    std::uint64_t over_budget() const { return over_budget_; }

private:
    void hand_over_enrolment(base::Id account, std::string certificate_sha256);

    asio::any_io_executor executor_;
    VoiceSnapshot const& snapshot_;
    Authenticator authenticator_;
    base::Clock const& clock_;
    std::shared_ptr<Events const> events_;
    std::atomic<std::uint64_t> accepted_ = 0, refused_ = 0, over_budget_ = 0;
    std::shared_ptr<std::atomic<int>> enrolments_waiting_ = std::make_shared<std::atomic<int>>(0);
    mutable std::mutex mutex_;
    struct AppPasswordUse {
        crypto::TokenHash hash;
        std::chrono::steady_clock::time_point at;
    };
    std::map<std::int32_t, AppPasswordUse> app_passwords_;  ///< By mumble id: the last sign-in, if it used one.
};

}  // namespace alloquy::mumble
