// SPDX-License-Identifier: GPL-2.0-or-later
#include "tags.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/chat/message_feed.hpp>

#include <nlohmann/json.hpp>

namespace alloquy::chat {
namespace {

using nlohmann::json;

/// Without what a new message can't have: edits, reactions, a pin.
json to_json(messages::NewMessage const& message) {
    auto const subject = reply_of(message.tags);
    bool const answers = subject && base::to_number(*subject);
    return {
        {"id", std::to_string(message.id)},
        {"room_id", std::to_string(message.room)},
        {"author",
         {{"id", message.author ? json(std::to_string(message.author)) : json(nullptr)},
          {"username", message.author_name}}},
        {"text", message.text},
        {"notice", message.kind == messages::Kind::notice},
        {"sent_at", base::to_rfc3339(base::time_of(message.id))},
        {"reply_to", answers ? json(*subject) : json(nullptr)},
    };
}

json reference(base::Id id, base::Id room) {
    return {{"id", std::to_string(id)}, {"room_id", std::to_string(room)}};
}

}  // namespace

MessageFeed::MessageFeed(
    gateway::Feed& feed, rooms::Rooms& rooms, messages::Messages& messages, async::TaskGroup& tasks
)
    : feed_(feed), rooms_(rooms), tasks_(tasks) {
    subscriptions_.push_back(messages.stored.subscribe([this](messages::MessageStored const& event) { created(event); })
    );
    subscriptions_.push_back(messages.edited.subscribe([this](messages::MessageEdited const& event) {
        auto data = reference(event.id, event.room);
        data["text"] = event.text;
        data["edited_at"] = base::to_rfc3339(event.at);
        changed(event.room, "message.edited", data);
    }));
    subscriptions_.push_back(messages.redacted.subscribe([this](messages::MessageRedacted const& event) {
        if (event.kind <= messages::Kind::notice)
            changed(event.room, "message.redacted", reference(event.id, event.room));
    }));
    subscriptions_.push_back(messages.reacted.subscribe([this](messages::MessageReacted const& event) {
        auto data = reference(event.id, event.room);
        data["account_id"] = std::to_string(event.account);
        data["value"] = event.value;
        data["added"] = event.added;
        changed(event.room, "message.reacted", data);
    }));
}

void MessageFeed::created(messages::MessageStored const& event) {
    auto const& message = event.message;
    if (message.kind > messages::Kind::notice || !feed_.is_wanted(kSubscription)) return;
    auto const may_see = [&message](base::Id account) {
        return message.recipient == 0 || account == message.recipient || account == message.author;
    };
    feed_.publish_to_subscribers(kSubscription, may_see, "message.created", to_json(message));
}

void MessageFeed::changed(base::Id room, std::string_view type, json const& data) {
    if (!feed_.is_wanted(kSubscription)) return;
    if (rooms_.find(room))
        feed_.publish_to_subscribers(kSubscription, [](base::Id) { return true; }, type, data);
    else
        tasks_.spawn(changed_in_conversation(room, std::string(type), std::make_shared<json const>(data)));
}

/// Whose it is has to be looked up; look-ups are answered in order, so what happens there is told in order.
Task<> MessageFeed::changed_in_conversation(base::Id id, std::string type, std::shared_ptr<json const> data) {
    auto const room = co_await rooms_.room(id);
    if (!room || !*room) co_return;
    auto const may_see = [&room](base::Id account) { return (*room)->has(account); };
    feed_.publish_to_subscribers(kSubscription, may_see, type, *data);
}

}  // namespace alloquy::chat
