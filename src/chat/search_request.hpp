// SPDX-License-Identifier: GPL-2.0-or-later
// SEARCH (soju.im/search): in the channels that the asker is in, and in its own conversations.
#pragma once
#include "answer.hpp"
#include "places.hpp"
#include "search_command.hpp"

#include <alloquy/search/search.hpp>

namespace alloquy::chat {

class SearchRequest {
public:
    SearchRequest(
        Places const& places, People& people, rooms::Rooms& rooms, search::Search& search,
        Whereabouts const& whereabouts
    )
        : places_(places), people_(people), rooms_(rooms), search_(search), whereabouts_(whereabouts) {}

    Task<> serve(Answer& answer, IncomingRequest const& request);

private:
    /// Nothing when it can't find anything, e.g. somebody unknown. Errors: not_found (a place that can't be looked
    /// into), unavailable.
    Task<Result<std::optional<search::Request>>> to_search(IncomingRequest const& request, SearchCommand command);
    /// What a client calls the room of a message.
    Task<std::string> target_of(IncomingRequest const& request, messages::Message const& message, base::Id me);

    Places const& places_;
    People& people_;
    rooms::Rooms& rooms_;
    search::Search& search_;
    Whereabouts const& whereabouts_;
};

}  // namespace alloquy::chat
