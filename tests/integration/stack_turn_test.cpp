// SPDX-License-Identifier: GPL-2.0-or-later
// The call relay with the credentials that the web API hands out, by coturn's own client.
#include "support/alloquyd.hpp"
#include "support/turn_client.hpp"

#include <alloquy/base/clock.hpp>
#include <alloquy/crypto/key_file.hpp>
#include <alloquy/turn/secret_schedule.hpp>

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
    static std::vector<std::string> relay_command(std::string const& username, std::string const& password, bool tcp) {
        std::vector<std::string> command{
            "turnutils_uclient", "-u", username, "-w", password, "-y", "-n", "5", "-m", "1", "-c"
        };
        if (tcp) command.push_back("-t");
        command.insert(command.end(), {"-p", std::to_string(server_->ports().turn), "127.0.0.1"});
        return command;
    }
    /// coturn's client sends packets to itself through the relay. On a busy machine it now and then waits for ever for
    /// one that it lost at the beginning, so it is given a few tries.
    static void expect_relay(std::string const& username, std::string const& password, bool tcp) {
        std::string seen;
        for (int attempt = 0; attempt < 5; ++attempt) {
            Process client(relay_command(username, password, tcp));
            try {
                auto const ended = client.wait(Milliseconds(15'000));
                static std::regex const received("tot_recv_msgs=[1-9]");
                if (ended == Ended{0, 0} && std::regex_search(client.output(), received)) return;
                seen += client.output();
            } catch (std::exception const& error) {
                seen += error.what();
            }
        }
        ADD_FAILURE() << "nothing was relayed over " << (tcp ? "TCP" : "UDP") << ":\n" << seen;
    }
    static void expect_refusal(std::string const& username, std::string const& password) {
        auto const result = run(relay_command(username, password, false));
        EXPECT_NE(result.code, 0) << result.all;
        EXPECT_EQ(result.all.find("tot_recv_msgs=1"), std::string::npos) << result.all;
    }

    static inline std::unique_ptr<Alloquyd> server_;
    static inline Person owner_;
};

}  // namespace

TEST_F(Turn, RelaysWithOurCredentials) {
    auto const given = credentials();
    auto const username = given.at("username").get<std::string>(), password = given.at("password").get<std::string>();
    EXPECT_GT(given.at("ttl").get<int>(), 0);
    std::string uris;
    for (auto const& uri : given.at("uris")) uris += uri.get<std::string>() + " ";
    EXPECT_NE(uris.find("stun:localhost:" + std::to_string(server_->ports().turn)), std::string::npos) << uris;
    EXPECT_NE(uris.find("turn:localhost:" + std::to_string(server_->ports().turn)), std::string::npos) << uris;
    EXPECT_NE(uris.find("turns:localhost:" + std::to_string(server_->ports().turn_tls)), std::string::npos) << uris;
    expect_relay(username, password, /*tcp=*/false);
    expect_relay(username, password, /*tcp=*/true);
    // Over TLS with a client of our own: coturn's hangs in its handshake every second time.
    TurnClient tls(server_->ports().turn_tls, username, password, TurnClient::Transport::tls);
    EXPECT_EQ(tls.allocate(), 0);
    EXPECT_EQ(tls.refresh(), 0);
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
    expect_refusal(username, "wrong");
}

TEST_F(Turn, ExpiredCredentialsAreRefusedThoughRightlySigned) {
    // The server's own secret of today, so that nothing but the time is wrong.
    auto const master = alloquy::crypto::load_or_create_key(server_->data() / "keys" / "turn_secret", 32);
    ASSERT_TRUE(master.has_value());
    auto const secret = alloquy::turn::SecretSchedule(*master).current(alloquy::base::system_clock().now());
    auto const sign = [&](std::string const& username) { return turn_password(secret, username); };
    auto const now = std::time(nullptr);
    auto const future = std::to_string(now + 600) + ":olive", past = std::to_string(now - 600) + ":olive";
    EXPECT_EQ(TurnClient(server_->ports().turn, future, sign(future)).allocate(), 0) << "the control";
    EXPECT_EQ(TurnClient(server_->ports().turn, past, sign(past)).allocate(), 401);
    expect_refusal(past, sign(past));
}
