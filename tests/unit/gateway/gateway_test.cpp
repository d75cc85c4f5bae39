// SPDX-License-Identifier: GPL-2.0-or-later
// The gateway as a client on the network sees it (docs/protocol/gateway.md).
#include "gateway_server.hpp"

using namespace alloquy;
using namespace std::chrono_literals;
using gateway::Audience;
using nlohmann::json;
using test::event;
using test::GatewayClient;
using test::GatewayServer;
namespace code = gateway::close_code;

TEST(Gateway, GreetsIdentifiesAndSendsEvents) {
    GatewayServer server;
    GatewayClient member(server), admin(server);
    EXPECT_EQ(member.hello, (json{{"op", "hello"}, {"heartbeat_ms", 30000}}));
    auto ready = member.identify("member");
    EXPECT_EQ(ready["op"], "ready");
    EXPECT_EQ(ready["account"], (json{{"id", "2"}, {"username", "member"}, {"owner", false}, {"staff", false}}));
    EXPECT_EQ(ready["server"]["name"], "Test");
    EXPECT_FALSE(ready.contains("components"));
    EXPECT_EQ(member.session.size(), 43U);
    EXPECT_EQ(admin.identify("admin")["components"], json::array({"murmur"}));
    EXPECT_EQ(server.on_io([&] { return server.hub->connections(); }), 2U);

    server.publish(Audience::everyone, "room.created", {{"name", "ä"}});
    server.publish(Audience::staff, "component.updated", {{"name", "murmur"}});
    server.publish(Audience::everyone, "room.deleted", json::object());
    EXPECT_EQ(member.next(), event(1, "room.created", {{"name", "ä"}}));
    EXPECT_EQ(member.next(), event(2, "room.deleted", json::object())) << "numbers have no gap";
    EXPECT_EQ(admin.next(), event(1, "room.created", {{"name", "ä"}}));
    EXPECT_EQ(admin.next(), event(2, "component.updated", {{"name", "murmur"}}));
    EXPECT_EQ(admin.next(), event(3, "room.deleted", json::object()));
}

TEST(Gateway, RunsOperationsOfFeatures) {
    GatewayServer server;
    GatewayClient first(server), second(server);
    first.identify("member");
    second.identify("member");
    first.say({{"op", "test.echo"}, {"d", 7}});
    EXPECT_EQ(first.next(), event(1, "test.echoed", 7));
    EXPECT_EQ(second.next(), event(1, "test.echoed", 7)) << "every client of the account";
    first.say({{"op", "test.echo"}});
    EXPECT_EQ(
        first.next(), (json{{"op", "error"}, {"code", "invalid_input"}, {"message", "is required"}, {"field", "d"}})
    );
    first.say({{"op", "no.such"}});
    EXPECT_EQ(first.next()["code"], "unknown_op");
    first.say({{"op", "subscribe"}, {"members", {{"room", "1"}}}});
    auto refused = first.next();
    EXPECT_EQ(refused["code"], "unsupported_subscription");
    EXPECT_EQ(refused["field"], "members");
    first.say({{"op", "subscribe"}});
    EXPECT_EQ(first.next(), (json{{"op", "subscribed"}, {"news", false}}));
    first.say({{"op", "heartbeat"}, {"s", 1}});
    EXPECT_EQ(first.next()["op"], "heartbeat_ack");
}

TEST(Gateway, RefusesWhoCannotIdentify) {
    GatewayServer server;
    GatewayClient wrong(server);
    auto error = wrong.identify("wrong");
    EXPECT_EQ(error["op"], "error");
    EXPECT_EQ(error["code"], "unauthenticated");
    EXPECT_EQ(wrong.close_code(), code::kUnauthenticated);
    GatewayClient suspended(server);
    EXPECT_EQ(suspended.identify("suspended")["message"], "this account is suspended");
    EXPECT_EQ(suspended.close_code(), code::kUnauthenticated);
    GatewayClient impatient(server);
    impatient.say({{"op", "subscribe"}});
    EXPECT_EQ(impatient.close_code(), code::kUnauthenticated);
    GatewayClient twice(server);
    twice.identify("member");
    twice.say({{"op", "identify"}, {"token", "member"}});
    EXPECT_EQ(twice.close_code(), code::kAlreadyIdentified);
    EXPECT_EQ(GatewayClient(server, "Origin: https://evil.net\r\n").handshake.status, 403);
}

TEST(Gateway, ClosesOnGarbage) {
    GatewayServer server;
    for (std::string text :
         {"", "{", "[]", "7", "{}", "{\"op\":7}", "{\"op\":\"heartbeat\",\"op\":\"heartbeat\"}", "\"\\u0000\""}) {
        GatewayClient client(server);
        client.identify("member");
        client.text(text);
        EXPECT_EQ(client.close_code(), code::kBadFrame) << text;
    }
    GatewayClient binary(server);
    binary.send_frame(2, "{\"op\":\"heartbeat\"}");
    EXPECT_EQ(binary.close_code(), code::kBadFrame);
    GatewayClient field(server);
    field.say({{"op", "identify"}, {"token", 7}});
    EXPECT_EQ(field.next()["field"], "token");
    EXPECT_EQ(field.close_code(), code::kBadFrame);
    GatewayClient large(server);
    large.say({{"op", "identify"}, {"token", std::string(17'000, 'x')}});
    EXPECT_EQ(large.close_code(), 1009);
}

TEST(Gateway, ClosesWhoIsSilent) {
    GatewayServer server([](auto& settings) {
        settings.identify_within = 100ms;
        settings.heartbeat = 150ms;
    });
    GatewayClient silent(server);
    EXPECT_EQ(silent.close_code(), code::kIdentifyTimeout);
    GatewayClient gone(server);
    gone.identify("member");
    EXPECT_EQ(gone.close_code(), code::kHeartbeatTimeout);
    GatewayClient alive(server);
    alive.identify("member");
    for (int i = 0; i < 8; ++i) {
        std::this_thread::sleep_for(75ms);
        alive.say({{"op", "heartbeat"}});
        EXPECT_EQ(alive.next()["op"], "heartbeat_ack");
    }
}

TEST(Gateway, ClosesWhoSendsTooFast) {
    GatewayServer server([](auto& settings) {
        settings.frames_per_second = 1;
        settings.frames_at_once = 5;
    });
    GatewayClient client(server);
    client.identify("member");
    for (int i = 0; i < 10; ++i) client.say({{"op", "heartbeat"}});
    EXPECT_EQ(client.close_code(), code::kRateLimited);
}

TEST(Gateway, ResumesWithoutGapOrDuplicate) {
    GatewayServer server;
    std::string session;
    {
        GatewayClient client(server);
        client.identify("member");
        session = client.session;
        for (int i = 1; i <= 3; ++i) server.publish(Audience::everyone, "t.happened", i);
        EXPECT_EQ(client.next(), event(1, "t.happened", 1));
        EXPECT_EQ(client.next(), event(2, "t.happened", 2));
        // The third is lost with the connection.
    }
    while (server.on_io([&] { return server.hub->connections(); }) > 0) std::this_thread::yield();
    for (int i = 4; i <= 5; ++i) server.publish(Audience::everyone, "t.happened", i);
    GatewayClient back(server);
    EXPECT_EQ(back.resume(session, 2), (json{{"op", "resumed"}}));
    for (int i = 3; i <= 5; ++i) EXPECT_EQ(back.next(), event(i, "t.happened", i));
    server.publish(Audience::everyone, "t.happened", 6);
    EXPECT_EQ(back.next(), event(6, "t.happened", 6));
}

TEST(Gateway, ReplacesAHalfDeadConnectionOnResume) {
    GatewayServer server;
    GatewayClient stale(server);
    stale.identify("member");
    GatewayClient fresh(server);
    EXPECT_EQ(fresh.resume(stale.session, 0)["op"], "resumed");
    EXPECT_EQ(stale.close_code(), code::kReplaced);
    server.publish(Audience::everyone, "t.happened", 1);
    EXPECT_EQ(fresh.next(), event(1, "t.happened", 1));
    EXPECT_EQ(server.on_io([&] { return server.hub->sessions(); }), 1U);
}

TEST(Gateway, RefusesToResumeWhatIsGone) {
    GatewayServer server([](auto& settings) {
        settings.replay_events = 2;
        settings.resume_for = 200ms;
    });
    auto expect_failure = [&](std::string const& session, std::int64_t seen) {
        GatewayClient client(server);
        EXPECT_EQ(client.resume(session, seen)["code"], "resume_failed");
        EXPECT_EQ(client.close_code(), code::kResumeFailed);
    };
    expect_failure("made-up", 0);
    GatewayClient forgotten(server);
    forgotten.identify("member");
    for (int i = 0; i < 3; ++i) server.publish(Audience::everyone, "t.happened", i);
    expect_failure(forgotten.session, 0);
    std::string expired;
    {
        GatewayClient client(server);
        client.identify("member");
        expired = client.session;
    }
    auto deadline = std::chrono::steady_clock::now() + 5s;
    while (server.on_io([&] { return server.hub->sessions(); }) > 0 && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(10ms);
    expect_failure(expired, 0);
    GatewayClient ahead(server);
    ahead.identify("member");
    expect_failure(ahead.session, 99);
}

TEST(Gateway, EndsARevokedSessionAtOnceAndForGood) {
    GatewayServer server;
    GatewayClient member(server), second(server), admin(server);
    member.identify("member");
    second.identify("member");
    admin.identify("admin");
    server.on_io([&] { server.hub->close_session(102); });
    EXPECT_EQ(member.close_code(), code::kSessionRevoked);
    EXPECT_EQ(second.close_code(), code::kSessionRevoked);
    GatewayClient back(server);
    EXPECT_EQ(back.resume(member.session, 0)["code"], "resume_failed");
    server.publish(Audience::everyone, "t.happened", 1);
    EXPECT_EQ(admin.next(), event(1, "t.happened", 1)) << "others aren't affected";
    server.on_io([&] { server.hub->close_account(1); });
    EXPECT_EQ(admin.close_code(), code::kSessionRevoked);
    EXPECT_EQ(server.on_io([&] { return server.hub->sessions(); }), 0U);
}

TEST(Gateway, NoticesARevocationDuringIdentify) {
    GatewayServer server;
    GatewayClient client(server);
    client.say({{"op", "identify"}, {"token", "slow"}});
    // The client is in identify once the server has read what was sent before this answered question.
    GatewayClient other(server);
    other.identify("admin");
    server.on_io([&] {
        server.hub->close_account(2);
        server.release->cancel();
    });
    EXPECT_EQ(client.close_code(), code::kSessionRevoked);
}

TEST(Gateway, ClosesASlowReaderAndNobodyElse) {
    GatewayServer server([](auto& settings) {
        settings.queue_limit = 200'000;
        settings.replay_bytes = 100'000;
    });
    GatewayClient slow(server, {}, /*receive_buffer=*/4096), good(server);
    slow.identify("member");
    good.identify("admin");
    std::string big(10'000, 'x');
    // More than kernel buffers and the queue take together.
    int published = 0;
    auto still_open = [&] { return server.on_io([&] { return server.hub->connections(); }) == 2; };
    for (; published < 2000 && still_open(); ++published) {
        server.publish(Audience::everyone, "t.happened", big);
        EXPECT_EQ(good.next()["s"], published + 1);
    }
    EXPECT_LT(published, 2000) << "the slow reader was never closed";
    std::int64_t seen = 0;
    int closed = 0;
    for (;;) {
        auto next = slow.next();
        if (next.is_null()) break;
        if (next.contains("closed")) {
            closed = next["closed"].get<int>();
            break;
        }
        EXPECT_EQ(next["s"], seen + 1);
        seen = next["s"].get<std::int64_t>();
    }
    EXPECT_EQ(closed, code::kSlowReader);
    server.publish(Audience::everyone, "t.happened", 1);
    EXPECT_EQ(good.next()["d"], 1);
}

TEST(Gateway, BoundsTheSessionsOfAnAccount) {
    GatewayServer server([](auto& settings) { settings.sessions_per_account = 2; });
    GatewayClient first(server), second(server);
    first.identify("member");
    second.identify("member");
    GatewayClient third(server);
    EXPECT_EQ(third.identify("member")["code"], "too_many_sessions");
    EXPECT_EQ(third.close_code(), code::kTooManySessions);
    first.send_frame(8, "\x03\xe8");
    EXPECT_EQ(first.close_code(), 1000);
    while (server.on_io([&] { return server.hub->connections(); }) > 1) std::this_thread::yield();
    GatewayClient fourth(server);
    EXPECT_EQ(fourth.identify("member")["op"], "ready") << "takes the place of the one that left";
}
