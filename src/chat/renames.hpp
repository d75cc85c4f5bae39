// SPDX-License-Identifier: GPL-2.0-or-later
// RENAME (IRCv3 draft/channel-rename) and its like on the web: the room first, in the store, then the channel on IRC.
#pragma once
#include "answer.hpp"
#include "links.hpp"
#include "places.hpp"

#include <alloquy/chat/whereabouts.hpp>
#include <alloquy/rooms/rooms.hpp>

namespace alloquy::chat {

class Renames {
public:
    Renames(Places const& places, Links& links, rooms::Rooms& rooms, Whereabouts const& whereabouts)
        : places_(places), links_(links), rooms_(rooms), whereabouts_(whereabouts) {}

    /// RENAME <old> <new> [<reason>]: our module has looked at what only InspIRCd knows.
    Task<> serve(Answer& answer, IncomingRequest const& request);

    /// `source`: the mask of who did it, as clients will see it; empty for the server. Errors: as Rooms::rename();
    /// unavailable unless exactly one InspIRCd is linked: the others would go on with the old name.
    Task<Result<rooms::Room>> rename(base::Id room, std::string channel, std::string source, std::string reason);

private:
    Places const& places_;
    Links& links_;
    rooms::Rooms& rooms_;
    Whereabouts const& whereabouts_;
};

}  // namespace alloquy::chat
