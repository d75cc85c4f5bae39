// SPDX-License-Identifier: GPL-2.0-or-later
// A suspended account is out everywhere within a second, and stays out until it is reactivated.
#include "support/alloquyd.hpp"
#include "support/mumble_client.hpp"
#include "support/turn_client.hpp"
#include "support/ws_client.hpp"

#include <gtest/gtest.h>

#include <future>

using namespace alloquy::test;

namespace {

/// Milliseconds that `wait` took.
template <class F>
std::future<long> timed(Clock::time_point start, F wait) {
    return std::async(std::launch::async, [start, wait = std::move(wait)]() mutable {
        wait();
        return static_cast<long>(std::chrono::duration_cast<Milliseconds>(Clock::now() - start).count());
    });
}

}  // namespace

TEST(Suspension, TakesEffectEverywhereWithinASecond) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto const mallory = server.add_person(owner, "mallory");

    auto irc = server.irc("mallory");
    irc.enter_with_password(mallory.username, mallory.password);
    MumbleClient mumble(server.ports().mumble, {.username = mallory.username, .password = mallory.password});
    ASSERT_FALSE(mumble.sign_in());
    WsClient gateway(server.ports().https, "/api/v1/gateway");
    gateway.expect_op("hello");
    gateway.send({{"op", "identify"}, {"token", mallory.token}, {"client", "test"}});
    gateway.expect_op("ready");
    auto rest = server.http(mallory);
    auto const given = rest.expect(200, rest.get("/api/v1/turn-credentials"));
    auto const turn_name = given.at("username").get<std::string>(),
               turn_secret = given.at("password").get<std::string>();
    TurnClient turn(server.ports().turn, turn_name, turn_secret);
    ASSERT_EQ(turn.allocate(), 0);
    ASSERT_EQ(turn.refresh(), 0);

    auto admin = server.http(owner);
    auto const start = Clock::now();
    ASSERT_EQ(admin.post("/api/v1/admin/accounts/mallory/suspend", {{"reason", "spam"}}).status, 204u);
    auto irc_time = timed(start, [&] { irc.expect_close(); });
    auto mumble_time = timed(start, [&] { mumble.wait_until_removed(); });
    unsigned close_code = 0;
    auto gateway_time = timed(start, [&] { close_code = gateway.expect_close(); });
    auto rest_time = timed(start, [&] {
        wait_until("REST refuses", [&] { return rest.get("/api/v1/accounts/me").status / 100 == 4; });
    });
    auto turn_time = timed(start, [&] { wait_until("the relay is gone", [&] { return turn.refresh() != 0; }); });
    EXPECT_LE(irc_time.get(), 1000) << irc.transcript();
    EXPECT_LE(mumble_time.get(), 1000);
    EXPECT_LE(gateway_time.get(), 1000);
    EXPECT_LE(rest_time.get(), 1000);
    EXPECT_LE(turn_time.get(), 1000);
    EXPECT_EQ(close_code, 4003u);

    // And it stays so, at every door.
    EXPECT_EQ(server.sign_in(mallory.username, mallory.password).status, 403u);
    auto again = server.irc("mallory again");
    again.send("CAP REQ :sasl");
    again.expect(" CAP .* ACK ");
    auto const credentials = std::string("mallory\0mallory\0", 16) + mallory.password;
    EXPECT_NE(again.authenticate("PLAIN", credentials).find(" 904 "), std::string::npos);
    EXPECT_TRUE(MumbleClient(server.ports().mumble, {.username = mallory.username, .password = mallory.password})
                    .sign_in()
                    .has_value());
    // Credentials that were handed out before still carry a valid signature; a new allocation must not live.
    TurnClient second(server.ports().turn, turn_name, turn_secret);
    if (second.allocate() == 0)
        wait_until(
            "a new allocation of the suspended account is ended", [&] { return second.refresh() != 0; }, {},
            Milliseconds(2000)
        );

    ASSERT_EQ(admin.post("/api/v1/admin/accounts/mallory/reactivate").status, 204u);
    EXPECT_EQ(server.sign_in(mallory.username, mallory.password).status, 201u);
    server.irc("mallory returns").enter_with_password(mallory.username, mallory.password);
}

TEST(Suspension, OthersStayConnected) {
    Alloquyd server;
    auto const owner = server.add_owner();
    server.add_person(owner, "mallory");
    auto irc = server.irc("olive");
    irc.enter_with_password(owner.username, owner.password);
    MumbleClient mumble(server.ports().mumble, {.username = owner.username, .password = owner.password});
    ASSERT_FALSE(mumble.sign_in());
    auto admin = server.http(owner);
    ASSERT_EQ(admin.post("/api/v1/admin/accounts/mallory/suspend", {{"reason", "spam"}}).status, 204u);
    irc.expect_silence_about("ERROR");
    mumble.ping();
}
