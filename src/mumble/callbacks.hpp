// SPDX-License-Identifier: GPL-2.0-or-later
// What Murmur asks and tells us. Called on Ice's thread, one call at a time; implementations answer from memory, never
// call Murmur (its main thread waits for the answer) and never throw.
#pragma once
#include "login_attempt.hpp"

#include <alloquy/mumble/voice_state.hpp>

#include <map>
#include <optional>

namespace alloquy::mumble {

class Callbacks {
public:
    virtual ~Callbacks() = default;

    virtual LoginAnswer authenticate(LoginAttempt const& attempt) noexcept = 0;
    virtual std::optional<std::int32_t> id_of(std::string const& name) noexcept = 0;
    virtual std::optional<std::string> name_of(std::int32_t mumble_id) noexcept = 0;
    /// Registered names that contain `filter`, not more than a page of them.
    virtual std::map<int, std::string> registered(std::string const& filter) noexcept = 0;

    virtual void user_changed(VoiceState state) noexcept = 0;  ///< Connected, moved, muted …
    virtual void user_left(std::int32_t session) noexcept = 0;
};

}  // namespace alloquy::mumble
