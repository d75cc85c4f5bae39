// SPDX-License-Identifier: GPL-2.0-or-later
// What features do with the gateway: events for those who asked, and what a session holds.
#include "gateway_server.hpp"

using namespace alloquy;
using namespace std::chrono_literals;
using nlohmann::json;
using test::event;
using test::GatewayClient;
using test::GatewayServer;
namespace code = gateway::close_code;

TEST(Gateway, SendsToThoseWhoAskedAndMaySee) {
    GatewayServer server;
    GatewayClient asked(server), other(server), admin(server);
    asked.identify("member");
    other.identify("member");
    admin.identify("admin");
    asked.say({{"op", "subscribe"}, {"news", 1}});
    EXPECT_EQ(asked.next()["field"], "news");
    for (auto* client : {&asked, &admin}) {
        client->say({{"op", "subscribe"}, {"news", true}});
        EXPECT_EQ(client->next(), (json{{"op", "subscribed"}, {"news", true}}));
    }
    auto const tell = [&](std::string const& text) {
        server.on_io([&] {
            EXPECT_TRUE(server.hub->is_wanted("news"));
            server.hub->publish_to_subscribers(
                "news", [](base::Id account) { return account == 2; }, "news.told", {{"text", text}}
            );
        });
    };
    tell("first");
    EXPECT_EQ(asked.next(), event(1, "news.told", {{"text", "first"}}));
    // What was asked for outlives a lost connection, like all of the session.
    GatewayClient again(server);
    EXPECT_EQ(again.resume(asked.session, 1)["op"], "resumed");
    tell("second");
    EXPECT_EQ(again.next(), event(2, "news.told", {{"text", "second"}}));
    again.say({{"op", "subscribe"}, {"news", false}});
    EXPECT_EQ(again.next(), (json{{"op", "subscribed"}, {"news", false}}));
    tell("third");
    for (auto* client : {&again, &other, &admin}) {
        client->say({{"op", "heartbeat"}});
        EXPECT_EQ(client->next()["op"], "heartbeat_ack");
    }
    server.on_io([&] { server.hub->close_account(1); });
    EXPECT_EQ(admin.next()["closed"], code::kSessionRevoked);
    server.on_io([&] { EXPECT_FALSE(server.hub->is_wanted("news")); });
}

TEST(Gateway, HoldsWhatWasPreparedForASessionUntilItEnds) {
    GatewayServer server;
    server.tokens.insert("unprepared");
    {
        GatewayClient unlucky(server);
        unlucky.say({{"op", "identify"}, {"token", "unprepared"}});
        EXPECT_EQ(unlucky.next()["message"], "not now");
        EXPECT_EQ(unlucky.next()["closed"], code::kInternal);
    }
    EXPECT_EQ(server.kept.use_count(), 1);
    GatewayClient client(server);
    client.identify("member");
    server.on_io([&] { EXPECT_EQ(server.kept.use_count(), 2); });
    server.on_io([&] { server.hub->close_account(2); });
    EXPECT_EQ(server.kept.use_count(), 1);
}
