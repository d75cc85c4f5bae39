// SPDX-License-Identifier: GPL-2.0-or-later
#include "route_parts.hpp"

#include <alloquy/http/json_fields.hpp>

namespace alloquy::chat {
namespace {

using nlohmann::json;

Task<Result<Response>> list_rooms(RouteParts parts, Request) {
    json items = json::array();
    for (auto const& room : parts.rooms.list()) items.push_back(to_json(room));
    json body{{"items", std::move(items)}, {"next", nullptr}};
    co_return Response::json(body);
}

Task<Result<Response>> show_room(RouteParts parts, Request request) {
    auto room = co_await visible_room(parts, request);
    if (!room) co_return std::unexpected(room.error());
    co_return Response::json(to_json(*room));
}

Task<Result<Response>> change_room(RouteParts parts, Request request) {
    std::string name;
    auto fields = http::JsonFields::parse(request.body);
    fields.required("name", name, {1, 63});
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto room = co_await visible_room(parts, request);
    if (!room) co_return std::unexpected(room.error());
    auto renamed = co_await parts.chat.rename_room(room->id, std::move(name));
    if (!renamed) co_return std::unexpected(renamed.error());
    co_return Response::json(to_json(*renamed));
}

}  // namespace

void add_routes(http::Router& router, RouteParts const& parts) {
    add_route(router, parts, http::Method::get, "/rooms", list_rooms);
    add_route(router, parts, http::Method::get, "/rooms/{id}", show_room);
    router.add({http::Method::patch, "/api/v1/rooms/{id}", http::Access::staff, [parts](Request request) {
                    return change_room(parts, std::move(request));
                }});
    add_history_routes(router, parts);
    add_pin_routes(router, parts);
    add_reaction_routes(router, parts);
    add_message_routes(router, parts);
    add_webhook_routes(router, parts);
    add_moderation_routes(router, parts);
}

}  // namespace alloquy::chat
