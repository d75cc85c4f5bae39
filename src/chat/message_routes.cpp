// SPDX-License-Identifier: GPL-2.0-or-later
// Saying, correcting and taking back on the web API, and reactions: for programs and other clients without IRC. What is
// done here is seen on IRC as if it had been done there.
#include "message_id.hpp"
#include "post_text.hpp"
#include "redaction.hpp"
#include "route_parts.hpp"
#include "tags.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/http/json_fields.hpp>

#include <algorithm>

namespace alloquy::chat {
namespace {

using http::JsonFields;

/// JSON may need six bytes for one ("\u0007").
/// As the store has it; known before anybody is told.
constexpr std::size_t kMostReactions = 50;
constexpr std::size_t kBodyLimit = 128 * 1024;

/// The account that asks, within its rate. Errors: rate_limited.
Task<Result<Sender>> sender_of(RouteParts parts, Request const& request) {
    auto const id = request.identity->account_id;
    if (auto allowed = parts.limits.take(http::Limit::general, "account:" + std::to_string(id)); !allowed)
        co_return std::unexpected(allowed.error());
    auto account = co_await parts.directory.find_by_id(id);
    if (!account) co_return std::unexpected(account.error());
    if (!*account) co_return fail(Errc::unauthenticated, "the account is gone");
    auto const& name = (*account)->username;
    co_return Sender{id, name, (*account)->is_bot(), source_of(name)};
}

/// The other one's name in a conversation. Errors: not_found, when that account is gone.
Task<Result<std::string>> other_in(RouteParts parts, rooms::Room const& room, base::Id me) {
    if (room.kind == rooms::Kind::text) co_return std::string();
    auto account = co_await parts.directory.find_by_id(room.first == me ? room.second : room.first);
    if (!account) co_return std::unexpected(account.error());
    if (!*account) co_return no_such_account();
    co_return (*account)->username;
}

/// A post of this account in this room, without text.
Task<Result<Post>> begin_post(RouteParts parts, Request const& request, rooms::Room room) {
    Post post;
    auto sender = co_await sender_of(parts, request);
    if (!sender) co_return std::unexpected(sender.error());
    auto other = co_await other_in(parts, room, sender->id);
    if (!other) co_return std::unexpected(other.error());
    post.sender = std::move(*sender);
    post.other = std::move(*other);
    post.room = std::move(room);
    co_return post;
}

/// Errors: invalid_input "reply_to" unless it is a message of the room.
Task<Result<std::string>> reply_tags(RouteParts parts, base::Id room, std::optional<std::string> reply_to) {
    if (!reply_to) co_return std::string();
    auto const id = parse_id(*reply_to);
    auto found = id ? co_await parts.messages.find(*id) : Result<messages::Message>(fail(Errc::not_found, ""));
    if (!found && found.error().code != Errc::not_found) co_return std::unexpected(found.error());
    if (!found || found->room != room) co_return fail_field("reply_to", "must be the id of a message of this room");
    std::string tags;
    append_tag(tags, "+draft/reply", std::to_string(*id));
    append_tag(tags, "+reply", std::to_string(*id));
    co_return tags;
}

/// What a request wants to say.
struct Said {
    std::string text;
    std::optional<std::string> reply_to;
    bool notice = false;
    std::string nonce;
};

/// Errors: invalid_input.
Result<Said> read_said(Request const& request) {
    Said said;
    std::optional<std::string> nonce;
    std::optional<bool> notice;
    auto fields = JsonFields::parse(request.body);
    fields.required("text", said.text, {1, 2 * kMostPostBytes})
        .optional("reply_to", said.reply_to, {1, 20})
        .optional("nonce", nonce, {1, kMostNonce})
        .optional("notice", notice);
    if (auto ok = fields.finish(); !ok) return std::unexpected(ok.error());
    auto key = nonce_of(request, std::move(nonce));
    if (!key) return std::unexpected(key.error());
    auto text = check_post_text(std::move(said.text), "text");
    if (!text) return std::unexpected(text.error());
    said.text = std::move(*text);
    said.notice = notice.value_or(false);
    said.nonce = std::move(*key);
    return said;
}

Task<Result<Response>> say(RouteParts parts, Request const& request, rooms::Room room, Said said) {
    auto tags = co_await reply_tags(parts, room.id, std::move(said.reply_to));
    if (!tags) co_return std::unexpected(tags.error());
    auto post = co_await begin_post(parts, request, std::move(room));
    if (!post) co_return std::unexpected(post.error());
    if (said.notice) post->kind = messages::Kind::notice;
    post->tags = std::move(*tags);
    post->text = std::move(said.text);
    post->nonce = std::move(said.nonce);
    auto posted = co_await parts.poster.post(std::move(*post));
    if (!posted) co_return std::unexpected(posted.error());
    auto message = co_await parts.messages.find(posted->id);
    if (!message) co_return std::unexpected(message.error());
    co_return Response::json(to_json(*message), posted->repeated ? 200 : 201);
}

Task<Result<Response>> say_in_room(RouteParts parts, Request request) {
    auto said = read_said(request);
    if (!said) co_return std::unexpected(said.error());
    auto room = co_await visible_room(parts, request);
    if (!room) co_return std::unexpected(room.error());
    co_return co_await say(parts, request, std::move(*room), std::move(*said));
}

Task<Result<Response>> say_to_person(RouteParts parts, Request request) {
    auto said = read_said(request);
    if (!said) co_return std::unexpected(said.error());
    auto other = co_await parts.directory.find_by_username(std::string(request.parameter("username")));
    if (!other) co_return std::unexpected(other.error());
    if (!*other) co_return no_such_account();
    auto room = co_await parts.rooms.conversation(request.identity->account_id, (*other)->id);
    if (!room) co_return std::unexpected(room.error());
    co_return co_await say(parts, request, std::move(*room), std::move(*said));
}

/// A message that can be changed still: neither deleted nor an event. Errors: not_found.
Task<Result<Subject>> living_message(RouteParts parts, Request const& request) {
    auto found = co_await visible_message(parts, request);
    if (!found) co_return std::unexpected(found.error());
    auto const kind = found->message.kind;
    bool const text = kind == messages::Kind::privmsg || kind == messages::Kind::notice;
    if (!text || found->message.redacted_at) co_return no_such_message();
    co_return found;
}

Task<Result<Response>> edit(RouteParts parts, Request request) {
    std::string text;
    auto fields = JsonFields::parse(request.body);
    fields.required("text", text, {1, 2 * kMostPostBytes});
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto checked = check_post_text(std::move(text), "text");
    if (!checked) co_return std::unexpected(checked.error());
    auto found = co_await living_message(parts, request);
    if (!found) co_return std::unexpected(found.error());
    auto const& message = found->message;
    if (message.author != request.identity->account_id)
        co_return fail_as(Errc::forbidden, "not_yours", "only its author can edit a message");
    if (message.text == *checked) co_return Response::json(to_json(message));
    auto post = co_await begin_post(parts, request, found->room);
    if (!post) co_return std::unexpected(post.error());
    post->kind = message.kind;
    post->text = std::move(*checked);
    append_tag(post->tags, kEditTag, std::to_string(message.id));
    auto posted = co_await parts.poster.post(std::move(*post));
    if (!posted) co_return std::unexpected(posted.error());
    auto now = co_await parts.messages.find(message.id);
    if (!now) co_return std::unexpected(now.error());
    co_return Response::json(to_json(*now));
}

Task<Result<Response>> take_back(RouteParts parts, Request request) {
    auto found = co_await living_message(parts, request);
    if (!found) co_return std::unexpected(found.error());
    auto const me = request.identity->account_id;
    bool const any = found->room.kind == rooms::Kind::text &&
                     may(*request.identity, Action::moderate, found->room, parts.whereabouts);
    if (!any && found->message.author != me)
        co_return fail_as(Errc::forbidden, "not_yours", "you can delete your own messages only");
    auto post = co_await begin_post(parts, request, found->room);
    if (!post) co_return std::unexpected(post.error());
    auto done = co_await parts.messages.redact(found->message.id, me, any);
    if (!done) co_return std::unexpected(done.error());
    announce_redaction(
        parts.links, {post->sender.source, post->sender.account, found->message.id, "", ""}, target_of(*post)
    );
    co_return Response::no_content();
}

bool has_given(messages::Message const& message, std::string const& value, base::Id account) {
    auto const found = std::ranges::find(message.reactions, value, &messages::Reaction::value);
    return found != message.reactions.end() && std::ranges::find(found->accounts, account) != found->accounts.end();
}

/// Nobody could say on IRC what wouldn't fit there or ends a line.
Result<> check_reaction(std::string_view value) {
    bool const control = std::ranges::any_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (value.empty() || value.size() > kMostReactionBytes || control || !base::is_utf8(value))
        return fail_field("value", "must be 1 to 256 bytes of text");
    return {};
}

Task<Result<Response>> change_reaction(RouteParts parts, Request const& request, bool wanted) {
    auto const value = std::string(request.parameter("value"));
    if (auto fits = check_reaction(value); !fits) co_return std::unexpected(fits.error());
    auto found = co_await living_message(parts, request);
    if (!found) co_return std::unexpected(found.error());
    auto const& message = found->message;
    if (has_given(message, value, request.identity->account_id) == wanted) co_return Response::no_content();
    // Known before anybody is told of it.
    auto const& given = message.reactions;
    bool const new_one = std::ranges::find(given, value, &messages::Reaction::value) == given.end();
    if (wanted && new_one && given.size() >= kMostReactions)
        co_return fail_as(Errc::too_large, "too_many_reactions", "a message can have at most 50 different reactions");
    auto post = co_await begin_post(parts, request, found->room);
    if (!post) co_return std::unexpected(post.error());
    post->kind = messages::Kind::tagmsg;
    append_tag(post->tags, wanted ? "+draft/react" : "+draft/unreact", value);
    append_tag(post->tags, "+draft/reply", std::to_string(message.id));
    append_tag(post->tags, "+reply", std::to_string(message.id));
    auto posted = co_await parts.poster.post(std::move(*post));
    if (!posted) co_return std::unexpected(posted.error());
    co_return Response::no_content();
}

Task<Result<Response>> react(RouteParts parts, Request request) {
    co_return co_await change_reaction(parts, request, true);
}

Task<Result<Response>> unreact(RouteParts parts, Request request) {
    co_return co_await change_reaction(parts, request, false);
}

}  // namespace

void add_message_routes(http::Router& router, RouteParts const& parts) {
    using enum http::Method;
    add_route(router, parts, post, "/rooms/{id}/messages", say_in_room, kBodyLimit);
    add_route(router, parts, post, "/dms/{username}/messages", say_to_person, kBodyLimit);
    add_route(router, parts, patch, "/rooms/{id}/messages/{message}", edit, kBodyLimit);
    add_route(router, parts, del, "/rooms/{id}/messages/{message}", take_back);
    add_route(router, parts, put, "/rooms/{id}/messages/{message}/reactions/{value}", react);
    add_route(router, parts, del, "/rooms/{id}/messages/{message}/reactions/{value}", unreact);
}

}  // namespace alloquy::chat
