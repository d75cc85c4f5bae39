// SPDX-License-Identifier: GPL-2.0-or-later
// The call relay with the credentials that the web API hands out, by coturn's own client.
#include "support/alloquyd.hpp"
#include "support/turn_client.hpp"

#include <gtest/gtest.h>

#include <regex>

using namespace alloquy::test;

namespace {

class Turn : public testing::Test {
protected:
    static void SetUpTestSuite() {
        server_ = std::make_unique<Alloquyd>();
        owner_ = server_->add_owner();
    }
    static void TearDownTestSuite() { server_.reset(); }

    static nlohmann::json credentials() {
        auto client = server_->http(owner_);
        return client.expect(200, client.get("/api/v1/turn-credentials"));
    }
    /// turnutils_uclient: five packets to itself through the relay.
    static CommandResult relay(std::string const& username, std::string const& password, bool tls) {
        std::vector<std::string> command{
            "turnutils_uclient", "-u", username, "-w", password, "-y", "-n", "5", "-m", "1", "-c"
        };
        if (tls) command.insert(command.end(), {"-S", "-t"});
        command.insert(
            command.end(), {"-p", std::to_string(tls ? server_->ports().turn_tls : server_->ports().turn), "127.0.0.1"}
        );
        return run(command, {}, 2 * patience());
    }

    static inline std::unique_ptr<Alloquyd> server_;
    static inline Person owner_;
};

}  // namespace

TEST_F(Turn, RelaysOverUdpAndOverTlsWithOurCredentials) {
    auto const given = credentials();
    auto const username = given.at("username").get<std::string>(), password = given.at("password").get<std::string>();
    EXPECT_GT(given.at("ttl").get<int>(), 0);
    std::string uris;
    for (auto const& uri : given.at("uris")) uris += uri.get<std::string>() + " ";
    EXPECT_NE(uris.find("stun:localhost:" + std::to_string(server_->ports().turn)), std::string::npos) << uris;
    EXPECT_NE(uris.find("turn:localhost:" + std::to_string(server_->ports().turn)), std::string::npos) << uris;
    for (bool tls : {false, true}) {
        auto const result = relay(username, password, tls);
        EXPECT_EQ(result.code, 0) << (tls ? "TLS: " : "UDP: ") << result.all;
        EXPECT_NE(result.all.find("tot_recv_msgs=10"), std::string::npos) << result.all;
    }
}

TEST_F(Turn, TheUsernameStaysTheSameWithinTheHour) {
    EXPECT_EQ(credentials().at("username"), credentials().at("username"));
}

TEST_F(Turn, CredentialsNeedALogin) {
    EXPECT_EQ(server_->http().get("/api/v1/turn-credentials").status, 401u);
}

TEST_F(Turn, AWrongPasswordIsRefused) {
    auto const username = credentials().at("username").get<std::string>();
    TurnClient client(server_->ports().turn, username, "wrong");
    EXPECT_EQ(client.allocate(), 401);
    EXPECT_NE(relay(username, "wrong", false).code, 0);
}

TEST_F(Turn, ExpiredCredentialsAreRefusedThoughRightlySigned) {
    auto const configuration = read_text(server_->data() / "children" / "coturn" / "turnserver.conf");
    std::smatch secret;
    ASSERT_TRUE(std::regex_search(configuration, secret, std::regex("(?:^|\n)static-auth-secret=([^\n]+)")));
    auto const sign = [&](std::string const& username) { return turn_password(secret[1].str(), username); };
    auto const now = std::time(nullptr);
    auto const future = std::to_string(now + 600) + ":olive", past = std::to_string(now - 600) + ":olive";
    EXPECT_EQ(TurnClient(server_->ports().turn, future, sign(future)).allocate(), 0) << "the control";
    EXPECT_EQ(TurnClient(server_->ports().turn, past, sign(past)).allocate(), 401);
    EXPECT_NE(relay(past, sign(past), false).code, 0);
}
