// SPDX-License-Identifier: GPL-2.0-or-later
// What was said: pages of a room or a conversation, and one message with what stands around it.
#include "message_id.hpp"
#include "route_parts.hpp"

#include <algorithm>

namespace alloquy::chat {
namespace {

using messages::Message;
using messages::Query;
using nlohmann::json;
using Direction = Query::Direction;

constexpr std::size_t kPage = 50;
constexpr std::size_t kLongestPage = 100;
constexpr std::size_t kContext = 10;
constexpr std::size_t kMostContext = 50;

/// Oldest first, and whether there is more on either side.
struct Page {
    std::vector<Message> items;
    bool older = false;
    bool newer = false;
};

/// ?before= | ?after= | ?around= (a message id) and ?limit=. Errors: invalid_input.
Result<Query> read_query(Request const& request) {
    Query query;
    query.details = true;
    auto limit = read_limit(request, kPage, kLongestPage);
    if (!limit) return std::unexpected(limit.error());
    query.limit = *limit;
    bool given = false;
    for (auto const& [name, direction] :
         {std::pair("before", Direction::before), {"after", Direction::after}, {"around", Direction::around}}) {
        auto value = request.query_value(name);
        if (!value) continue;
        if (std::exchange(given, true)) return fail_field(name, "only one of before, after and around can be given");
        auto id = parse_id(*value);
        if (!id) return fail_field(name, "must be the id of a message");
        query.direction = direction;
        query.from.id = id;
    }
    return query;
}

void drop_oldest(Page& page, std::size_t keep) {
    page.older = page.items.size() > keep;
    if (page.older) page.items.erase(page.items.begin(), page.items.end() - std::ptrdiff_t(keep));
}

void drop_newest(Page& page, std::size_t keep) {
    page.newer = page.items.size() > keep;
    if (page.newer) page.items.resize(keep);
}

/// How many of an around-page are older than the message it is around.
std::size_t count_older(std::vector<Message> const& items, base::Id middle) {
    auto found = std::ranges::find(items, middle, &Message::id);
    // It isn't among them when it is no text, such as a reaction.
    if (found == items.end()) found = std::ranges::find_if(items, [&](auto const& item) { return item.id > middle; });
    return std::size_t(found - items.begin());
}

/// One more than was asked for is read on each side that matters: it tells whether there is more. Errors: not_found
/// "message_not_found" for a reference that isn't here.
Task<Result<Page>> read_page(RouteParts parts, Query query) {
    auto const limit = query.limit;
    auto const direction = query.direction;
    auto const middle = query.from.id.value_or(0);
    query.limit += direction == Direction::around ? 2 : 1;
    auto found = co_await parts.messages.page(std::move(query));
    if (!found && found.error().code == Errc::not_found) co_return no_such_message();
    if (!found) co_return std::unexpected(found.error());
    Page page{std::move(*found)};
    switch (direction) {
        case Direction::around: {
            auto const older = count_older(page.items, middle);
            auto const newer = page.items.size() - older;
            drop_newest(page, older + std::min(newer, limit - limit / 2));
            drop_oldest(page, page.items.size() - older + std::min(older, limit / 2));
            break;
        }
        case Direction::after:
            drop_newest(page, limit);
            page.older = true;  // the message it began after
            break;
        default:
            drop_oldest(page, limit);
            page.newer = direction == Direction::before;
    }
    co_return page;
}

json to_items(std::vector<Message> const& messages) {
    json items = json::array();
    for (auto const& message : messages) items.push_back(to_json(message));
    return items;
}

std::optional<base::Id> oldest_if(bool wanted, std::vector<Message> const& items) {
    return wanted && !items.empty() ? std::optional(items.front().id) : std::nullopt;
}

std::optional<base::Id> newest_if(bool wanted, std::vector<Message> const& items) {
    return wanted && !items.empty() ? std::optional(items.back().id) : std::nullopt;
}

json or_null(std::optional<base::Id> id) {
    return id ? json(std::to_string(*id)) : json(nullptr);
}

Response json_response(std::string body) {
    Response response;
    response.body = std::move(body);
    return response;
}

Task<Result<Response>> page_of(RouteParts parts, base::Id room, Request const& request) {
    auto query = read_query(request);
    if (!query) co_return std::unexpected(query.error());
    query->room = room;
    if (auto const* known = parts.pages.find(*query)) co_return json_response(*known);
    auto const reading = parts.pages.begin(*query);
    auto page = co_await read_page(parts, *query);
    if (!page) co_return std::unexpected(page.error());
    auto body = page_json(page->items, oldest_if(page->older, page->items), newest_if(page->newer, page->items));
    parts.pages.keep(reading, *query, body);
    co_return json_response(std::move(body));
}

Task<Result<Response>> room_messages(RouteParts parts, Request request) {
    auto room = co_await visible_room(parts, request);
    if (!room) co_return std::unexpected(room.error());
    co_return co_await page_of(parts, room->id, request);
}

Task<Result<Response>> dm_messages(RouteParts parts, Request request) {
    auto other = co_await parts.directory.find_by_username(std::string(request.parameter("username")));
    if (!other) co_return std::unexpected(other.error());
    if (!*other) co_return no_such_account();
    auto room = co_await parts.rooms.find_conversation(request.identity->account_id, (*other)->id);
    if (!room) co_return std::unexpected(room.error());
    // Nothing was said yet: an empty page, after the parameters were looked at all the same.
    co_return co_await page_of(parts, *room ? (*room)->id : 0, request);
}

Task<Result<Response>> one_message(RouteParts parts, Request request) {
    auto found = co_await visible_message(parts, request);
    if (!found) co_return std::unexpected(found.error());
    std::string body;
    append_json(body, found->message);
    co_return json_response(std::move(body));
}

Task<Result<Response>> message_context(RouteParts parts, Request request) {
    auto limit = read_limit(request, kContext, kMostContext);
    if (!limit) co_return std::unexpected(limit.error());
    auto found = co_await visible_message(parts, request);
    if (!found) co_return std::unexpected(found.error());
    Query query;
    query.room = found->room.id;
    query.from.id = found->message.id;
    query.limit = *limit;
    query.details = true;
    query.direction = Direction::before;
    auto before = co_await read_page(parts, query);
    if (!before) co_return std::unexpected(before.error());
    query.direction = Direction::after;
    auto after = co_await read_page(parts, query);
    if (!after) co_return std::unexpected(after.error());
    json body{
        {"message", to_json(found->message)},
        {"before", to_items(before->items)},
        {"after", to_items(after->items)},
        {"next", or_null(oldest_if(before->older, before->items))},
        {"previous", or_null(newest_if(after->newer, after->items))},
    };
    co_return Response::json(body);
}

}  // namespace

void add_history_routes(http::Router& router, RouteParts const& parts) {
    using enum http::Method;
    add_route(router, parts, get, "/rooms/{id}/messages", room_messages);
    add_route(router, parts, get, "/rooms/{id}/messages/{message}", one_message);
    add_route(router, parts, get, "/rooms/{id}/messages/{message}/context", message_context);
    add_route(router, parts, get, "/dms/{username}/messages", dm_messages);
}

}  // namespace alloquy::chat
