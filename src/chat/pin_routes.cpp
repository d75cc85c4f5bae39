// SPDX-License-Identifier: GPL-2.0-or-later
// Pinned messages of a room or a conversation.
#include "route_parts.hpp"

namespace alloquy::chat {
namespace {

using nlohmann::json;

Task<Result<Response>> list_pins(RouteParts parts, Request request) {
    auto room = co_await visible_room(parts, request);
    if (!room) co_return std::unexpected(room.error());
    auto pins = co_await parts.messages.pins(room->id);
    if (!pins) co_return std::unexpected(pins.error());
    json items = json::array();
    for (auto const& message : *pins) items.push_back(to_json(message));
    json body{{"items", std::move(items)}, {"next", nullptr}};
    co_return Response::json(body);
}

/// Who may see the room hears what is wrong with the message only when they may pin at all.
Task<Result<Subject>> subject_to_pin(RouteParts parts, Request const& request) {
    auto room = co_await visible_room(parts, request);
    if (!room) co_return std::unexpected(room.error());
    if (auto allowed = require(*request.identity, Action::pin, *room, parts.whereabouts); !allowed)
        co_return std::unexpected(allowed.error());
    auto found = co_await visible_message(parts, request);
    if (!found) co_return found;
    auto const kind = found->message.kind;
    bool const text = kind == messages::Kind::privmsg || kind == messages::Kind::notice;
    // Of a message that was deleted there is nothing to show.
    if (!text || found->message.redacted_at) co_return no_such_message();
    co_return found;
}

Task<Result<Response>> change_pin(RouteParts parts, Request const& request, bool wanted) {
    auto found = co_await subject_to_pin(parts, request);
    if (!found) co_return std::unexpected(found.error());
    auto const id = found->message.id;
    if (found->message.pinned == wanted) co_return Response::no_content();
    auto const by = request.identity->account_id;
    auto done = wanted ? co_await parts.messages.pin(id, by) : co_await parts.messages.unpin(id);
    if (!done) co_return std::unexpected(done.error());
    parts.chat.pin_changed.publish(PinChanged{id, found->room.id, by, wanted});
    co_return Response::no_content();
}

Task<Result<Response>> pin(RouteParts parts, Request request) {
    co_return co_await change_pin(parts, request, true);
}

Task<Result<Response>> unpin(RouteParts parts, Request request) {
    co_return co_await change_pin(parts, request, false);
}

}  // namespace

void add_pin_routes(http::Router& router, RouteParts const& parts) {
    using enum http::Method;
    add_route(router, parts, get, "/rooms/{id}/pins", list_pins);
    add_route(router, parts, put, "/rooms/{id}/pins/{message}", pin);
    add_route(router, parts, del, "/rooms/{id}/pins/{message}", unpin);
}

}  // namespace alloquy::chat
