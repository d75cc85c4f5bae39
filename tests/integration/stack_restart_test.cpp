// SPDX-License-Identifier: GPL-2.0-or-later
// A child that is killed comes back and is usable; nobody else notices.
#include "support/alloquyd.hpp"
#include "support/mumble_client.hpp"
#include "support/turn_client.hpp"
#include "support/ws_client.hpp"

#include <gtest/gtest.h>

#include <csignal>

using namespace alloquy::test;

namespace {

class Restart : public testing::Test {
protected:
    static void SetUpTestSuite() {
        server_ = std::make_unique<Alloquyd>();
        owner_ = server_->add_owner();
    }
    static void TearDownTestSuite() { server_.reset(); }

    void SetUp() override {
        gateway_ = std::make_unique<WsClient>(server_->ports().https, "/api/v1/gateway");
        gateway_->expect_op("hello");
        gateway_->send({{"op", "identify"}, {"token", owner_.token}, {"client", "test"}});
        gateway_->expect_op("ready");
    }

    void kill_and_wait(std::string const& name) {
        auto const pid = server_->component_pid(owner_, name);
        kill(pid, SIGKILL);
        server_->wait_for_restart(owner_, name, pid);
    }
    /// The gateway session that was open all along heard of the component's return.
    void expect_announced(std::string const& name) {
        gateway_->expect([&](nlohmann::json const& frame) {
            return frame.value("op", "") == "event" && frame.value("t", "") == "component.updated" &&
                   frame.at("d").value("name", "") == name && frame.at("d").value("state", "") == "ready";
        });
    }
    static void use_irc() { server_->irc("olive").enter_with_password(owner_.username, owner_.password); }
    static void use_mumble() {
        MumbleClient client(server_->ports().mumble, {.username = owner_.username, .password = owner_.password});
        auto const refusal = client.sign_in();
        EXPECT_FALSE(refusal) << refusal->reason;
        client.ping();
    }
    static void use_turn() {
        auto client = server_->http(owner_);
        auto const given = client.expect(200, client.get("/api/v1/turn-credentials"));
        TurnClient turn(
            server_->ports().turn, given.at("username").get<std::string>(), given.at("password").get<std::string>()
        );
        EXPECT_EQ(turn.allocate(), 0);
    }

    static inline std::unique_ptr<Alloquyd> server_;
    static inline Person owner_;
    std::unique_ptr<WsClient> gateway_;
};

}  // namespace

TEST_F(Restart, AKilledInspircdComesBackAndIsUsable) {
    MumbleClient voice(server_->ports().mumble, {.username = owner_.username, .password = owner_.password});
    ASSERT_FALSE(voice.sign_in());
    kill_and_wait("inspircd");
    use_irc();
    expect_announced("inspircd");
    voice.ping();
}

TEST_F(Restart, AKilledMurmurComesBackAndIsUsable) {
    auto chat = server_->irc("olive");
    chat.enter_with_password(owner_.username, owner_.password);
    kill_and_wait("murmur");
    use_mumble();
    expect_announced("murmur");
    chat.expect_silence_about("ERROR");
}

TEST_F(Restart, AKilledCoturnComesBackAndIsUsable) {
    kill_and_wait("coturn");
    use_turn();
    expect_announced("coturn");
}

TEST_F(Restart, AllKilledAtOnceDuringSignInsComeBackAndNothingIsLost) {
    std::vector<pid_t> pids;
    for (auto name : {"inspircd", "murmur", "coturn"}) pids.push_back(server_->component_pid(owner_, name));
    auto const alice = server_->add_person(owner_, "alice");
    for (auto pid : pids) kill(pid, SIGKILL);
    // A child that is down never fails a request.
    EXPECT_EQ(server_->sign_in("alice", alice.password).status, 201u);
    EXPECT_EQ(server_->http().get("/healthz").status, 200u);
    server_->wait_for_restart(owner_, "inspircd", pids[0]);
    server_->wait_for_restart(owner_, "murmur", pids[1]);
    server_->wait_for_restart(owner_, "coturn", pids[2]);
    use_irc();
    use_mumble();
    use_turn();
    EXPECT_EQ(server_->http().get("/readyz").status, 200u);
}

TEST_F(Restart, AnAdministratorRestartsAComponentAndReadsItsLog) {
    auto client = server_->http(owner_);
    auto const pid = server_->component_pid(owner_, "inspircd");
    EXPECT_EQ(client.post("/api/v1/admin/components/inspircd/restart").status, 202u);
    server_->wait_for_restart(owner_, "inspircd", pid);
    auto const lines = client.expect(200, client.get("/api/v1/admin/components/inspircd/logs"));
    EXPECT_FALSE(lines.at("items").empty());
    use_irc();
}

TEST_F(Restart, OnlyStaffSeesTheComponents) {
    auto const bob = server_->add_person(owner_, "bob");
    EXPECT_EQ(server_->http(bob).get("/api/v1/admin/components").status, 403u);
    EXPECT_EQ(server_->http().get("/api/v1/admin/components").status, 401u);
}
