// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/child_runner.hpp"
#include "support/fake_directory.hpp"

#include <alloquy/crypto/secret.hpp>
#include <alloquy/turn/routes.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace alloquy::turn {
namespace {

using namespace std::chrono_literals;

class FixedClock final : public base::Clock {
public:
    base::Timestamp now() const override { return time; }
    base::Timestamp time = base::from_rfc3339("2026-11-22T10:20:30.500Z").value();
};

class TurnRoutes : public testing::Test {
protected:
    TurnRoutes() {
        EXPECT_TRUE(crypto::initialize());
        settings.port = 3478;
        settings.tls_port = 5349;
        child = std::make_unique<CoturnChild>(settings, SecretSchedule(std::string(32, 'k')), clock);
    }
    http::Response get(Bridge* bridge) {
        http::Router router(
            [](std::string, std::string) -> Task<Result<http::Identity>> {
                http::Identity alice;
                alice.account_id = 1;
                alice.username = "Alice";
                co_return alice;
            },
            limits
        );
        add_routes(router, bridge);
        http::Request request;
        request.path = "/api/v1/turn-credentials";
        request.headers = {{"authorization", "Bearer x"}};
        request.peer = "127.0.0.1";
        return io.run(router.handle(request));
    }

    test::IoThread io;
    FixedClock clock;
    CoturnSettings settings;
    std::unique_ptr<CoturnChild> child;
    test::FakeDirectory directory;
    http::RateLimits limits{{{{1000, 1000}, {1000, 1000}, {1000, 1000}, {1000, 1000}}}};
};

TEST_F(TurnRoutes, GivesCredentialsThatAreStableWithinTheHour) {
    Bridge bridge(io.executor(), directory, *child, {"chat.example.org"}, clock);
    auto answer = get(&bridge);
    ASSERT_EQ(answer.status, 200U) << answer.body;
    auto json = nlohmann::json::parse(answer.body);
    auto expiry = base::from_rfc3339("2026-11-22T12:00:00Z").value();
    auto username =
        std::to_string(std::chrono::duration_cast<std::chrono::seconds>(expiry.time_since_epoch()).count()) + ":Alice";
    EXPECT_EQ(json["username"], username);
    EXPECT_EQ(json["password"], password_for(child->schedule().current(clock.now()), username));
    EXPECT_EQ(json["ttl"], 99 * 60 + 29);
    EXPECT_EQ(
        json["uris"], nlohmann::json::array(
                          {"stun:chat.example.org:3478", "turn:chat.example.org:3478?transport=udp",
                           "turn:chat.example.org:3478?transport=tcp", "turns:chat.example.org:5349?transport=tcp"}
                      )
    );
    clock.time = base::from_rfc3339("2026-11-22T10:59:59.999Z").value();
    auto later = nlohmann::json::parse(get(&bridge).body);
    EXPECT_EQ(later["username"], json["username"]);
    EXPECT_EQ(later["password"], json["password"]);
    EXPECT_EQ(later["ttl"], 3600);
    clock.time += 1ms;
    EXPECT_NE(nlohmann::json::parse(get(&bridge).body)["username"], json["username"]);
}

TEST_F(TurnRoutes, PutsAnIpv6HostInBrackets) {
    Bridge bridge(io.executor(), directory, *child, {"2001:db8::1"}, clock);
    EXPECT_EQ(nlohmann::json::parse(get(&bridge).body)["uris"][0], "stun:[2001:db8::1]:3478");
}

TEST_F(TurnRoutes, SaysThatItIsTurnedOff) {
    auto answer = get(nullptr);
    EXPECT_EQ(answer.status, 503U);
    EXPECT_EQ(nlohmann::json::parse(answer.body)["code"], "turn_disabled");
}

}  // namespace
}  // namespace alloquy::turn
