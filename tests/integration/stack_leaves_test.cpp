// SPDX-License-Identifier: GPL-2.0-or-later
// Two real InspIRCds, one of them a leaf: its people are everybody's, and what they write is kept once.
#include "stories.hpp"
#include "support/leaf_server.hpp"

#include <algorithm>
#include <set>

using namespace alloquy::test;

namespace {

/// One Alloquy server with one leaf; Olive (the owner), Alice and Bob have accounts.
class Leaves : public testing::Test {
protected:
    Leaves() { leaf.wait_until_linked(); }

    std::unique_ptr<IrcClient> at_hub(Person const& person) {
        auto client = std::make_unique<IrcClient>(person.username + " at the hub", server.ports().irc);
        enter(*client, person);
        return client;
    }
    std::unique_ptr<IrcClient> at_leaf(Person const& person) {
        auto client = std::make_unique<IrcClient>(person.username + " at the leaf", leaf.port());
        enter(*client, person);
        return client;
    }
    static void join(IrcClient& client) {
        client.send("JOIN #general");
        client.expect(" 366 ");
    }
    /// Both see each other in #general.
    static void join(IrcClient& first, IrcClient& second, std::string const& name_of_second) {
        join(first);
        second.send("JOIN #general");
        second.expect(" 366 ");
        first.expect(":" + name_of_second + "\\S* JOIN :?#general");
    }
    static std::string time_in(std::string const& line) {
        auto const at = line.find("time=");
        return at == std::string::npos ? "no time in " + line : line.substr(at, 29);
    }

    LeafServer::Hub hub;
    Alloquyd server{hub.options()};
    LeafServer leaf{server, hub};
    Person const olive = server.add_owner(), alice = server.add_person(olive, "alice"),
                 bob = server.add_person(olive, "bob");
};

}  // namespace

TEST_F(Leaves, AMessageHasOneIdEverywhereAndIsStoredOnce) {
    auto here = at_hub(alice), there = at_leaf(bob);
    join(*here, *there, "bob");
    here->send("PRIVMSG #general :from the hub");
    auto const echo = here->expect("PRIVMSG #general :from the hub");
    auto const seen = there->expect("PRIVMSG #general :from the hub");
    EXPECT_EQ(id_in(echo), id_in(seen));
    EXPECT_EQ(time_in(echo), time_in(seen));
    there->send("PRIVMSG #general :from the leaf");
    auto const second = there->expect("PRIVMSG #general :from the leaf");
    EXPECT_EQ(id_in(second), id_in(here->expect("PRIVMSG #general :from the leaf")));
    for (auto* client : {here.get(), there.get()}) {
        auto const found = history(*client, "LATEST #general * 10");
        EXPECT_EQ(found.texts, (std::vector<std::string>{"from the hub", "from the leaf"}));
        EXPECT_EQ(id_in(found.lines.at(1)), id_in(second));
    }
    EXPECT_EQ(rest_history(server, olive, "#general").size(), 2U);
}

TEST_F(Leaves, ADirectMessageReachesEveryDeviceOfBothOnce) {
    auto const alice_here = at_hub(alice), alice_there = at_leaf(alice);
    auto const bob_there = at_leaf(bob), bob_here = at_hub(bob);
    auto const once = [](IrcClient& client, std::string const& text) {
        auto const line = client.expect("PRIVMSG \\S+ :" + text + "$");
        client.expect_silence_about("PRIVMSG \\S+ :" + text + "$");
        return id_in(line);
    };
    std::string const texts[] = {"sent at the hub", "sent at the leaf"};
    for (auto* sender : {alice_here.get(), alice_there.get()}) {
        auto const& text = texts[sender == alice_there.get()];
        sender->send("PRIVMSG bob :" + text);
        auto const id = once(*sender, text);
        for (auto* other : {alice_here.get(), alice_there.get(), bob_here.get(), bob_there.get()})
            if (other != sender) EXPECT_EQ(once(*other, text), id);
    }
    EXPECT_EQ(history(*bob_here, "LATEST alice * 10").texts, (std::vector<std::string>{texts[0], texts[1]}));
}

TEST_F(Leaves, SomebodyWhoIsAtTheLeafOnlyIsNotAway) {
    auto const here = at_hub(alice), there = at_leaf(bob);
    here->send("PRIVMSG bob :are you there?");
    auto const id = id_in(there->expect("PRIVMSG bob :are you there"));
    EXPECT_EQ(id_in(here->expect("PRIVMSG bob :are you there")), id);
    there->send("PRIVMSG olive :for later");
    there->expect("PRIVMSG olive :for later");
    auto const back = at_hub(olive);
    EXPECT_EQ(history(*back, "LATEST bob * 10").texts, std::vector<std::string>{"for later"});
}

TEST_F(Leaves, WhomAnAccountDoesNotWantIsRefusedAtTheSendersServer) {
    auto const here = at_hub(alice), there = at_leaf(bob);
    auto http = server.http(bob);
    ASSERT_EQ(http.request("PUT", "/api/v1/accounts/me/blocks/alice", std::nullopt).status, 204U);
    wait_until("the hub's module knows", [&] {
        here->send("PRIVMSG bob :anybody?");
        return here->expect(" FAIL PRIVMSG DM_POLICY bob |PRIVMSG bob :anybody").find(" FAIL ") != std::string::npos;
    });
    here->send("PRIVMSG bob :unwanted");
    here->expect(" FAIL PRIVMSG DM_POLICY bob ");
    there->expect_silence_about("unwanted");
    auto const kept = history(*here, "LATEST bob * 20").texts;
    EXPECT_EQ(std::ranges::count(kept, "unwanted"), 0);
}

TEST_F(Leaves, AMessageOfSeveralLinesStaysOnePiece) {
    auto const here = at_hub(alice), there = at_leaf(bob);
    auto plain = leaf.irc("plain");
    plain.send("PASS olive:" + olive.password);
    plain.enter("olive");
    here->send("CAP REQ :draft/multiline");
    here->expect(" CAP .* ACK ");
    there->send("CAP REQ :draft/multiline");
    there->expect(" CAP .* ACK ");
    join(*here, *there, "bob");
    join(plain);
    here->expect(":olive\\S* JOIN");
    for (std::string const target : {"#general", "bob"}) {
        here->send("BATCH +1 draft/multiline " + target);
        here->send("@batch=1 PRIVMSG " + target + " :first");
        here->send("@batch=1 PRIVMSG " + target + " :");
        here->send("@batch=1 PRIVMSG " + target + " :" + std::string(430, 'x'));
        here->send("@batch=1;draft/multiline-concat PRIVMSG " + target + " :" + std::string(50, 'y'));
        here->send("BATCH -1");
        auto const opened = there->expect(" BATCH \\+\\S+ draft/multiline :?" + target);
        std::string text;
        for (;;) {
            auto const line = there->expect("PRIVMSG | BATCH :?-");
            if (line.find(" BATCH ") != std::string::npos) break;
            if (line.find("draft/multiline-concat") == std::string::npos && !text.empty()) text += "\n";
            text += line.substr(line.find(" :", line.find("PRIVMSG")) + 2);
        }
        EXPECT_EQ(text, "first\n\n" + std::string(430, 'x') + std::string(50, 'y'));
        EXPECT_EQ(id_in(here->expect(" BATCH \\+\\S+ draft/multiline :?" + target)), id_in(opened));
    }
    plain.expect("PRIVMSG #general :first");
    plain.expect("PRIVMSG #general :x+");
    plain.expect_silence_about("BATCH");
}

TEST_F(Leaves, RedactionsReactionsEditsAndReadMarkersReachEverybody) {
    auto const here = at_hub(alice), there = at_leaf(bob), bob_here = at_hub(bob);
    join(*here, *there, "bob");
    here->send("PRIVMSG #general :a mistake");
    auto const id = id_in(here->expect("PRIVMSG #general :a mistake"));
    there->expect("PRIVMSG #general :a mistake");
    there->send("@+draft/react=:-(;+reply=" + id + " TAGMSG #general");
    auto const reaction = there->expect("\\+draft/react=\\S+ :bob\\S+ TAGMSG :?#general");
    EXPECT_EQ(id_in(here->expect("\\+draft/react=\\S+ :bob\\S+ TAGMSG :?#general")), id_in(reaction));
    here->send("@+n-3-0.github.io/edit=" + id + " PRIVMSG #general :no mistake");
    there->expect("\\+n-3-0.github.io/edit=" + id + "\\S* :alice\\S+ PRIVMSG #general :\\* no mistake");
    here->expect("PRIVMSG #general :\\* no mistake");
    EXPECT_EQ(history(*there, "LATEST #general * 1").texts, std::vector<std::string>{"no mistake"});
    there->send("MARKREAD #general timestamp=2026-01-01T00:00:00.000Z");
    bob_here->expect(" MARKREAD #general timestamp=2026-01-01T00:00:00.000Z");
    here->send("REDACT #general " + id + " :never mind");
    there->expect(":alice\\S+ REDACT #general " + id + " :never mind");
}

TEST_F(Leaves, ALateLeafsMessageIsNotMissed) {
    auto const here = at_hub(alice), there = at_leaf(bob);
    join(*here, *there, "bob");
    leaf.to_module().cut();
    there->send("PRIVMSG #general :said first, known last");
    auto const first = id_in(here->expect("PRIVMSG #general :said first, known last"));
    here->send("PRIVMSG #general :said second");
    auto const second = id_in(here->expect("PRIVMSG #general :said second"));
    EXPECT_LT(std::stoull(first), std::stoull(second));
    EXPECT_EQ(history(*here, "LATEST #general * 10").texts, std::vector<std::string>{"said second"});
    leaf.to_module().mend();
    there->expect("PRIVMSG #general :said first, known last");  // the echo
    EXPECT_EQ(
        history(*here, "AFTER #general msgid=" + second + " 10").texts,
        std::vector<std::string>{"said first, known last"}
    );
}

TEST_F(Leaves, WithoutItsLinkALeafRefusesWhatCannotBeKept) {
    auto const here = at_hub(alice), there = at_leaf(bob);
    join(*here, *there, "bob");
    leaf.to_module().cut();
    wait_until("the leaf refuses", [&] {
        there->send("PRIVMSG #general :lost?");
        there->send("PING answered");
        return there->expect(" FAIL PRIVMSG CANNOT_STORE #general | PONG ").find("FAIL") != std::string::npos;
    });
    there->send("CHATHISTORY LATEST #general * 10");
    there->expect(" FAIL CHATHISTORY TEMPORARILY_UNAVAILABLE ");
    leaf.to_module().mend();
    wait_until("the leaf accepts", [&] {
        there->send("PRIVMSG #general :kept");
        return there->expect(" FAIL PRIVMSG CANNOT_STORE |PRIVMSG #general :kept").find("FAIL") == std::string::npos;
    });
    here->expect("PRIVMSG #general :kept");
}

TEST_F(Leaves, WhatWasAcknowledgedIsKeptOnceHoweverOftenTheLinkIsCut) {
    auto const there = at_leaf(bob);
    join(*there);
    std::set<std::string> acknowledged, sent;
    for (int round = 0; round < 4; ++round) {
        for (int i = 0; i < 12; ++i) {
            auto const text = "burst " + std::to_string(round) + "." + std::to_string(i);
            sent.insert(text);
            there->send("PRIVMSG #general :" + text);
            if (i == 7) leaf.to_module().cut();
        }
        leaf.to_module().mend();
        for (int answers = 0; answers < 12; ++answers) {
            auto const line = there->expect("PRIVMSG #general :burst |FAIL PRIVMSG ", std::chrono::seconds(30));
            if (line.find(" FAIL ") == std::string::npos) acknowledged.insert(line.substr(line.find(" :burst ") + 2));
        }
    }
    EXPECT_GE(leaf.to_module().carried(), 4);
    EXPECT_GE(acknowledged.size(), 20U);
    std::multiset<std::string> kept;
    for (auto const& item : rest_history(server, olive, "#general")) kept.insert(item.at("text").get<std::string>());
    for (auto const& text : acknowledged) EXPECT_EQ(kept.count(text), 1U) << text;
    for (auto const& text : kept) EXPECT_TRUE(sent.contains(text) && kept.count(text) == 1) << text;
}

TEST_F(Leaves, ARemovedLeafIsCutOffAtOnce) {
    auto const here = at_hub(alice), there = at_leaf(bob);
    join(*here, *there, "bob");
    EXPECT_NE(server.command({"leaf", "list"}).out.find("leaf.example.org\t1AA"), std::string::npos);
    EXPECT_EQ(server.command({"leaf", "add", "leaf.example.org"}).code, 1);
    EXPECT_EQ(server.command({"leaf", "remove", "leaf.example.org"}).code, 0);
    here->expect(":bob\\S* QUIT ");
    server.process().wait_for_line("module link of 1AA lost: it isn't a leaf any more");
    server.process().wait_for_line("doesn't prove to be one of our leaves", std::chrono::seconds(20));
    EXPECT_EQ(server.command({"leaf", "list"}).out, "");
    // Its people are free to come to the server itself.
    at_hub(bob)->send("PING done");
}

TEST_F(Leaves, PeopleAndTheirNicksAreTheSameAtEveryServer) {
    auto const here = at_hub(alice), there = at_leaf(alice);
    there->send("WHOIS alice");
    there->expect(" 330 \\S+ alice alice ");
    // The one with the name leaves, and the other takes it, across servers.
    here->send("QUIT");
    here->expect_close();
    there->expect_silence_about("NICK|ERROR");
    auto wrong = leaf.irc("wrong");
    wrong.send("PASS alice:not-the-password");
    wrong.send("NICK alice");
    wrong.send("USER alice 0 * :alice");
    EXPECT_NE(wrong.expect_close().find("ERROR"), std::string::npos);
    // Suspension knows no servers.
    EXPECT_EQ(server.command({"user", "suspend", "alice"}).code, 0);
    there->expect_close();
}

TEST_F(Leaves, ComeBackWhenTheServerDoes) {
    auto there = at_leaf(bob);
    join(*there);
    server.stop();
    server.start();
    leaf.wait_until_linked();
    wait_until("the leaf accepts", [&] {
        there->send("PRIVMSG #general :back");
        return there->expect(" FAIL PRIVMSG CANNOT_STORE |PRIVMSG #general :back").find("FAIL") == std::string::npos;
    });
    auto const here = at_hub(alice);
    join(*here);
    EXPECT_EQ(history(*here, "LATEST #general * 1").texts, std::vector<std::string>{"back"});
}

TEST_F(Leaves, TellNobodyTheirSecretButTheServerTheyWereTold) {
    auto const at = leaf.printed().find("fingerprint=\"") + 13;
    auto const fingerprint = leaf.printed().substr(at, 64);
    leaf.restart_with(
        "server=\"127.0.0.1:" + std::to_string(leaf.to_module().port()) + "\" fingerprint=\"" + fingerprint,
        "server=\"127.0.0.1:" + std::to_string(leaf.to_module().port()) + "\" fingerprint=\"" + std::string(64, 'a')
    );
    leaf.process().wait_for_line("certificate has another fingerprint: " + fingerprint, std::chrono::seconds(20));
    EXPECT_FALSE(server.process().has_line("doesn't prove to be one of our leaves"));
    // The secret itself stands in no log.
    auto const secret_at = leaf.printed().find("secret=\"") + 8;
    auto const secret = leaf.printed().substr(secret_at, leaf.printed().find('"', secret_at) - secret_at);
    EXPECT_EQ(secret.size(), 43U);
    leaf.restart_with(std::string(64, 'a'), fingerprint);
    leaf.restart_with("secret=\"" + secret, "secret=\"another-secret");
    server.process().wait_for_line("doesn't prove to be one of our leaves", std::chrono::seconds(20));
    for (auto const* word : {"another-secret", secret.c_str()}) {
        EXPECT_EQ(server.log().find(word), std::string::npos);
        EXPECT_EQ(leaf.process().output().find(word), std::string::npos);
    }
}
