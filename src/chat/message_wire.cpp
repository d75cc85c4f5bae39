// SPDX-License-Identifier: GPL-2.0-or-later
#include "message_wire.hpp"

#include "webhook_tags.hpp"

#include <alloquy/http/json_text.hpp>

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <optional>

namespace alloquy::chat {
namespace {

using http::append_json_string;

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 24> digits;
    out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

/// In quotes: JavaScript's numbers end at 53 bits.
void append_id(std::string& out, std::optional<base::Id> id) {
    if (!id) {
        out += "null";
        return;
    }
    out += '"';
    append_number(out, std::uint64_t(*id));
    out += '"';
}

void append_time(std::string& out, std::optional<base::Timestamp> time) {
    if (!time) {
        out += "null";
        return;
    }
    out.append("\"").append(base::to_rfc3339(*time)).append("\"");
}

void append_flag(std::string& out, bool flag) {
    out += flag ? "true" : "false";
}

void append_reactions(std::string& out, std::vector<messages::Reaction> const& reactions) {
    out += '[';
    for (auto const& reaction : reactions) {
        if (out.back() != '[') out += ',';
        out += R"({"value":)";
        append_json_string(out, reaction.value);
        out += R"(,"count":)";
        append_number(out, reaction.accounts.size());
        out += R"(,"account_ids":[)";
        for (auto account : reaction.accounts) {
            if (out.back() != '[') out += ',';
            append_id(out, account);
        }
        out += "]}";
    }
    out += ']';
}

void append_webhook(std::string& out, messages::Message const& message) {
    auto const webhook = message.author == 0 ? webhook_of(message.tags) : std::nullopt;
    if (!webhook) {
        out += "null";
        return;
    }
    out += R"({"id":)";
    append_id(out, webhook->id);
    out += R"(,"name":)";
    append_json_string(out, webhook->name);
    out += R"(,"avatar_url":)";
    if (webhook->avatar_url.empty())
        out += "null";
    else
        append_json_string(out, webhook->avatar_url);
    out += '}';
}

}  // namespace

void append_json(std::string& out, messages::Message const& message) {
    out += R"({"id":)";
    append_id(out, message.id);
    out += R"(,"room_id":)";
    append_id(out, message.room);
    out += R"(,"author":{"id":)";
    append_id(out, message.author ? std::optional(message.author) : std::nullopt);
    out += R"(,"username":)";
    append_json_string(out, message.author_name);
    out += R"(},"text":)";
    append_json_string(out, message.text);
    out += R"(,"notice":)";
    append_flag(out, message.kind == messages::Kind::notice);
    out += R"(,"sent_at":)";
    append_time(out, base::time_of(message.id));
    out += R"(,"edited_at":)";
    append_time(out, message.edited_at);
    out += R"(,"deleted_at":)";
    append_time(out, message.redacted_at);
    out += R"(,"unreadable":)";
    append_flag(out, message.unreadable);
    out += R"(,"reply_to":)";
    append_id(out, message.reply_to);
    out += R"(,"reactions":)";
    append_reactions(out, message.reactions);
    out += R"(,"pinned":)";
    append_flag(out, message.pinned);
    out += R"(,"attachments":[],"webhook":)";
    append_webhook(out, message);
    out += '}';
}

nlohmann::json to_json(messages::Message const& message) {
    // So that there is one description of a message, and not two.
    std::string text;
    append_json(text, message);
    return nlohmann::json::parse(text);
}

std::string page_json(
    std::vector<messages::Message> const& page, std::optional<base::Id> next, std::optional<base::Id> previous
) {
    std::string out;
    out.reserve(64 + page.size() * 512);
    out += R"({"items":[)";
    for (auto const& message : page) {
        if (out.back() != '[') out += ',';
        append_json(out, message);
    }
    out += R"(],"next":)";
    append_id(out, next);
    out += R"(,"previous":)";
    append_id(out, previous);
    out += '}';
    return out;
}

}  // namespace alloquy::chat
