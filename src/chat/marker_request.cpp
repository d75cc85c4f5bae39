// SPDX-License-Identifier: GPL-2.0-or-later
#include "marker_request.hpp"

#include <fmt/format.h>

namespace alloquy::chat {

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
    std::optional<base::Timestamp> marker;
    bool moved = false;
    if (*me && place->room) {
        auto before = co_await messages_.read_marker((*me)->id, place->room->id);
        auto after = before;
        if (before && time) {
            auto marked = co_await messages_.mark_read((*me)->id, place->room->id, *time);
            after = marked ? Result<std::optional<base::Timestamp>>(*marked) : std::unexpected(marked.error());
        }
        if (!after) {
            answer.fail("INTERNAL_ERROR", {target}, "The read marker can't be kept right now");
            co_return;
        }
        marker = *after;
        moved = *before != *after;
    }
    auto const text = fmt::format(
        "MARKREAD {} {}", place->name, marker ? "timestamp=" + base::to_rfc3339(*marker) : std::string("*")
    );
    answer.server_line(text);
    // The person's other devices.
    if (moved) links_.deliver("account:" + request.account, 'k', request.uid, ":" + answer.server() + " " + text);
}

}  // namespace alloquy::chat
