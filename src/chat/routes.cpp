// SPDX-License-Identifier: GPL-2.0-or-later
#include "message_wire.hpp"
#include "page_cache.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/chat/routes.hpp>
#include <alloquy/http/json_fields.hpp>

#include <nlohmann/json.hpp>

#include <limits>

namespace alloquy::chat {
namespace {

using http::Request;
using http::Response;
using nlohmann::json;

constexpr std::size_t kPage = 50;
constexpr std::size_t kLongestPage = 100;
/// Some hundreds of pages.
constexpr std::size_t kCachedBytes = 8 * 1024 * 1024;

struct RouteParts {
    Chat& chat;
    rooms::Rooms& rooms;
    messages::Messages& messages;
    accounts::Directory& directory;
    std::shared_ptr<PageCache> pages;
};

Response json_response(std::string body) {
    Response response;
    response.body = std::move(body);
    return response;
}

json to_json(rooms::Room const& room) {
    return {
        {"id", std::to_string(room.id)},
        {"kind", rooms::to_string(room.kind)},
        {"name", room.name},
        {"topic", room.topic},
        {"irc_channel", room.kind == rooms::Kind::text ? json(room.channel()) : json(nullptr)},
        {"parent_id", nullptr},
        {"created_at", base::to_rfc3339(room.created_at)},
    };
}

std::optional<base::Id> to_id(std::string_view text) {
    auto number = base::to_number(text);
    bool const fits = number && *number > 0 && *number <= std::uint64_t(std::numeric_limits<base::Id>::max());
    return fits ? std::optional(base::Id(*number)) : std::nullopt;
}

/// ?before= | ?after= | ?around= (a message id) and ?limit=. Errors: invalid_input.
Result<messages::Query> read_query(Request const& request) {
    using Direction = messages::Query::Direction;
    messages::Query query;
    query.limit = kPage;
    query.details = true;
    if (auto limit = request.query_value("limit")) {
        auto number = base::to_number(*limit);
        if (!number || *number == 0 || *number > kLongestPage)
            return fail_field("limit", "must be from 1 to " + std::to_string(kLongestPage));
        query.limit = *number;
    }
    bool given = false;
    for (auto const& [name, direction] :
         {std::pair("before", Direction::before), {"after", Direction::after}, {"around", Direction::around}}) {
        auto value = request.query_value(name);
        if (!value) continue;
        if (std::exchange(given, true)) return fail_field(name, "only one of before, after and around can be given");
        auto id = to_id(*value);
        if (!id) return fail_field(name, "must be the id of a message");
        query.direction = direction;
        query.from.id = id;
    }
    return query;
}

/// Oldest first, whichever way the page was asked for.
Task<Result<Response>> page_of(RouteParts parts, base::Id room, Request const& request) {
    auto query = read_query(request);
    if (!query) co_return std::unexpected(query.error());
    query->room = room;
    if (auto const* known = parts.pages->find(*query)) co_return json_response(*known);
    auto const reading = parts.pages->begin(*query);
    auto page = co_await parts.messages.page(*query);
    if (!page && page.error().code == Errc::not_found)
        co_return fail_as(Errc::not_found, "message_not_found", "there is no such message here");
    if (!page) co_return std::unexpected(page.error());
    auto body = page_json(*page, query->limit);
    parts.pages->keep(reading, *query, body);
    co_return json_response(std::move(body));
}

Task<Result<rooms::Room>> visible_room(RouteParts parts, Request const& request) {
    return parts.rooms.visible_room(to_id(request.parameter("id")).value_or(0), request.identity->account_id);
}

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

Task<Result<Response>> room_messages(RouteParts parts, Request request) {
    auto room = co_await visible_room(parts, request);
    if (!room) co_return std::unexpected(room.error());
    co_return co_await page_of(parts, room->id, request);
}

Task<Result<Response>> one_message(RouteParts parts, Request request) {
    auto room = co_await visible_room(parts, request);
    if (!room) co_return std::unexpected(room.error());
    auto id = to_id(request.parameter("message"));
    auto found = id ? co_await parts.messages.find(*id) : Result<messages::Message>(fail(Errc::not_found, ""));
    if (found && found->room != room->id) found = fail(Errc::not_found, "");
    if (!found && found.error().code == Errc::not_found)
        co_return fail_as(Errc::not_found, "message_not_found", "there is no such message here");
    if (!found) co_return std::unexpected(found.error());
    std::string body;
    append_json(body, *found);
    co_return json_response(std::move(body));
}

Task<Result<Response>> dm_messages(RouteParts parts, Request request) {
    auto other = co_await parts.directory.find_by_username(std::string(request.parameter("username")));
    if (!other) co_return std::unexpected(other.error());
    if (!*other) co_return fail_as(Errc::not_found, "account_not_found", "there is no account of that name");
    auto room = co_await parts.rooms.find_conversation(request.identity->account_id, (*other)->id);
    if (!room) co_return std::unexpected(room.error());
    // Nothing was said yet: an empty page, after the parameters were looked at all the same.
    co_return co_await page_of(parts, *room ? (*room)->id : 0, request);
}

}  // namespace

void add_routes(
    http::Router& router, Chat& chat, rooms::Rooms& rooms, messages::Messages& messages, accounts::Directory& directory
) {
    RouteParts const parts{
        chat, rooms, messages, directory, std::make_shared<PageCache>(messages, directory, kCachedBytes)
    };
    auto add = [&](std::string pattern, auto handler) {
        router.add({http::Method::get, "/api/v1" + pattern, http::Access::account, [parts, handler](Request request) {
                        return handler(parts, std::move(request));
                    }});
    };
    add("/rooms", list_rooms);
    add("/rooms/{id}", show_room);
    add("/rooms/{id}/messages", room_messages);
    add("/rooms/{id}/messages/{message}", one_message);
    add("/dms/{username}/messages", dm_messages);
    router.add({http::Method::patch, "/api/v1/rooms/{id}", http::Access::staff, [parts](Request request) {
                    return change_room(parts, std::move(request));
                }});
}

}  // namespace alloquy::chat
