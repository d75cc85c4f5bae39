// SPDX-License-Identifier: GPL-2.0-or-later
#include "requests.hpp"

#include <alloquy/base/log.hpp>

#include <algorithm>

namespace alloquy::chat {
namespace {

using namespace std::chrono_literals;

/// A JOIN comes over the services link and may be a moment behind what its client asks next.
constexpr auto kJoinOnItsWay = 50ms;
constexpr int kLooks = 4;

}  // namespace

Requests::Requests(
    People& people, rooms::Rooms& rooms, messages::Messages& messages, Whereabouts const& whereabouts, Ingest& ingest
)
    : people_(people), rooms_(rooms), messages_(messages), whereabouts_(whereabouts), ingest_(ingest) {}

Requests::Handler Requests::handler_of(std::string_view command) {
    struct Row {
        std::string_view command;
        Handler handler;
    };
    static constexpr Row kRows[] = {
        {"CHATHISTORY", &Requests::history},
        {"MARKREAD", &Requests::mark_read},
        {"REDACT", &Requests::redact},
    };
    auto const* row = std::ranges::find(kRows, command, &Row::command);
    return row == std::end(kRows) ? nullptr : row->handler;
}

Task<> Requests::serve(std::shared_ptr<LinkSession> session, IncomingRequest request) {
    Answer answer(session, request);
    ++served_;
    auto const handler = handler_of(request.command);
    if (!handler) {
        answer.fail("UNKNOWN_COMMAND", {}, "This server doesn't know that command");
        co_return;
    }
    // What this client said before it asked is part of the answer.
    if (!co_await ingest_.settled()) co_return;
    co_await (this->*handler)(answer, request);
}

Task<std::optional<std::string>> Requests::standing(std::string const& uid, std::string const& channel) {
    for (int look = 1;; ++look) {
        auto found = whereabouts_.standing(uid, channel);
        if (found || look == kLooks) co_return found;
        if (!co_await async::sleep_for(kJoinOnItsWay / kLooks)) co_return std::nullopt;
    }
}

Place Requests::place_of_channel(std::string channel) const {
    Place place;
    place.channel = true;
    place.name = std::move(channel);
    if (auto const* room = rooms_.find_channel(place.name)) place.room = *room;
    return place;
}

Task<Result<Place>> Requests::find_place(IncomingRequest const& request, std::string target) {
    auto unknown = [] { return fail(Errc::not_found, "No such channel or nick, or you can't look there"); };
    if (target.starts_with('#')) {
        auto here = co_await standing(request.uid, target);
        if (!here) co_return unknown();
        auto channel = place_of_channel(std::move(target));
        channel.standing = std::move(*here);
        co_return channel;
    }
    if (request.account.empty() || target.empty()) co_return unknown();
    auto me = co_await people_.find(request.account);
    if (!me) co_return std::unexpected(me.error());
    auto other = co_await people_.find(std::move(target));
    if (!other) co_return std::unexpected(other.error());
    if (!*me || !*other) co_return unknown();
    auto room = co_await rooms_.find_conversation((*me)->id, (*other)->id);
    if (!room) co_return std::unexpected(room.error());
    Place place;
    place.name = (*other)->username;
    place.room = std::move(*room);
    co_return place;
}

void Requests::deliver(std::string_view to, char capability, std::string_view except, std::string_view line) {
    std::string_view const letter(&capability, 1);
    for (auto const& session : links_) session->send(FrameType::deliver, {to, letter, except, line});
}

}  // namespace alloquy::chat
