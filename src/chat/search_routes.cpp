// SPDX-License-Identifier: GPL-2.0-or-later
#include "message_wire.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/chat/search_routes.hpp>

#include <nlohmann/json.hpp>

#include <limits>

namespace alloquy::chat {
namespace {

using http::Request;
using http::Response;
using nlohmann::json;

constexpr std::size_t kHits = 25;
constexpr std::size_t kMostHits = 100;

struct SearchParts {
    search::Search& search;
    rooms::Rooms& rooms;
    accounts::Directory& directory;
};

std::unexpected<Error> wrong(std::string message) {
    return fail_field("q", std::move(message));
}

/// What of the request is no name: ?q=, ?sort=, ?before= and ?limit=. Errors: invalid_input.
Result<search::Request> read_request(Request const& request) {
    search::Request out;
    auto query = search::parse_query(request.query_value("q").value_or(""));
    if (!query) return std::unexpected(query.error());
    out.query = std::move(*query);
    out.limit = kHits;
    out.details = true;
    if (auto limit = request.query_value("limit")) {
        auto number = base::to_number(*limit);
        if (!number || *number == 0 || *number > kMostHits)
            return fail_field("limit", "must be from 1 to " + std::to_string(kMostHits));
        out.limit = *number;
    }
    auto const sort = request.query_value("sort").value_or("newest");
    if (sort == "relevance")
        out.order = search::Order::relevance;
    else if (sort != "newest")
        return fail_field("sort", "must be newest or relevance");
    if (auto before = request.query_value("before")) {
        auto number = base::to_number(*before);
        if (!number || *number == 0 || *number > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
            return fail_field("before", "must be the `next` of the page before");
        if (out.order == search::Order::relevance) return fail_field("before", "goes with sort=newest only");
        out.cursor = std::int64_t(*number);
    }
    return out;
}

Task<Result<base::Id>> account_named(SearchParts parts, Request const& request, std::string name) {
    if (base::equals_ignoring_case(name, "me")) co_return request.identity->account_id;
    auto account = co_await parts.directory.find_by_username(name);
    if (!account) co_return std::unexpected(account.error());
    if (!*account) co_return wrong("there is no account called \"" + name + "\"");
    co_return (*account)->id;
}

/// The room that in: names; nothing for a conversation in which nothing was said yet.
Task<Result<std::optional<base::Id>>> room_named(SearchParts parts, Request const& request, std::string name) {
    if (name.starts_with('@')) {
        auto other = co_await account_named(parts, request, name.substr(1));
        if (!other) co_return std::unexpected(other.error());
        auto room = co_await parts.rooms.find_conversation(request.identity->account_id, *other);
        if (!room) co_return std::unexpected(room.error());
        co_return *room ? std::optional((*room)->id) : std::nullopt;
    }
    auto const* room = parts.rooms.find_channel(name.starts_with('#') ? name : "#" + name);
    if (!room) co_return wrong("there is no room called \"" + name + "\"");
    co_return room->id;
}

/// Fills in authors, mentions and the scope. False when nothing can be there.
Task<Result<bool>> resolve(SearchParts parts, Request const& request, search::Request& out) {
    for (auto const& name : out.query.from) {
        auto author = co_await account_named(parts, request, name);
        if (!author) co_return std::unexpected(author.error());
        out.authors.push_back(*author);
    }
    for (auto& name : out.query.mentions)
        if (base::equals_ignoring_case(name, "me")) name = request.identity->username;
    out.scope.account = request.identity->account_id;
    auto const asked = request.query_value("room");
    if (asked && !out.query.in.empty()) co_return fail_field("room", "can't be given together with in:");
    if (asked) {
        auto const number = base::to_number(*asked);
        bool const fits = number && *number <= std::uint64_t(std::numeric_limits<base::Id>::max());
        auto room = co_await parts.rooms.visible_room(fits ? base::Id(*number) : 0, out.scope.account);
        if (!room) co_return std::unexpected(room.error());
        out.scope.rooms.push_back(room->id);
        co_return true;
    }
    for (auto const& name : out.query.in) {
        auto room = co_await room_named(parts, request, name);
        if (!room) co_return std::unexpected(room.error());
        if (*room) out.scope.rooms.push_back(**room);
    }
    if (!out.query.in.empty()) co_return !out.scope.rooms.empty();
    out.scope.open_rooms = out.scope.conversations = true;
    co_return true;
}

json to_json(search::Page const& page) {
    json items = json::array();
    for (auto const& hit : page.hits) {
        json snippet = json::array();
        for (auto const& part : hit.snippet) snippet.push_back({{"text", part.text}, {"match", part.match}});
        items.push_back({{"message", chat::to_json(hit.message)}, {"snippet", std::move(snippet)}});
    }
    return {{"items", std::move(items)}, {"next", page.next ? json(std::to_string(*page.next)) : json(nullptr)}};
}

Task<Result<Response>> search_messages(SearchParts parts, Request request) {
    auto asked = read_request(request);
    if (!asked) co_return std::unexpected(asked.error());
    auto possible = co_await resolve(parts, request, *asked);
    if (!possible) co_return std::unexpected(possible.error());
    Result<search::Page> page;
    if (*possible) page = co_await parts.search.search(std::move(*asked));
    if (!page) co_return std::unexpected(page.error());
    co_return Response::json(to_json(*page));
}

}  // namespace

void add_search_route(
    http::Router& router, search::Search& search, rooms::Rooms& rooms, accounts::Directory& directory
) {
    SearchParts const parts{search, rooms, directory};
    router.add({http::Method::get, "/api/v1/search", http::Access::account, [parts](Request request) {
                    return search_messages(parts, std::move(request));
                }});
}

}  // namespace alloquy::chat
