// SPDX-License-Identifier: GPL-2.0-or-later
#include "marker_request.hpp"

#include <fmt/format.h>

namespace alloquy::chat {
namespace {

std::string marker_text(std::string_view target, std::optional<base::Timestamp> marker) {
    return fmt::format("MARKREAD {} {}", target, marker ? "timestamp=" + base::to_rfc3339(*marker) : std::string("*"));
}

}  // namespace

Task<> MarkerRequest::serve(Answer& answer, IncomingRequest const& request) {
    if (request.parameters.empty()) {
        answer.fail("NEED_MORE_PARAMS", {}, "Missing parameters");
        co_return;
    }
    auto const& target = request.parameters[0];
    auto const wanted = request.parameter(1);
    std::optional<base::Timestamp> time;
    if (!wanted.empty()) {
        if (wanted.starts_with("timestamp=")) time = parse_irc_time(wanted.substr(10));
        if (!time) {
            answer.fail("INVALID_PARAMS", {target, wanted}, "Invalid timestamp");
            co_return;
        }
    }
    // The module asks in the client's name before it joins; one's own marker is no secret from oneself.
    bool const before_joining = !time && target.starts_with('#');
    auto place = before_joining ? Result<Place>(places_.of_channel(target)) : co_await places_.find(request, target);
    auto me = request.account.empty() ? Result<std::optional<Person>>() : co_await people_.find(request.account);
    if (!place && place.error().code == Errc::not_found) {
        answer.fail("INVALID_PARAMS", {target}, "No such channel or nick");
        co_return;
    }
    if (!place || !me) {
        answer.fail("INTERNAL_ERROR", {target}, "The read marker can't be looked up right now");
        co_return;
    }
    Result<std::optional<base::Timestamp>> marker;
    if (*me && place->room) {
        if (time)
            marker = co_await messages_.mark_read((*me)->id, place->room->id, *time, request.uid);
        else
            marker = co_await messages_.read_marker((*me)->id, place->room->id);
        if (!marker) {
            answer.fail("INTERNAL_ERROR", {target}, "The read marker can't be kept right now");
            co_return;
        }
    }
    answer.server_line(marker_text(place->name, *marker));
}

Task<> MarkerRequest::show(messages::ReadMarkerMoved moved) {
    auto me = co_await people_.find(moved.account);
    auto room = co_await rooms_.room(moved.room);
    if (!me || !*me || !room || !*room) co_return;
    auto name = (*room)->channel();
    if ((*room)->kind == rooms::Kind::dm) {
        auto other = co_await people_.find((*room)->first == moved.account ? (*room)->second : (*room)->first);
        if (!other || !*other) co_return;
        name = (*other)->username;
    }
    links_.deliver_from_server("account:" + (*me)->username, 'k', moved.origin, marker_text(name, moved.at));
}

}  // namespace alloquy::chat
