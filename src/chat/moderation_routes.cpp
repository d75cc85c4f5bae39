// SPDX-License-Identifier: GPL-2.0-or-later
// What the owner and administrators may see and set in rooms. Conversations are none of theirs.
#include "message_id.hpp"
#include "route_parts.hpp"

#include <alloquy/http/json_fields.hpp>

namespace alloquy::chat {
namespace {

using nlohmann::json;

std::unexpected<Error> no_such_room() {
    return fail_as(Errc::not_found, "room_not_found", "there is no such room");
}

/// A text room; nullptr for a conversation, whose two are the only ones to see it.
rooms::Room const* text_room(RouteParts parts, Request const& request) {
    auto id = parse_id(request.parameter("id"));
    return id ? parts.rooms.find(*id) : nullptr;
}

Task<Result<Response>> set_retention(RouteParts parts, Request request) {
    std::optional<std::int64_t> days, newest;
    auto fields = http::JsonFields::parse(request.body);
    fields.optional("days", days, 1, 36'500).optional("newest", newest, 1, 10'000'000);
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto const* room = text_room(parts, request);
    if (!room) co_return no_such_room();
    rooms::Retention retention;
    if (days) retention.days = int(*days);
    if (newest) retention.newest = int(*newest);
    auto changed = co_await parts.rooms.set_retention(room->id, retention);
    if (!changed) co_return std::unexpected(changed.error());
    co_return Response::json(to_json(*changed));
}

Task<Result<Response>> show_versions(RouteParts parts, Request request) {
    auto const* room = text_room(parts, request);
    if (!room) co_return no_such_room();
    auto const room_id = room->id;
    auto const id = parse_id(request.parameter("message"));
    if (!id) co_return no_such_message();
    auto message = co_await parts.messages.find(*id);
    if (message && message->room != room_id) co_return no_such_message();
    if (!message) co_return std::unexpected(message.error());
    auto versions = co_await parts.messages.versions(*id);
    if (!versions) co_return std::unexpected(versions.error());
    json items = json::array();
    for (auto const& version : *versions)
        items.push_back(
            {{"text", version.text},
             {"unreadable", version.unreadable},
             {"replaced_at", base::to_rfc3339(version.replaced_at)}}
        );
    json body{{"items", std::move(items)}, {"next", nullptr}};
    co_return Response::json(body);
}

}  // namespace

void add_moderation_routes(http::Router& router, RouteParts const& parts) {
    router.add({http::Method::put, "/api/v1/rooms/{id}/retention", http::Access::staff, [parts](Request request) {
                    return set_retention(parts, std::move(request));
                }});
    router.add(
        {http::Method::get, "/api/v1/rooms/{id}/messages/{message}/versions", http::Access::staff,
         [parts](Request request) { return show_versions(parts, std::move(request)); }}
    );
}

}  // namespace alloquy::chat
