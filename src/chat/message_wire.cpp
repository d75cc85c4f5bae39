// SPDX-License-Identifier: GPL-2.0-or-later
#include "message_wire.hpp"

#include <nlohmann/json.hpp>

namespace alloquy::chat {
namespace {

using nlohmann::json;

json or_null(std::optional<base::Timestamp> time) {
    return time ? json(base::to_rfc3339(*time)) : json(nullptr);
}

}  // namespace

json to_json(messages::Message const& message) {
    json reactions = json::array();
    for (auto const& reaction : message.reactions) {
        json accounts = json::array();
        for (auto account : reaction.accounts) accounts.push_back(std::to_string(account));
        reactions.push_back(
            {{"value", reaction.value}, {"count", reaction.accounts.size()}, {"account_ids", std::move(accounts)}}
        );
    }
    return {
        {"id", std::to_string(message.id)},
        {"room_id", std::to_string(message.room)},
        {"author",
         {{"id", message.author ? json(std::to_string(message.author)) : json(nullptr)},
          {"username", message.author_name}}},
        {"text", message.text},
        {"notice", message.kind == messages::Kind::notice},
        {"sent_at", base::to_rfc3339(base::time_of(message.id))},
        {"edited_at", or_null(message.edited_at)},
        {"deleted_at", or_null(message.redacted_at)},
        {"unreadable", message.unreadable},
        {"reply_to", message.reply_to ? json(std::to_string(*message.reply_to)) : json(nullptr)},
        {"reactions", std::move(reactions)},
        {"pinned", message.pinned},
        {"attachments", json::array()},
    };
}

}  // namespace alloquy::chat
