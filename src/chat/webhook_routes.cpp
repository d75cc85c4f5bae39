// SPDX-License-Identifier: GPL-2.0-or-later
// Incoming webhooks: made by who rules over a room, posted to by programs that have nothing but the address.
#include "message_id.hpp"
#include "post_text.hpp"
#include "route_parts.hpp"
#include "webhook_tags.hpp"

#include <alloquy/http/json_fields.hpp>

namespace alloquy::chat {
namespace {

using http::JsonFields;
using nlohmann::json;
using webhooks::Webhook;

constexpr std::size_t kBodyLimit = 128 * 1024;
constexpr std::size_t kToken = 43;
/// What programs that were written for other servers' webhooks send along, and nothing here corresponds to.
constexpr std::string_view kIgnored[] = {
    "allowed_mentions", "attachments", "blocks", "channel", "components",  "embeds", "flags",        "icon_emoji",
    "link_names",       "mrkdwn",      "parse",  "poll",    "thread_name", "tts",    "unfurl_links", "unfurl_media",
};

json to_json(Webhook const& webhook) {
    return {
        {"id", std::to_string(webhook.id)},
        {"room_id", std::to_string(webhook.room)},
        {"name", webhook.name},
        {"avatar_url", webhook.avatar_url.empty() ? json(nullptr) : json(webhook.avatar_url)},
        {"mentions_everyone", webhook.mentions_everyone},
        {"created_by", std::to_string(webhook.created_by)},
        {"created_at", base::to_rfc3339(webhook.created_at)},
    };
}

std::unexpected<Error> no_such_webhook() {
    return fail_as(Errc::not_found, "webhook_not_found", "there is no such webhook");
}

/// The room {id}, if the asker may manage its webhooks. Errors: not_found, forbidden.
Task<Result<rooms::Room>> managed_room(RouteParts parts, Request const& request) {
    auto room = co_await visible_room(parts, request);
    if (!room) co_return room;
    if (room->kind != rooms::Kind::text)
        co_return fail_as(Errc::forbidden, "no_webhooks_here", "a conversation has no webhooks");
    if (auto allowed = require(*request.identity, Action::manage_webhooks, *room, parts.whereabouts); !allowed)
        co_return std::unexpected(allowed.error());
    co_return room;
}

/// The webhook {id}, likewise. Who may not manage it doesn't learn that it is there.
Task<Result<Webhook>> managed_webhook(RouteParts parts, Request const& request) {
    auto const id = parse_id(request.parameter("id"));
    if (!id) co_return no_such_webhook();
    auto webhook = co_await parts.webhooks.find(*id);
    if (!webhook) co_return webhook;
    auto const* room = parts.rooms.find(webhook->room);
    if (!room || !may(*request.identity, Action::manage_webhooks, *room, parts.whereabouts))
        co_return no_such_webhook();
    co_return webhook;
}

Task<Result<Response>> list_webhooks(RouteParts parts, Request request) {
    auto room = co_await managed_room(parts, request);
    if (!room) co_return std::unexpected(room.error());
    auto found = co_await parts.webhooks.of_room(room->id);
    if (!found) co_return std::unexpected(found.error());
    json items = json::array();
    for (auto const& webhook : *found) items.push_back(to_json(webhook));
    json body{{"items", std::move(items)}, {"next", nullptr}};
    co_return Response::json(body);
}

Task<Result<Response>> add_webhook(RouteParts parts, Request request) {
    Webhook wanted;
    std::optional<std::string> avatar_url;
    std::optional<bool> mentions_everyone;
    auto fields = JsonFields::parse(request.body);
    fields.required("name", wanted.name, {1, webhooks::kMostName})
        .optional("avatar_url", avatar_url, {0, webhooks::kMostAvatarUrl})
        .optional("mentions_everyone", mentions_everyone);
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto room = co_await managed_room(parts, request);
    if (!room) co_return std::unexpected(room.error());
    wanted.room = room->id;
    wanted.avatar_url = avatar_url.value_or("");
    wanted.mentions_everyone = mentions_everyone.value_or(false);
    wanted.created_by = request.identity->account_id;
    auto made = co_await parts.webhooks.add(std::move(wanted));
    if (!made) co_return std::unexpected(made.error());
    auto body = to_json(made->webhook);
    body["url"] = parts.public_url + "/api/v1/webhooks/" + std::to_string(made->webhook.id) + "/" + made->token;
    co_return Response::created(body);
}

Task<Result<Response>> show_webhook(RouteParts parts, Request request) {
    auto webhook = co_await managed_webhook(parts, request);
    if (!webhook) co_return std::unexpected(webhook.error());
    co_return Response::json(to_json(*webhook));
}

Task<Result<Response>> change_webhook(RouteParts parts, Request request) {
    webhooks::Webhooks::Change change;
    auto fields = JsonFields::parse(request.body);
    fields.optional("name", change.name, {1, webhooks::kMostName})
        .optional("avatar_url", change.avatar_url, {0, webhooks::kMostAvatarUrl})
        .optional("mentions_everyone", change.mentions_everyone);
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto webhook = co_await managed_webhook(parts, request);
    if (!webhook) co_return std::unexpected(webhook.error());
    auto changed = co_await parts.webhooks.change(webhook->id, std::move(change));
    if (!changed) co_return std::unexpected(changed.error());
    co_return Response::json(to_json(*changed));
}

Task<Result<Response>> remove_webhook(RouteParts parts, Request request) {
    auto webhook = co_await managed_webhook(parts, request);
    if (!webhook) co_return std::unexpected(webhook.error());
    auto removed = co_await parts.webhooks.remove(webhook->id);
    if (!removed) co_return std::unexpected(removed.error());
    co_return Response::no_content();
}

struct Payload {
    std::string text;
    std::string name;  ///< Empty: the webhook's own.
    std::optional<std::string> avatar_url;
    std::string nonce;
};

/// `text` or `content`, `username`, `avatar_url` or `icon_url`, `nonce`. Errors: invalid_input, which names the field.
Result<Payload> read_payload(Request const& request) {
    auto document = http::parse_json(request.body.empty() ? "{}" : request.body);
    if (!document) return std::unexpected(document.error());
    if (document->is_object())
        for (auto name : kIgnored) document->erase(std::string(name));
    std::optional<std::string> text, content, username, avatar_url, icon_url, nonce;
    http::Length const any_text{0, 2 * kMostPostBytes};
    auto fields = JsonFields::of(std::move(*document));
    fields.optional("text", text, any_text)
        .optional("content", content, any_text)
        .optional("username", username, {0, webhooks::kMostName})
        .optional("avatar_url", avatar_url, {0, webhooks::kMostAvatarUrl})
        .optional("icon_url", icon_url, {0, webhooks::kMostAvatarUrl})
        .optional("nonce", nonce, {1, kMostNonce});
    if (auto ok = fields.finish(); !ok) return std::unexpected(ok.error());
    if (text && content) return fail_field("content", "text and content are the same; give one of them");
    Payload payload;
    auto checked = check_post_text(content ? std::move(*content) : text.value_or(""), content ? "content" : "text");
    if (!checked) return std::unexpected(checked.error());
    payload.text = std::move(*checked);
    payload.name = username.value_or("");
    if (!payload.name.empty())
        if (auto fits = webhooks::check_name(payload.name, "username"); !fits) return std::unexpected(fits.error());
    payload.avatar_url = avatar_url ? avatar_url : icon_url;
    if (payload.avatar_url)
        if (auto fits = webhooks::check_avatar_url(*payload.avatar_url, avatar_url ? "avatar_url" : "icon_url"); !fits)
            return std::unexpected(fits.error());
    auto key = nonce_of(request, std::move(nonce));
    if (!key) return std::unexpected(key.error());
    payload.nonce = std::move(*key);
    return payload;
}

Task<Result<Response>> post_to_webhook(RouteParts parts, Request request) {
    auto payload = read_payload(request);
    if (!payload) co_return std::unexpected(payload.error());
    auto const id = parse_id(request.parameter("id"));
    auto const token = std::string(request.parameter("token"));
    if (!id || token.size() != kToken) co_return no_such_webhook();
    auto webhook = co_await parts.webhooks.open(*id, token);
    if (!webhook) co_return std::unexpected(webhook.error());
    if (auto allowed = parts.webhook_limits.take(http::Limit::general, "webhook:" + std::to_string(*id)); !allowed)
        co_return std::unexpected(allowed.error());
    auto const* room = parts.rooms.find(webhook->room);
    if (!room) co_return no_such_webhook();
    auto const& name = payload->name.empty() ? webhook->name : payload->name;
    Post post;
    post.room = *room;
    post.sender.id = webhook->id;
    post.sender.source = webhooks::nick_of(name) + "!webhook@webhook.alloquy";
    post.tags = webhook_tags({webhook->id, name, payload->avatar_url.value_or(webhook->avatar_url)});
    post.text = webhook->mentions_everyone ? std::move(payload->text) : without_mass_mentions(payload->text);
    post.nonce = std::move(payload->nonce);
    post.may_mention_everyone = webhook->mentions_everyone;
    auto posted = co_await parts.poster.post(std::move(post));
    if (!posted) co_return std::unexpected(posted.error());
    json body{{"id", std::to_string(posted->id)}, {"room_id", std::to_string(webhook->room)}};
    co_return Response::json(body, posted->repeated ? 200 : 201);
}

}  // namespace

void add_webhook_routes(http::Router& router, RouteParts const& parts) {
    using enum http::Method;
    add_route(router, parts, get, "/rooms/{id}/webhooks", list_webhooks);
    add_route(router, parts, post, "/rooms/{id}/webhooks", add_webhook);
    add_route(router, parts, get, "/webhooks/{id}", show_webhook);
    add_route(router, parts, patch, "/webhooks/{id}", change_webhook);
    add_route(router, parts, del, "/webhooks/{id}", remove_webhook);
    http::Route open{post, "/api/v1/webhooks/{id}/{token}", http::Access::anyone, [parts](Request request) {
                         return post_to_webhook(parts, std::move(request));
                     }};
    open.body_limit = kBodyLimit;
    router.add(std::move(open));
}

}  // namespace alloquy::chat
