// SPDX-License-Identifier: GPL-2.0-or-later
// One list of blocked people and one policy for direct messages: the same on IRC and REST, and obeyed wherever the
// people are.
#include "support/alloquyd.hpp"

#include <gtest/gtest.h>

using namespace alloquy::test;

namespace {

void enter(IrcClient& client, Person const& person) {
    client.enter_knowing(
        "message-tags batch labeled-response echo-message standard-replies", person.username, person.password
    );
}

std::string blocked_by(Alloquyd const& server, Person const& person) {
    auto http = server.http(person);
    std::string names;
    for (auto const& one : http.expect(200, http.get("/api/v1/accounts/me/blocks")).at("items"))
        names += one.at("username").get<std::string>() + " ";
    return names;
}

std::size_t kept_for(Alloquyd const& server, Person const& reader, std::string const& writer) {
    auto http = server.http(reader);
    return http.expect(200, http.get("/api/v1/dms/" + writer + "/messages")).at("items").size();
}

struct Privacy : testing::Test {
    Alloquyd server;
    Person owner = server.add_owner();
    Person alice = server.add_person(owner, "alice");
    Person mallory = server.add_person(owner, "mallory");
};

}  // namespace

TEST_F(Privacy, SilenceIsTheAccountsListOnEveryDevice) {
    auto phone = server.irc("phone"), desk = server.irc("desk");
    enter(phone, alice);
    enter(desk, alice);
    phone.send("SILENCE");
    phone.expect(" 272 alice :");
    phone.send("SILENCE +mallory!*@*");
    phone.expect(" SILENCE \\+mallory!\\*@\\*$");
    desk.expect(" SILENCE \\+mallory!\\*@\\*$");
    EXPECT_EQ(blocked_by(server, alice), "mallory ");

    auto http = server.http(alice);
    ASSERT_EQ(http.request("PUT", "/api/v1/accounts/me/blocks/olive", std::nullopt).status, 204U);
    for (auto* device : {&phone, &desk}) device->expect(" SILENCE \\+olive!\\*@\\*$");
    desk.send("@label=one SILENCE");
    EXPECT_NE(desk.expect(" BATCH \\+\\S+ labeled-response").find("label=one"), std::string::npos);
    desk.expect(" 271 alice\\S* mallory!\\*@\\*$");
    desk.expect(" 271 alice\\S* olive!\\*@\\*$");
    desk.expect(" 272 alice");
    desk.send("SILENCE -olive");
    desk.expect(" SILENCE -olive!\\*@\\*$");
    phone.expect(" SILENCE -olive!\\*@\\*$");
    EXPECT_EQ(blocked_by(server, alice), "mallory ");
}

TEST_F(Privacy, SilenceSaysWhatItCannotDo) {
    auto client = server.irc("alice");
    enter(client, alice);
    for (auto const& [command, answer] : std::vector<std::pair<std::string, std::string>>{
             {"+*!*@spam.example", " FAIL SILENCE INVALID_MASK "},
             {"+mallory pn", " FAIL SILENCE INVALID_PARAMS pn "},
             {"+alice", " FAIL SILENCE INVALID_TARGET alice "},
             {"+nobody-of-that-name", " FAIL SILENCE UNKNOWN_TARGET nobody-of-that-name "},
             {"-mallory", " FAIL SILENCE INVALID_TARGET mallory "}
         }) {
        client.send("SILENCE " + command);
        client.expect(answer);
    }
}

TEST_F(Privacy, WhoIsBlockedReachesNoDeviceOnlineOrAway) {
    {
        auto reader = server.irc("alice"), writer = server.irc("mallory");
        enter(reader, alice);
        enter(writer, mallory);
        writer.send("PRIVMSG alice :the first one is welcome");
        reader.expect("PRIVMSG alice :the first one");
        writer.expect("PRIVMSG alice :the first one");
        reader.send("SILENCE +mallory");
        reader.expect(" SILENCE \\+mallory");
        for (std::string const line :
             {"PRIVMSG alice :hello?", "NOTICE alice :hello?", "@+draft/react=x;+reply=1 TAGMSG alice"}) {
            writer.send(line);
            writer.expect(" FAIL \\S+ DM_POLICY alice :This person doesn't take direct messages from you");
        }
        writer.send("@+typing=active TAGMSG alice");
        writer.expect_silence_about(" FAIL ");
        reader.expect_silence_about("hello\\?|TAGMSG");
        // A room that both are in shows everybody's messages: hiding them is the client's part.
        for (auto* client : {&reader, &writer}) {
            client->send("JOIN #general");
            client->expect(" 366 ");
        }
        writer.send("PRIVMSG #general :to all");
        reader.expect("PRIVMSG #general :to all");
    }
    // Nobody there: alloquyd itself says no, in the same words.
    auto writer = server.irc("mallory");
    enter(writer, mallory);
    writer.send("PRIVMSG alice :are you away?");
    writer.expect(" FAIL PRIVMSG DM_POLICY alice :This person doesn't take direct messages from you");
    EXPECT_EQ(kept_for(server, alice, "mallory"), 1U);
    auto http = server.http(alice);
    ASSERT_EQ(http.del("/api/v1/accounts/me/blocks/mallory").status, 204U);
    writer.send("PRIVMSG alice :and now?");
    writer.expect("PRIVMSG alice :and now\\?$");
    EXPECT_EQ(kept_for(server, alice, "mallory"), 2U);
}

TEST_F(Privacy, ABlockOutlivesTheLinkAndFollowsARename) {
    auto reader = server.irc("alice"), writer = server.irc("mallory");
    enter(reader, alice);
    enter(writer, mallory);
    reader.send("SILENCE +mallory");
    reader.expect(" SILENCE \\+mallory");
    auto http = server.http(mallory);
    ASSERT_EQ(http.patch("/api/v1/accounts/me", {{"username", "innocent"}}).status, 200U);
    writer.expect(":mallory!\\S+ NICK :?innocent");
    wait_until("the new name is refused", [&] {
        writer.send("@label=x PRIVMSG alice :it is somebody else");
        return writer.expect("label=x").find(" DM_POLICY ") != std::string::npos;
    });
    EXPECT_EQ(blocked_by(server, alice), "innocent ");

    server.kill_hard();
    server.start();
    auto again = server.irc("alice"), other = server.irc("innocent");
    enter(again, alice);
    mallory.username = "innocent";
    enter(other, mallory);
    wait_until("the policy has reached the new link", [&] {
        other.send("@label=y PRIVMSG alice :back?");
        return other.expect("label=y").find(" DM_POLICY ") != std::string::npos;
    });
    again.expect_silence_about("somebody else|back\\?");
}

TEST_F(Privacy, APolicyOfRoomsAsksForARoomThatBothWereIn) {
    {
        auto reader = server.irc("alice");
        enter(reader, alice);
        reader.send("JOIN #general");
        reader.expect(" 366 ");
        reader.send("PRIVMSG #general :here I am");
        reader.expect("PRIVMSG #general :here I am$");
    }
    auto http = server.http(alice);
    ASSERT_EQ(http.patch("/api/v1/accounts/me/privacy", {{"direct_messages", "rooms"}}).status, 200U);
    auto writer = server.irc("mallory");
    enter(writer, mallory);
    writer.send("PRIVMSG alice :we never met");
    writer.expect(" FAIL PRIVMSG DM_POLICY alice ");
    writer.send("JOIN #general");
    writer.expect(" 366 ");
    writer.send("PRIVMSG #general :now we did");
    writer.expect("PRIVMSG #general :now we did$");
    writer.send("PRIVMSG alice :hello");
    writer.expect("PRIVMSG alice :hello$");
    ASSERT_EQ(http.patch("/api/v1/accounts/me/privacy", {{"direct_messages", "nobody"}}).status, 200U);
    writer.send("PRIVMSG alice :hello again");
    writer.expect(" FAIL PRIVMSG DM_POLICY alice ");
}
