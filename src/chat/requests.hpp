// SPDX-License-Identifier: GPL-2.0-or-later
// Answers what clients ask through the module: CHATHISTORY, MARKREAD, REDACT. One row in the table each.
#pragma once
#include "answer.hpp"
#include "ingest.hpp"
#include "people.hpp"

#include <alloquy/chat/whereabouts.hpp>

#include <set>

namespace alloquy::chat {

/// Where a client means.
struct Place {
    std::optional<rooms::Room> room;  ///< Nothing was said there yet: none.
    std::string name;                 ///< The channel, or the other one's name.
    std::string standing;             ///< Prefix modes in the channel.
    bool channel = false;
};

class Requests {
public:
    Requests(
        People& people, rooms::Rooms& rooms, messages::Messages& messages, Whereabouts const& whereabouts,
        Ingest& ingest
    );

    /// Answers one request, always.
    Task<> serve(std::shared_ptr<LinkSession> session, IncomingRequest request);

    /// Links that lines about other people go to.
    void link_opened(std::shared_ptr<LinkSession> session) { links_.insert(std::move(session)); }
    void link_closed(std::shared_ptr<LinkSession> const& session) { links_.erase(session); }

    std::uint64_t served() const { return served_; }

private:
    using Handler = Task<> (Requests::*)(Answer&, IncomingRequest const&);
    static Handler handler_of(std::string_view command);

    Task<> history(Answer& answer, IncomingRequest const& request);
    Task<> history_targets(Answer& answer, IncomingRequest const& request, messages::Query const& query);
    Task<> mark_read(Answer& answer, IncomingRequest const& request);
    Task<> redact(Answer& answer, IncomingRequest const& request);

    /// A channel, whoever asks.
    Place place_of_channel(std::string channel) const;
    /// The place that a target names, if this client may look there. Errors: not_found, also for what it may not see.
    Task<Result<Place>> find_place(IncomingRequest const& request, std::string target);
    Task<std::optional<std::string>> standing(std::string const& uid, std::string const& channel);
    /// To everybody that `to` names ("account:…", "channel:…") with the capability, but not to this uid.
    void deliver(std::string_view to, char capability, std::string_view except, std::string_view line);

    People& people_;
    rooms::Rooms& rooms_;
    messages::Messages& messages_;
    Whereabouts const& whereabouts_;
    Ingest& ingest_;
    std::set<std::shared_ptr<LinkSession>> links_;
    std::uint64_t served_ = 0;
};

}  // namespace alloquy::chat
