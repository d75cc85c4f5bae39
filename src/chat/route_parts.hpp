// SPDX-License-Identifier: GPL-2.0-or-later
// What the groups of routes about rooms share: who may see what is in a path, and how it looks in JSON.
#pragma once
#include "links.hpp"
#include "message_wire.hpp"
#include "page_cache.hpp"
#include "permission.hpp"
#include "poster.hpp"

#include <alloquy/accounts/directory.hpp>
#include <alloquy/chat/chat.hpp>
#include <alloquy/http/router.hpp>
#include <alloquy/messages/messages.hpp>
#include <alloquy/webhooks/webhooks.hpp>

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace alloquy::chat {

using http::Request;
using http::Response;

/// All of it outlives the router's use.
struct RouteParts {
    Chat& chat;
    rooms::Rooms& rooms;
    messages::Messages& messages;
    accounts::Directory& directory;
    webhooks::Webhooks& webhooks;
    Whereabouts const& whereabouts;
    Poster& poster;
    Links& links;
    PageCache& pages;
    http::RateLimits& limits;          ///< Messages of accounts.
    http::RateLimits& webhook_limits;  ///< Messages of webhooks.
    std::string const& public_url;
};

using RouteHandler = Task<Result<Response>> (*)(RouteParts, Request);
/// For everybody with an account; `pattern` without "/api/v1".
void add_route(
    http::Router& router, RouteParts const& parts, http::Method method, std::string const& pattern,
    RouteHandler handler, std::size_t body_limit = 16 * 1024
);

// The groups; add_routes() adds them all.
void add_history_routes(http::Router& router, RouteParts const& parts);
void add_pin_routes(http::Router& router, RouteParts const& parts);
void add_message_routes(http::Router& router, RouteParts const& parts);
void add_webhook_routes(http::Router& router, RouteParts const& parts);
void add_routes(http::Router& router, RouteParts const& parts);
void add_moderation_routes(http::Router& router, RouteParts const& parts);
void add_reaction_routes(http::Router& router, RouteParts const& parts);

nlohmann::json to_json(rooms::Room const& room);

/// The room {id}. Errors: not_found "room_not_found", also for a room that the asker may not see.
Task<Result<rooms::Room>> visible_room(RouteParts parts, Request const& request);

/// The message {message} in the room {id}, as it reads now.
struct Subject {
    rooms::Room room;
    messages::Message message;
};
/// Errors: not_found: "room_not_found", "message_not_found".
Task<Result<Subject>> visible_message(RouteParts parts, Request const& request);

inline constexpr std::size_t kMostReactionBytes = 256;
inline constexpr std::size_t kMostNonce = 64;
/// What the sender calls its post: the header Idempotency-Key, or a field of the body; empty: nothing. Errors:
/// invalid_input.
Result<std::string> nonce_of(Request const& request, std::optional<std::string> field);

std::unexpected<Error> no_such_message();
std::unexpected<Error> no_such_account();

/// ?limit= . Errors: invalid_input.
Result<std::size_t> read_limit(Request const& request, std::size_t usual, std::size_t most);

}  // namespace alloquy::chat
