// SPDX-License-Identifier: GPL-2.0-or-later
#include "badge.hpp"
#include "conversations.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/http/json_fields.hpp>
#include <alloquy/unread/routes.hpp>

#include <algorithm>
#include <limits>

namespace alloquy::unread {
namespace {

using http::Request;
using http::Response;
using nlohmann::json;

constexpr std::size_t kPage = 100;
constexpr std::size_t kLongestPage = 200;

struct Parts {
    rooms::Rooms& rooms;
    messages::Messages& messages;
    accounts::Directory& directory;
};

std::optional<base::Id> to_id(std::string_view text) {
    auto const number = base::to_number(text);
    bool const fits = number && *number <= std::uint64_t(std::numeric_limits<base::Id>::max());
    return fits ? std::optional(base::Id(*number)) : std::nullopt;
}

struct Page {
    std::size_t limit = kPage;
    base::Id after = 0;
};
Result<Page> read_page(Request const& request) {
    Page page;
    if (auto const limit = request.query_value("limit")) {
        auto const number = base::to_number(*limit);
        if (!number || *number == 0 || *number > kLongestPage)
            return fail_field("limit", "must be from 1 to " + std::to_string(kLongestPage));
        page.limit = *number;
    }
    if (auto const after = request.query_value("after")) {
        auto const id = to_id(*after);
        if (!id) return fail_field("after", "must be the id of a room");
        page.after = *id;
    }
    return page;
}

/// With the names of conversations and the counts. Errors: unavailable.
Task<Result<std::vector<Badge>>> badges_of(Parts parts, base::Id account, std::vector<rooms::Room> rooms) {
    std::vector<base::Id> ids;
    for (auto const& room : rooms) ids.push_back(room.id);
    auto states = co_await parts.messages.unread(account, std::move(ids), parts.messages.newest_sequence());
    if (!states) co_return std::unexpected(states.error());
    std::vector<Badge> out;
    for (std::size_t i = 0; i < rooms.size(); ++i) {
        bool const conversation = rooms[i].kind == rooms::Kind::dm;
        out.push_back({rooms[i].id, conversation, {}, (*states)[i]});
        if (!conversation) continue;
        auto described = co_await describe_conversation(parts.directory, std::move(rooms[i]), account);
        if (!described) co_return std::unexpected(described.error());
        out.back().username = std::move(described->username);
    }
    co_return out;
}

/// In the order the rooms were made, so that pages stay in place while people write.
Task<Result<Response>> list_unread(Parts parts, Request request) {
    auto const page = read_page(request);
    if (!page) co_return std::unexpected(page.error());
    auto const account = request.identity->account_id;
    auto rooms = co_await parts.rooms.conversations(account);
    if (!rooms) co_return std::unexpected(rooms.error());
    std::ranges::move(parts.rooms.list(), std::back_inserter(*rooms));
    std::erase_if(*rooms, [&](rooms::Room const& room) { return room.id <= page->after; });
    std::ranges::sort(*rooms, {}, &rooms::Room::id);
    bool const more = rooms->size() > page->limit;
    if (more) rooms->resize(page->limit);
    auto const next = more ? json(std::to_string(rooms->back().id)) : json(nullptr);
    auto badges = co_await badges_of(parts, account, std::move(*rooms));
    if (!badges) co_return std::unexpected(badges.error());
    json items = json::array();
    for (auto const& badge : *badges) items.push_back(to_json(badge, parts.rooms));
    json body{{"items", std::move(items)}, {"next", next}};
    co_return Response::json(body);
}

/// Where a marker is to be set: at a message, or (0) at a time.
struct Marker {
    base::Id message = 0;
    base::Timestamp at{};
};
/// Errors: invalid_input.
Result<Marker> read_marker(std::string const& body) {
    std::optional<std::string> message;
    std::optional<base::Timestamp> at;
    auto fields = http::JsonFields::parse(body);
    fields.optional("message_id", message, {1, 20}).optional("at", at);
    if (auto ok = fields.finish(); !ok) return std::unexpected(ok.error());
    if (message.has_value() == at.has_value()) return fail_field("message_id", "either this or \"at\" must be given");
    if (at) return Marker{0, *at};
    auto const id = to_id(*message);
    if (!id || *id == 0) return fail_field("message_id", "must be the id of a message");
    return Marker{*id, base::time_of(*id)};
}

/// The time that a marker is to be set to. Errors: not_found.
Task<Result<base::Timestamp>> time_of(Parts parts, base::Id room, Marker marker) {
    if (marker.message == 0) co_return marker.at;
    auto found = co_await parts.messages.find(marker.message);
    if (found && found->room == room) co_return marker.at;
    if (!found && found.error().code != Errc::not_found) co_return std::unexpected(found.error());
    co_return fail_as(Errc::not_found, "message_not_found", "there is no such message here");
}

Task<Result<Response>> mark_read(Parts parts, Request request) {
    auto const marker = read_marker(request.body);
    if (!marker) co_return std::unexpected(marker.error());
    auto const account = request.identity->account_id;
    auto room = co_await parts.rooms.visible_room(to_id(request.parameter("id")).value_or(0), account);
    if (!room) co_return std::unexpected(room.error());
    auto at = co_await time_of(parts, room->id, *marker);
    if (!at) co_return std::unexpected(at.error());
    auto marked = co_await parts.messages.mark_read(account, room->id, *at);
    if (!marked) co_return std::unexpected(marked.error());
    std::vector<rooms::Room> one{std::move(*room)};
    auto badges = co_await badges_of(parts, account, std::move(one));
    if (!badges) co_return std::unexpected(badges.error());
    co_return Response::json(to_json(badges->front(), parts.rooms));
}

}  // namespace

void add_routes(
    http::Router& router, rooms::Rooms& rooms, messages::Messages& messages, accounts::Directory& directory
) {
    Parts const parts{rooms, messages, directory};
    auto add = [&](http::Method method, std::string pattern, auto handler) {
        router.add({method, "/api/v1" + pattern, http::Access::account, [parts, handler](Request request) {
                        return handler(parts, std::move(request));
                    }});
    };
    add(http::Method::get, "/accounts/me/unread", list_unread);
    add(http::Method::put, "/rooms/{id}/read", mark_read);
}

}  // namespace alloquy::unread
