// SPDX-License-Identifier: GPL-2.0-or-later
// A channel that gets another name, through the whole stack: the room and its history stay what they were.
#include "support/alloquyd.hpp"
#include "support/ws_client.hpp"

#include <gtest/gtest.h>

using namespace alloquy::test;

namespace {

void enter(IrcClient& client, Person const& person) {
    client.enter_knowing(
        "message-tags server-time batch labeled-response echo-message draft/chathistory draft/channel-rename "
        "standard-replies",
        person.username, person.password
    );
}

std::string room_of(Alloquyd& server, Person const& person, std::string const& channel) {
    auto http = server.http(person);
    for (auto const& room : http.get("/api/v1/rooms").json().at("items"))
        if (room.at("irc_channel") == channel) return room.at("id").get<std::string>();
    return {};
}

}  // namespace

TEST(Rename, TheRoomKeepsItsHistoryAndTheNameMayBeChangedOnIrcAndOnTheWeb) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto const alice = server.add_person(owner, "alice");
    auto first = server.irc("first"), second = server.irc("second");
    enter(first, alice);
    enter(second, owner);
    first.join("#project");
    second.join("#project");
    first.send("PRIVMSG #project :before");
    first.expect("PRIVMSG #project :before");
    auto const id = room_of(server, alice, "#project");
    WsClient gateway(server.ports().https, "/api/v1/gateway");
    gateway.expect_op("hello");
    gateway.send({{"op", "identify"}, {"token", owner.token}});
    gateway.expect_op("ready");

    second.send("RENAME #project #taken");
    second.expect(" 482 ");
    first.send("@label=r RENAME #project #Plan :better");
    first.expect(":alice!\\S+ RENAME #project #Plan :better$");
    first.expect("@label=r :\\S+ ACK");
    second.expect(":alice!\\S+ RENAME #project #Plan :better$");
    auto const event =
        gateway.expect([](nlohmann::json const& frame) { return frame.value("t", "") == "room.updated"; });
    EXPECT_EQ(event.at("d").at("id"), id);
    EXPECT_EQ(event.at("d").at("irc_channel"), "#plan");
    second.send("PRIVMSG #plan :after");
    second.expect("PRIVMSG #Plan :after");
    EXPECT_EQ(room_of(server, alice, "#plan"), id);
    EXPECT_EQ(room_of(server, alice, "#project"), "");
    first.send("CHATHISTORY LATEST #plan * 10");
    first.expect("PRIVMSG \\S+ :before$");
    first.expect("PRIVMSG \\S+ :after$");

    // A room's name is taken also while nobody is in its channel.
    auto third = server.irc("third");
    enter(third, alice);
    third.join("#mine");
    third.send("RENAME #mine #random");
    third.expect("FAIL RENAME CHANNEL_NAME_IN_USE #mine #random :");

    auto rest = server.http(owner);
    rest.expect(200, rest.patch("/api/v1/rooms/" + id, {{"name", "Roadmap"}}));
    first.expect(":\\S+ RENAME #Plan #Roadmap :$");
    EXPECT_EQ(rest.patch("/api/v1/rooms/" + id, {{"name", "mine"}}).status, 409U);
    third.send("JOIN #project");
    third.expect("FAIL JOIN CHANNEL_RENAMED #project #Roadmap :");
}
