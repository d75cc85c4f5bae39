// SPDX-License-Identifier: GPL-2.0-or-later
#include "route_parts.hpp"

#include "message_id.hpp"

#include <alloquy/base/text.hpp>

namespace alloquy::chat {

using nlohmann::json;

void add_route(
    http::Router& router, RouteParts const& parts, http::Method method, std::string const& pattern,
    RouteHandler handler, std::size_t body_limit
) {
    http::Route route{method, "/api/v1" + pattern, http::Access::account, [parts, handler](Request request) {
                          return handler(parts, std::move(request));
                      }};
    route.body_limit = body_limit;
    router.add(std::move(route));
}

namespace {

json number_or_null(std::optional<int> number) {
    return number ? json(*number) : json(nullptr);
}

}  // namespace

json to_json(rooms::Room const& room) {
    return {
        {"id", std::to_string(room.id)},
        {"kind", rooms::to_string(room.kind)},
        {"name", room.name},
        {"topic", room.topic},
        {"irc_channel", room.kind == rooms::Kind::text ? json(room.channel()) : json(nullptr)},
        {"parent_id", nullptr},
        {"retention", {{"days", number_or_null(room.retention.days)}, {"newest", number_or_null(room.retention.newest)}}
        },
        {"created_at", base::to_rfc3339(room.created_at)},
    };
}

Task<Result<rooms::Room>> visible_room(RouteParts parts, Request const& request) {
    return parts.rooms.visible_room(parse_id(request.parameter("id")).value_or(0), request.identity->account_id);
}

Task<Result<Subject>> visible_message(RouteParts parts, Request const& request) {
    auto room = co_await visible_room(parts, request);
    if (!room) co_return std::unexpected(room.error());
    auto id = parse_id(request.parameter("message"));
    if (!id) co_return no_such_message();
    auto found = co_await parts.messages.find(*id);
    if (!found && found.error().code != Errc::not_found) co_return std::unexpected(found.error());
    if (!found || found->room != room->id) co_return no_such_message();
    co_return Subject{std::move(*room), std::move(*found)};
}

Result<std::string> nonce_of(Request const& request, std::optional<std::string> field) {
    auto const header = request.header("idempotency-key");
    if (header.size() > kMostNonce || !base::is_utf8(header))
        return fail_field("Idempotency-Key", "must have at most 64 bytes");
    return field ? std::move(*field) : std::string(header);
}

std::unexpected<Error> no_such_message() {
    return fail_as(Errc::not_found, "message_not_found", "there is no such message here");
}

std::unexpected<Error> no_such_account() {
    return fail_as(Errc::not_found, "account_not_found", "there is no account of that name");
}

Result<std::size_t> read_limit(Request const& request, std::size_t usual, std::size_t most) {
    auto const text = request.query_value("limit");
    if (!text) return usual;
    auto const number = base::to_number(*text);
    if (!number || *number == 0 || *number > most)
        return fail_field("limit", "must be from 1 to " + std::to_string(most));
    return std::size_t(*number);
}

}  // namespace alloquy::chat
