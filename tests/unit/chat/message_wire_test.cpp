// SPDX-License-Identifier: GPL-2.0-or-later
#include "message_wire.hpp"

#include "webhook_tags.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace alloquy::chat {
namespace {

using nlohmann::json;

messages::Message some_message() {
    messages::Message message;
    message.id = 4'611'686'018'427'387'904;
    message.room = 17;
    message.author = 5;
    message.author_name = "alice";
    message.text = "hello";
    return message;
}

json written(messages::Message const& message) {
    std::string out;
    append_json(out, message);
    return json::parse(out);
}

TEST(MessageWire, WritesEveryFieldOfThePlainestMessage) {
    EXPECT_EQ(
        written(some_message()),
        json::parse(R"({"id": "4611686018427387904", "room_id": "17", "author": {"id": "5", "username": "alice"},
            "text": "hello", "notice": false, "sent_at": "2059-11-04T19:53:47.776Z", "edited_at": null,
            "deleted_at": null, "unreadable": false, "reply_to": null, "reactions": [], "pinned": false,
            "attachments": [], "webhook": null})")
    );
}

TEST(MessageWire, WritesWhatHappenedToAMessage) {
    auto message = some_message();
    message.author = 0;
    message.kind = messages::Kind::notice;
    message.edited_at = base::Timestamp(std::chrono::milliseconds(1));
    message.redacted_at = base::Timestamp(std::chrono::milliseconds(2));
    message.unreadable = true;
    message.reply_to = 3;
    message.pinned = true;
    message.reactions = {{"+1", {8, 9}}, {"\"", {8}}};
    auto const seen = written(message);
    EXPECT_EQ(seen["author"]["id"], nullptr);
    EXPECT_EQ(seen["notice"], true);
    EXPECT_EQ(seen["edited_at"], "1970-01-01T00:00:00.001Z");
    EXPECT_EQ(seen["deleted_at"], "1970-01-01T00:00:00.002Z");
    EXPECT_EQ(seen["unreadable"], true);
    EXPECT_EQ(seen["reply_to"], "3");
    EXPECT_EQ(seen["pinned"], true);
    EXPECT_EQ(seen["reactions"], json::parse(R"([{"value": "+1", "count": 2, "account_ids": ["8", "9"]},
                                           {"value": "\"", "count": 1, "account_ids": ["8"]}])"));
}

TEST(MessageWire, EscapesWhatWouldEndAStringAndReplacesWhatIsNotUtf8) {
    auto message = some_message();
    message.text = std::string("quote \" slash \\ line\nnul ") + '\0' + " euro \xE2\x82\xAC cut \xE2\x82";
    EXPECT_EQ(
        written(message)["text"],
        std::string("quote \" slash \\ line\nnul ") + '\0' + " euro \xE2\x82\xAC cut \xEF\xBF\xBD\xEF\xBF\xBD"
    );
}

TEST(MessageWire, IsTheSameAsADocument) {
    EXPECT_EQ(to_json(some_message()), written(some_message()));
}

TEST(MessageWire, NamesTheWebhookThatSaidIt) {
    auto message = some_message();
    message.author = 0;
    message.tags = webhook_tags({5, "CI \"main\"", "https://example.org/a.png"});
    EXPECT_EQ(
        written(message)["webhook"],
        json::parse(R"({"id": "5", "name": "CI \"main\"", "avatar_url": "https://example.org/a.png"})")
    );
}

TEST(MessageWire, WritesAPageBetweenItsCursors) {
    auto older = some_message();
    older.id = 1;
    auto const page = json::parse(page_json({older, some_message()}, 1, std::nullopt));
    EXPECT_EQ(page["next"], "1");
    EXPECT_EQ(page["previous"], nullptr);
    EXPECT_EQ(page["items"].size(), 2U);
    EXPECT_EQ(
        json::parse(page_json({}, std::nullopt, 4)), json::parse(R"({"items": [], "next": null, "previous": "4"})")
    );
}

}  // namespace
}  // namespace alloquy::chat
