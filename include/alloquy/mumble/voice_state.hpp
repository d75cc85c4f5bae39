// SPDX-License-Identifier: GPL-2.0-or-later
// One connected Mumble client, as status pages, metrics and presence see it.
#pragma once
#include <cstdint>
#include <string>

namespace alloquy::mumble {

struct VoiceState {
    std::int32_t session = 0;    ///< Murmur's number of the connection.
    std::int32_t mumble_id = 0;  ///< Account::mumble_id.
    std::string username;
    std::int32_t channel = 0;
    bool muted = false;  ///< By themselves, by a moderator, or for lack of permission.
    bool deafened = false;
    friend bool operator==(VoiceState const&, VoiceState const&) = default;
};

}  // namespace alloquy::mumble
