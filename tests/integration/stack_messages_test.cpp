// SPDX-License-Identifier: GPL-2.0-or-later
// What people write is kept: acknowledged after it is on disk, there again for everybody who may see it, exactly once.
#include "stories.hpp"

#include <csignal>
#include <fstream>
#include <set>

using namespace alloquy::test;

TEST(Messages, AreEchoedWithTheirIdAndInEverybodysHistory) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto const alice = server.add_person(owner, "alice");
    auto sender = server.irc("olive");
    enter(sender, owner);
    sender.join("#general");
    sender.send("PRIVMSG #general :hello, wörld");
    auto const echo = sender.expect("PRIVMSG #general :hello, wörld$");
    auto const id = id_in(echo);

    // Somebody who came later sees it, with the same id and time.
    auto late = server.irc("alice");
    enter(late, alice);
    late.join("#general");
    auto const found = history(late, "LATEST #general * 10");
    ASSERT_EQ(found.texts, std::vector<std::string>{"hello, wörld"});
    EXPECT_EQ(id_in(found.lines[0]), id);
    static std::regex const time("time=(\\S+?)[; ]");
    std::smatch sent, kept;
    ASSERT_TRUE(std::regex_search(echo, sent, time));
    ASSERT_TRUE(std::regex_search(found.lines[0], kept, time));
    EXPECT_EQ(sent[1], kept[1]);
    EXPECT_NE(found.lines[0].find("account=olive"), std::string::npos) << found.lines[0];

    auto const rest = rest_history(server, alice, "#general");
    ASSERT_EQ(rest.size(), 1U);
    EXPECT_EQ(rest[0].at("id"), id);
    EXPECT_EQ(rest[0].at("text"), "hello, wörld");
    EXPECT_EQ(rest[0].at("sent_at"), sent[1].str());
}

TEST(Messages, ALabelIsAnsweredByTheEcho) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto client = server.irc("olive");
    enter(client, owner);
    client.join("#general");
    client.send("@label=one PRIVMSG #general :labelled");
    EXPECT_NE(client.expect("PRIVMSG #general :labelled$").find("label=one"), std::string::npos);
    client.send("@label=two CHATHISTORY LATEST #general * 5");
    EXPECT_NE(client.expect(" BATCH \\+\\S+ chathistory #general").find("label=two"), std::string::npos);
    client.send("@label=three CHATHISTORY LATEST #nowhere * 5");
    auto const failure = client.expect(" FAIL CHATHISTORY INVALID_TARGET LATEST #nowhere ");
    EXPECT_NE(failure.find("label=three"), std::string::npos) << failure;
}

TEST(Messages, APageIsFoundByIdAndByTime) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto client = server.irc("olive");
    enter(client, owner);
    client.join("#general");
    std::vector<std::string> ids;
    for (int number = 1; number <= 5; ++number) {
        client.send("PRIVMSG #general :message " + std::to_string(number));
        ids.push_back(id_in(client.expect("PRIVMSG #general :message ")));
    }
    using Texts = std::vector<std::string>;
    EXPECT_EQ(history(client, "BEFORE #general msgid=" + ids[2] + " 10").texts, (Texts{"message 1", "message 2"}));
    EXPECT_EQ(history(client, "AFTER #general msgid=" + ids[2] + " 1").texts, Texts{"message 4"});
    EXPECT_EQ(
        history(client, "BETWEEN #general msgid=" + ids[0] + " msgid=" + ids[4] + " 2").texts,
        (Texts{"message 2", "message 3"})
    );
    EXPECT_EQ(
        history(client, "AROUND #general msgid=" + ids[2] + " 3").texts, (Texts{"message 2", "message 3", "message 4"})
    );
    EXPECT_EQ(
        history(client, "AFTER #general timestamp=2020-01-01T00:00:00.000Z 2").texts, (Texts{"message 1", "message 2"})
    );
    client.send("CHATHISTORY TARGETS timestamp=2020-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z 10");
    client.expect("CHATHISTORY TARGETS #general 20");
}

TEST(Messages, ADirectMessageWaitsForSomebodyWhoIsAway) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto const alice = server.add_person(owner, "alice");
    auto client = server.irc("olive");
    enter(client, owner);
    client.send("PRIVMSG alice :for when you are back");
    client.expect("PRIVMSG alice :for when you are back$");
    client.send("PRIVMSG nobody-of-that-name :hello?");
    client.expect(" 401 olive nobody-of-that-name ");
    // Names and labels that nothing is stored under are their client's affair, not the link's.
    client.send("PRIVMSG " + std::string(100, 'x') + " :hello?");
    client.expect(" 401 olive x+ ");
    client.send("@label=two\\swords CHATHISTORY LATEST alice * 1");
    client.expect("label=two.swords \\S+ BATCH ");

    auto back = server.irc("alice");
    enter(back, alice);
    auto const found = history(back, "LATEST olive * 10");
    EXPECT_EQ(found.texts, std::vector<std::string>{"for when you are back"});
    // And no one else's business.
    auto const eve = server.add_person(owner, "eve");
    auto other = server.irc("eve");
    enter(other, eve);
    EXPECT_EQ(history(other, "LATEST olive * 10").texts.size(), 0U);
}

TEST(Messages, ARedactedMessageIsGoneFromHistoryAndDisk) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto const alice = server.add_person(owner, "alice");
    auto writer = server.irc("alice"), reader = server.irc("olive");
    enter(writer, alice);
    enter(reader, owner);
    reader.join("#general");  // the first one in is its operator
    writer.join("#general");
    reader.send("PRIVMSG #general :mine");
    auto const not_alices = id_in(reader.expect("PRIVMSG #general :mine$"));
    writer.send("PRIVMSG #general :oops");
    auto const id = id_in(writer.expect("PRIVMSG #general :oops$"));
    writer.send("REDACT #general " + not_alices);
    writer.expect(" FAIL REDACT REDACT_FORBIDDEN #general " + not_alices);
    writer.send("REDACT #general 12345");
    writer.expect(" FAIL REDACT UNKNOWN_MSGID #general 12345");
    writer.send("@label=gone REDACT #general " + id + " :a mistake");
    reader.expect(":alice!\\S+ REDACT #general " + id + " :a mistake$");
    EXPECT_NE(writer.expect(" REDACT #general " + id).find("label=gone"), std::string::npos);
    // Without the capability there is nothing to see but that it was done (IRCv3 labeled-response).
    reader.send("CAP REQ :-draft/message-redaction");
    reader.send("@label=mine REDACT #general " + not_alices);
    EXPECT_NE(reader.expect(" ACK$").find("label=mine"), std::string::npos);
    writer.expect("REDACT #general " + not_alices + "$");
    writer.expect_silence_about("REDACT|ACK");
    EXPECT_EQ(history(reader, "LATEST #general * 10").texts.size(), 0U);
}

TEST(Messages, TheReadMarkerIsTheSameOnEveryDevice) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto phone = server.irc("phone"), desk = server.irc("desk");
    enter(desk, owner);
    enter(phone, owner);
    desk.join("#general");
    desk.send("PRIVMSG #general :read me");
    desk.expect("PRIVMSG #general :read me$");
    desk.send("MARKREAD #general timestamp=2026-01-01T00:00:00.000Z");
    desk.expect(" MARKREAD #general timestamp=2026-01-01T00:00:00.000Z");
    phone.expect(" MARKREAD #general timestamp=2026-01-01T00:00:00.000Z");
    desk.send("MARKREAD #general timestamp=2025-06-01T00:00:00.000Z");
    desk.expect(" MARKREAD #general timestamp=2026-01-01T00:00:00.000Z");
    // The specification: after JOIN and before 366.
    phone.send("JOIN #general");
    phone.expect("JOIN :?#general");
    phone.expect(" MARKREAD #general :?timestamp=2026-01-01T00:00:00.000Z");
    phone.expect(" 366 ");
    desk.send("MARKREAD #general timestamp=tomorrow");
    desk.expect(" FAIL MARKREAD INVALID_PARAMS ");
}

TEST(Messages, WhatWasAcknowledgedOutlivesKillsAndStandsThereOnce) {
    Alloquyd server;
    auto const owner = server.add_owner();
    std::set<std::string> acknowledged, sent;
    int number = 0;
    for (int round = 0; round < 4; ++round) {
        auto client = server.irc("olive");
        enter(client, owner);
        client.join("#general");
        try {
            for (int i = 0; i < 60; ++i) {
                auto const text = "burst " + std::to_string(++number);
                sent.insert(text);
                client.send("PRIVMSG #general :" + text);
                if (i == 30) {
                    if (round % 2 == 0)
                        server.kill_hard();
                    else
                        kill(server.component_pid(owner, "inspircd"), SIGKILL);
                }
                if (i >= 20 && i < 30) continue;  // some without waiting
                auto const echo = client.expect("PRIVMSG #general :burst ");
                acknowledged.insert(echo.substr(echo.find(" :burst ") + 2));
            }
        } catch (std::exception const&) {
            // The connection died with the server.
        }
        if (!server.process().running()) {
            server.start();
        } else {
            wait_until("InspIRCd is back", [&] { return server.http().get("/readyz").status == 200; });
        }
    }
    EXPECT_GE(acknowledged.size(), 60U);
    std::multiset<std::string> kept;
    auto http = server.http(owner);
    auto const rooms = http.get("/api/v1/rooms").json().at("items");
    std::string const path = "/api/v1/rooms/" + rooms[0].at("id").get<std::string>() + "/messages?limit=100";
    auto page = http.get(path).json();
    for (;;) {
        for (auto const& item : page.at("items")) kept.insert(item.at("text").get<std::string>());
        if (page.at("next").is_null()) break;
        page = http.get(path + "&before=" + page.at("next").get<std::string>()).json();
    }
    for (auto const& text : acknowledged) EXPECT_EQ(kept.count(text), 1U) << text;
    for (auto const& text : kept) {
        EXPECT_TRUE(sent.contains(text)) << text;
        EXPECT_EQ(kept.count(text), 1U) << text;
    }
}

TEST(Messages, NoWordOfThemIsReadableOnDisk) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto client = server.irc("olive");
    enter(client, owner);
    client.join("#general");
    client.send("@+draft/reply=1;+x=quagga PRIVMSG #general :xylophone in the hypocaust");
    client.expect("PRIVMSG #general :xylophone");
    for (auto const* name : {"alloquy.db", "alloquy.db-wal"}) {
        std::ifstream file(server.data() / name, std::ios::binary);
        std::string const bytes(std::istreambuf_iterator<char>(file), {});
        EXPECT_FALSE(bytes.empty()) << name;
        for (auto const* word : {"xylophone", "hypocaust", "quagga"})
            EXPECT_EQ(bytes.find(word), std::string::npos) << word << " in " << name;
    }
}
