// SPDX-License-Identifier: GPL-2.0-or-later
#include "poster.hpp"

namespace alloquy::chat {
namespace {

std::string_view command_of(messages::Kind kind) {
    if (kind == messages::Kind::tagmsg) return "TAGMSG";
    return kind == messages::Kind::notice ? "NOTICE" : "PRIVMSG";
}

IncomingMessage to_message(Post const& post, base::Id id) {
    IncomingMessage message;
    message.id = id;
    message.kind = post.kind;
    message.source = post.sender.source;
    message.account = post.sender.account;
    message.target = target_of(post);
    message.tags = post.tags;
    message.text = post.text;
    message.may_mention_everyone = post.may_mention_everyone;
    // InspIRCd wasn't asked whether the other one takes it.
    message.to_nobody_online = post.room.kind == rooms::Kind::dm;
    return message;
}

}  // namespace

std::string target_of(Post const& post) {
    return post.room.kind == rooms::Kind::text ? post.room.channel() : post.other;
}

std::string source_of(std::string_view username) {
    std::string source(username);
    source.append("!").append(username).append("@api.alloquy");
    return source;
}

Poster::Poster(
    Ingest& ingest, Judge& judge, Links& links, Nonces& nonces, messages::Messages& messages,
    Whereabouts const& whereabouts, base::Clock const& clock, LeaseNode lease_node
)
    : ingest_(ingest),
      judge_(judge),
      links_(links),
      nonces_(nonces),
      messages_(messages),
      whereabouts_(whereabouts),
      clock_(clock),
      lease_node_(std::move(lease_node)) {}

/// Whoever has a prefix mode may always; staff made the webhooks.
Task<Result<>> Poster::may_write(Post const& post) {
    if (post.sender.account.empty() || post.room.kind == rooms::Kind::dm) co_return Result<>();
    auto const channel = post.room.channel();
    if (auto const standing = whereabouts_.standing_of(post.sender.id, channel); standing && !standing->empty())
        co_return Result<>();
    co_return co_await judge_.may_write(post.sender.account, post.sender.source, channel);
}

Task<Result<base::Id>> Poster::next_id() {
    if (!ids_) {
        auto node = co_await lease_node_();
        if (!node) co_return std::unexpected(node.error());
        if (!ids_) ids_.emplace(clock_, *node, messages_.newest_id());
    }
    co_return ids_->next();
}

Task<Result<Posted>> Poster::post(Post post) {
    if (auto allowed = co_await may_write(post); !allowed) co_return std::unexpected(allowed.error());
    auto id = co_await next_id();
    if (id && !post.nonce.empty()) id = co_await nonces_.reserve(post.sender.id, post.nonce, post.room.id, *id);
    if (!id) co_return std::unexpected(id.error());
    auto stored = co_await ingest_.post(to_message(post, *id));
    if (!stored) co_return std::unexpected(stored.error());
    if (stored->known) co_return Posted{*id, true};
    links_.send(
        FrameType::post, {std::to_string(*id), command_of(post.kind), post.sender.source, post.sender.account,
                          target_of(post), post.sender.bot ? "b" : "", post.tags, post.text}
    );
    co_return Posted{*id, false};
}

}  // namespace alloquy::chat
