// SPDX-License-Identifier: GPL-2.0-or-later
// CHATHISTORY (IRCv3 draft/chathistory).
#pragma once
#include "answer.hpp"
#include "places.hpp"

#include <alloquy/messages/messages.hpp>

namespace alloquy::chat {

class HistoryRequest {
public:
    HistoryRequest(
        Places const& places, People& people, rooms::Rooms& rooms, messages::Messages& messages,
        Whereabouts const& whereabouts
    )
        : places_(places), people_(people), rooms_(rooms), messages_(messages), whereabouts_(whereabouts) {}

    Task<> serve(Answer& answer, IncomingRequest const& request);

private:
    Task<> targets(Answer& answer, IncomingRequest const& request, messages::Query const& query);

    Places const& places_;
    People& people_;
    rooms::Rooms& rooms_;
    messages::Messages& messages_;
    Whereabouts const& whereabouts_;
};

}  // namespace alloquy::chat
