// SPDX-License-Identifier: GPL-2.0-or-later
// What a client draws beside its rooms: there when it connects, and the same on every device.
#include "support/alloquyd.hpp"
#include "support/ws_client.hpp"

#include <gtest/gtest.h>

#include <regex>

using namespace alloquy::test;
using nlohmann::json;

namespace {

void enter(IrcClient& client, Person const& person) {
    client.enter_knowing(
        "message-tags echo-message draft/read-marker draft/message-redaction n-3-0.github.io/edit", person.username,
        person.password
    );
}

/// Says it and waits until it is stored. Its id.
std::string say(IrcClient& client, std::string const& target, std::string const& text, std::string const& tags = {}) {
    client.send((tags.empty() ? "" : "@" + tags + " ") + "PRIVMSG " + target + " :" + text);
    // Others' messages may be in between.
    static std::regex const special(R"([.?@$])");
    auto const echo = client.expect("PRIVMSG " + target + " :" + std::regex_replace(text, special, "\\$&") + "$");
    auto const begin = echo.find("msgid=") + 6;
    return echo.substr(begin, echo.find_first_of("; ", begin) - begin);
}

class Gateway {
public:
    Gateway(Alloquyd& server, Person const& person) : socket_(server.ports().https, "/api/v1/gateway") {
        socket_.send({{"op", "identify"}, {"token", person.token}});
        ready = socket_.expect_op("ready");
    }

    /// The room's item in `ready`, by channel or name.
    json room(std::string const& name) const {
        for (auto const& item : ready.at("rooms"))
            if (item.at("irc_channel") == name || item.at("username") == name) return item;
        throw std::runtime_error("no room " + name + " in " + ready.dump());
    }
    /// The next event about the room that `wanted` accepts.
    json expect(std::string const& type, std::string const& name, std::function<bool(json const&)> const& wanted) {
        json found;
        socket_.expect([&](json const& frame) {
            if (frame.value("t", "") != type) return false;
            auto const& data = frame.at("d");
            for (auto const& item : type == "read.updated" ? json::array({data}) : data.at("rooms"))
                if ((item.at("irc_channel") == name || item.at("username") == name) && wanted(item)) found = item;
            return !found.is_null();
        });
        return found;
    }
    json expect_counts(std::string const& name, int unread, int mentions) {
        return expect("unread.updated", name, [=](json const& item) {
            return item.at("unread") == unread && item.at("mentions") == mentions;
        });
    }

    json ready;

private:
    WsClient socket_;
};

}  // namespace

TEST(Unread, ReadyHasItAndEveryDeviceMovesIt) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto const alice = server.add_person(owner, "alice"), bob = server.add_person(owner, "bob");
    auto writer = server.irc("alice");
    enter(writer, alice);
    writer.join("#general");
    say(writer, "#general", "nothing special");
    auto const named = say(writer, "#general", "look here, @Bob");
    say(writer, "#general", "@everyone from somebody who may not");
    say(writer, "bob", "while you were away");

    Gateway desk(server, bob);
    auto const general = desk.room("#general"), direct = desk.room("alice");
    EXPECT_EQ(general.at("unread"), 3);
    EXPECT_EQ(general.at("mentions"), 1);
    EXPECT_EQ(direct.at("unread"), 1);
    EXPECT_EQ(direct.at("mentions"), 1);
    EXPECT_EQ(desk.room("#random").at("last_message_id"), nullptr);

    // A phone on IRC reads everything; the desk is told.
    auto phone = server.irc("bob");
    enter(phone, bob);
    phone.join("#general");
    auto http = server.http(bob);
    auto const path = "/api/v1/rooms/" + general.at("id").get<std::string>();
    auto const history = http.expect(200, http.get(path + "/messages")).at("items");
    phone.send("MARKREAD #general timestamp=" + history.back().at("sent_at").get<std::string>());
    auto const read = desk.expect("read.updated", "#general", [](auto const&) { return true; });
    EXPECT_EQ(read.at("unread"), 0);
    EXPECT_EQ(read.at("mentions"), 0);
    EXPECT_EQ(read.at("read").at("at"), history.back().at("sent_at"));

    // And the other way round: the web reads, the phone is told.
    auto const direct_path = "/api/v1/rooms/" + direct.at("id").get<std::string>() + "/read";
    json const body{{"message_id", direct.at("last_message_id")}};
    http.expect(200, http.request("PUT", direct_path, body.dump()));
    phone.expect(" MARKREAD alice timestamp=");
    desk.expect("read.updated", "alice", [](auto const& item) { return item.at("unread") == 0; });

    // Both are as they were left when another device comes.
    Gateway laptop(server, bob);
    EXPECT_EQ(laptop.room("#general").at("unread"), 0);
    EXPECT_EQ(laptop.room("alice").at("unread"), 0);
    EXPECT_EQ(laptop.room("#general").at("last_message_id"), history.back().at("id"));
    EXPECT_GE(history.back().at("id").get<std::string>(), named);
}

TEST(Unread, IsToldWhileItHappens) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto const alice = server.add_person(owner, "alice"), bob = server.add_person(owner, "bob");
    auto writer = server.irc("alice"), chief = server.irc("olive"), reader = server.irc("bob");
    enter(writer, alice);
    enter(chief, owner);
    enter(reader, bob);
    for (auto* client : {&writer, &chief, &reader}) client->join("#general");
    Gateway gateway(server, bob);
    say(writer, "#general", "bob: are you there?");
    gateway.expect_counts("#general", 1, 1);
    auto const everyone = say(chief, "#general", "@everyone lunch");
    gateway.expect_counts("#general", 2, 2);
    // One's own doesn't count; an answer to it mentions.
    auto const own = say(reader, "#general", "coming");
    auto const answer = say(writer, "#general", "good", "+reply=" + own);
    gateway.expect_counts("#general", 3, 3);
    // An edit takes the mention away, a redaction the message.
    auto const plain = say(writer, "#general", "I meant @bob");
    gateway.expect_counts("#general", 4, 4);
    say(writer, "#general", "I meant nobody", "+n-3-0.github.io/edit=" + plain);
    gateway.expect_counts("#general", 4, 3);
    chief.send("REDACT #general " + everyone);
    gateway.expect_counts("#general", 3, 2);
    writer.send("REDACT #general " + answer);
    gateway.expect_counts("#general", 2, 1);
    say(writer, "bob", "psst");
    auto const direct = gateway.expect_counts("alice", 1, 1);
    EXPECT_EQ(direct.at("kind"), "dm");
    // And the same is counted for who comes now.
    Gateway other(server, bob);
    EXPECT_EQ(other.room("#general").at("unread"), 2);
    EXPECT_EQ(other.room("#general").at("mentions"), 1);
    server.stop();
    server.start();
    server.ready();
    Gateway after(server, bob);
    EXPECT_EQ(after.room("#general").at("unread"), 2);
    EXPECT_EQ(after.room("#general").at("mentions"), 1);
    EXPECT_EQ(after.room("alice").at("unread"), 1);
}

TEST(MessageEvents, AreForThoseWhoAskAndMaySee) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto const alice = server.add_person(owner, "alice"), bob = server.add_person(owner, "bob");
    auto writer = server.irc("alice"), reader = server.irc("bob");
    enter(writer, alice);
    enter(reader, bob);
    writer.join("#general");
    reader.join("#general");

    WsClient bot(server.ports().https, "/api/v1/gateway"), other(server.ports().https, "/api/v1/gateway");
    bot.send({{"op", "identify"}, {"token", bob.token}});
    auto const session = bot.expect_op("ready").at("session").get<std::string>();
    other.send({{"op", "identify"}, {"token", owner.token}});
    other.expect_op("ready");
    for (auto* client : {&bot, &other}) {
        client->send({{"op", "subscribe"}, {"messages", true}});
        EXPECT_EQ(client->expect_op("subscribed"), (json{{"op", "subscribed"}, {"messages", true}}));
    }
    auto const event = [](WsClient& client, std::string const& type) {
        return client.expect([&](json const& frame) { return frame.value("t", "") == type; });
    };

    auto const first = say(writer, "#general", "!roll a die");
    auto const created = event(bot, "message.created").at("d");
    EXPECT_EQ(created.at("id"), first);
    EXPECT_EQ(created.at("text"), "!roll a die");
    EXPECT_EQ(created.at("author").at("username"), "alice");
    EXPECT_EQ(created.at("reply_to"), nullptr);
    EXPECT_EQ(event(other, "message.created").at("d"), created);
    say(reader, "#general", "four", "+reply=" + first);
    EXPECT_EQ(event(bot, "message.created").at("d").at("reply_to"), first);
    writer.send("@+draft/react=:o;+reply=" + first + " TAGMSG #general");
    auto const reacted = event(bot, "message.reacted").at("d");
    EXPECT_EQ(reacted.at("id"), first);
    EXPECT_EQ(reacted.at("value"), ":o");
    EXPECT_EQ(reacted.at("added"), true);
    say(writer, "#general", "!roll two dice", "+n-3-0.github.io/edit=" + first);
    EXPECT_EQ(event(bot, "message.edited").at("d").at("text"), "!roll two dice");
    writer.send("REDACT #general " + first);
    EXPECT_EQ(event(bot, "message.redacted").at("d").at("id"), first);

    // A conversation is its two people's; and what happened without a connection is told after it.
    auto const direct = say(writer, "bob", "psst");
    auto const last = event(bot, "message.created");
    EXPECT_EQ(last.at("d").at("id"), direct);
    writer.send("REDACT bob " + direct);
    WsClient again(server.ports().https, "/api/v1/gateway");
    again.send({{"op", "resume"}, {"session", session}, {"s", last.at("s")}});
    again.expect_op("resumed");
    EXPECT_EQ(event(again, "message.redacted").at("d").at("id"), direct);
    auto const end = say(writer, "#general", "the end");
    other.expect([&](json const& frame) {
        if (!frame.contains("d")) return false;
        EXPECT_NE(frame.at("d").value("id", ""), direct);
        return frame.at("d").value("id", "") == end;
    });
}
