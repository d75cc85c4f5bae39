// SPDX-License-Identifier: GPL-2.0-or-later
// MARKREAD (IRCv3 draft/read-marker).
#pragma once
#include "answer.hpp"
#include "links.hpp"
#include "places.hpp"

#include <alloquy/messages/messages.hpp>

namespace alloquy::chat {

class MarkerRequest {
public:
    MarkerRequest(Places const& places, People& people, rooms::Rooms& rooms, messages::Messages& messages, Links& links)
        : places_(places), people_(people), rooms_(rooms), messages_(messages), links_(links) {}

    Task<> serve(Answer& answer, IncomingRequest const& request);
    /// To the account's devices, except the one that moved it.
    Task<> show(messages::ReadMarkerMoved moved);

private:
    Places const& places_;
    People& people_;
    rooms::Rooms& rooms_;
    messages::Messages& messages_;
    Links& links_;
};

}  // namespace alloquy::chat
