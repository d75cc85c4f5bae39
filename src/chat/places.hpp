// SPDX-License-Identifier: GPL-2.0-or-later
// Which room a target on IRC means, for a client that wants to look there.
#pragma once
#include "incoming.hpp"
#include "people.hpp"

#include <alloquy/chat/whereabouts.hpp>
#include <alloquy/rooms/rooms.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace alloquy::chat {

/// Where a client means.
struct Place {
    std::optional<rooms::Room> room;  ///< Nothing was said there yet: none.
    std::string name;                 ///< The channel, or the other one's name.
    std::string standing;             ///< Prefix modes in the channel.
    bool channel = false;
};

/// Whether somebody with these prefix modes may take away what others wrote: founder, admin, op, half-op.
bool moderates(std::string_view standing);

class Places {
public:
    Places(People& people, rooms::Rooms& rooms, Whereabouts const& whereabouts)
        : people_(people), rooms_(rooms), whereabouts_(whereabouts) {}

    /// A channel, whoever asks.
    Place of_channel(std::string channel) const;
    /// The place that a target names, if this client may look there. Errors: not_found, also for what it may not see.
    Task<Result<Place>> find(IncomingRequest const& request, std::string target) const;

    /// The letters of the connection's prefix modes in the channel; nothing when it isn't there.
    Task<std::optional<std::string>> standing(std::string const& uid, std::string const& channel) const;

private:
    People& people_;
    rooms::Rooms& rooms_;
    Whereabouts const& whereabouts_;
};

}  // namespace alloquy::chat
