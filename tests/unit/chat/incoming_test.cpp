// SPDX-License-Identifier: GPL-2.0-or-later
#include "incoming.hpp"

#include <gtest/gtest.h>

namespace alloquy::chat {
namespace {

Frame frame(FrameType type, std::vector<std::string_view> fields) {
    return {type, std::move(fields)};
}

std::vector<std::string_view> good_message() {
    return {"5", "123", "PRIVMSG", "0ALAAAAAB",   "alice!alice@users.alloquy", "alice", "#general",
            "",  "",    "+a=b",    "hello\nthere"};
}

TEST(Incoming, ReadsAMessage) {
    auto message = parse_message(frame(FrameType::message, good_message()));
    ASSERT_TRUE(message);
    EXPECT_EQ(message->number, 5U);
    EXPECT_EQ(message->id, 123);
    EXPECT_EQ(message->kind, messages::Kind::privmsg);
    EXPECT_EQ(message->text, "hello\nthere");
    EXPECT_FALSE(message->to_nobody_online);
}

TEST(Incoming, RefusesMessagesThatNoModuleSends) {
    struct Case {
        std::size_t field;
        std::string value;
    };
    for (auto const& [field, value] :
         {Case{0, ""}, Case{0, "-1"}, Case{1, "0"}, Case{1, "9223372036854775808"}, Case{2, "JOIN"}, Case{4, "a b"},
          Case{5, std::string(65, 'a')}, Case{6, ""}, Case{6, "#a\nQUIT"}, Case{9, "a b"},
          Case{9, std::string(8192, 'a')}, Case{10, "a\r"}, Case{10, std::string(1, '\0')},
          Case{10, std::string(64 * 1024 + 1, 'a')}}) {
        auto fields = good_message();
        fields[field] = value;
        EXPECT_FALSE(parse_message(frame(FrameType::message, fields))) << field << ": " << value.substr(0, 20);
    }
    EXPECT_FALSE(parse_message(frame(FrameType::message, {})));
}

TEST(Incoming, ReadsAnEventAsTheLineItWas) {
    auto text = [](std::vector<std::string_view> fields) {
        auto event = parse_event(frame(FrameType::event, std::move(fields)));
        return event ? event->text : "refused";
    };
    EXPECT_EQ(text({"JOIN", "1", "a!b@c", "a", "#room"}), "JOIN #room");
    EXPECT_EQ(text({"KICK", "1", "a!b@c", "a", "#room", "bob", "go away"}), "KICK #room bob :go away");
    EXPECT_EQ(text({"QUIT", "1", "a!b@c", "a", "#room", "bye"}), "QUIT :bye");
    EXPECT_EQ(text({"KILL", "1", "a!b@c", "a", "#room"}), "refused");
    EXPECT_EQ(text({"JOIN", "0", "a!b@c", "a", "#room"}), "refused");
    EXPECT_EQ(text({"JOIN", "1", "a!b@c", "a", "room"}), "refused");
    EXPECT_EQ(text({"MODE", "1", "a!b@c", "a", "#room", "+o x", "bob"}), "refused");
}

TEST(Incoming, ReadsARequest) {
    auto request = parse_request(frame(
        FrameType::request,
        {"9", "CHATHISTORY", "0ALAAAAAB", "alice!a@b", "alice", "tsb", "l1", "LATEST", "#a", "*", "10"}
    ));
    ASSERT_TRUE(request);
    EXPECT_EQ(request->nick(), "alice");
    EXPECT_TRUE(request->can('b'));
    EXPECT_FALSE(request->can('p'));
    EXPECT_EQ(request->parameters.size(), 4U);
    EXPECT_EQ(request->parameter(1), "#a");
    EXPECT_EQ(request->parameter(9), "");
    EXPECT_FALSE(parse_request(frame(FrameType::request, {"9", "A", "u", "s", "a", "c", "l", "two\nlines"})));
    EXPECT_FALSE(parse_request(frame(FrameType::request, {"x"})));
}

TEST(Incoming, ReadsHelloOfItsOwnVersionOnly) {
    EXPECT_TRUE(parse_hello(frame(FrameType::hello, {"1", "0AL", "secret", "irc.test"})));
    EXPECT_FALSE(parse_hello(frame(FrameType::hello, {"2", "0AL", "secret", "irc.test"})));
    EXPECT_FALSE(parse_hello(frame(FrameType::ping, {"1", "0AL", "secret", "irc.test"})));
    EXPECT_FALSE(parse_hello(frame(FrameType::hello, {"1", "0ALX", "secret", "irc.test"})));
    EXPECT_FALSE(parse_hello(frame(FrameType::hello, {})));
}

}  // namespace
}  // namespace alloquy::chat
