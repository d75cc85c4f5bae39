// SPDX-License-Identifier: GPL-2.0-or-later
// A gateway behind a real HTTP server, and a client that speaks its frames.
#pragma once
#include "test_server.hpp"
#include "test_websocket.hpp"

#include <alloquy/async/task_group.hpp>
#include <alloquy/gateway/gateway.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace alloquy::test {

using namespace std::chrono_literals;
using gateway::Audience;
using nlohmann::json;

class GatewayServer : public TestServer {
public:
    explicit GatewayServer(std::function<void(gateway::GatewaySettings&)> change = {})
        : TestServer([](auto& settings) {
              settings.allowed_origins = {"app://alloquy"};
              settings.times.linger = 1s;
          }),
          tasks_(io.get_executor(), "test") {
        gateway::GatewaySettings settings;
        settings.server_name = "Test";
        if (change) change(settings);
        hub.emplace(
            settings,
            [this](std::string token, std::string) -> Task<Result<http::Identity>> {
                // Slow tokens take until the test lets them.
                if (token == "slow" && release) co_await release->async_wait(asio::as_tuple(asio::use_awaitable));
                http::Identity identity;
                identity.account_id = token == "admin" ? 1 : 2;
                identity.username = token;
                identity.staff = token == "admin";
                identity.session_id = identity.account_id + 100;
                if (token == "suspended") co_return fail(Errc::forbidden, "this account is suspended");
                if (!tokens.contains(token) && token != "slow") co_return fail(Errc::unauthenticated, "not valid");
                co_return identity;
            },
            [](http::Identity const& identity, json& ready) {
                if (identity.staff) ready["components"] = json::array({"murmur"});
            }
        );
        hub->add("test.echo", [this](http::Identity const& who, json const& frame) -> Result<> {
            if (!frame.contains("d")) return fail_field("d", "is required");
            hub->publish_to_account(who.account_id, "test.echoed", frame["d"]);
            return {};
        });
        hub->add_subscription("news");
        hub->prepare_with([this](http::Identity identity) -> Task<Result<std::shared_ptr<void>>> {
            if (identity.username == "unprepared") co_return fail(Errc::unavailable, "not now");
            co_return std::shared_ptr<void>(kept);
        });
        server->add(hub->upgrade());
        tasks_.spawn(hub->run());
        release.emplace(io, std::chrono::steady_clock::time_point::max());
        start();
    }
    ~GatewayServer() {
        on_io([&] { asio::co_spawn(io, tasks_.stop(1s), [](std::exception_ptr) {}); });
        stop();
    }

    void publish(Audience audience, std::string type, json data) {
        on_io([&] { hub->publish(audience, type, data); });
    }

    std::shared_ptr<int> kept = std::make_shared<int>();  ///< What each session holds.
    std::optional<gateway::Gateway> hub;
    std::optional<asio::steady_timer> release;

private:
    async::TaskGroup tasks_;
};

class GatewayClient : public WebSocketClient {
public:
    explicit GatewayClient(GatewayServer& server, std::string const& headers = {}, int receive_buffer = 0)
        : WebSocketClient(server.port, "/api/v1/gateway", headers, false, receive_buffer) {
        if (handshake.status == 101) hello = next();
    }

    void say(json const& message) { text(message.dump()); }
    /// The next frame; {"closed": code} for a close frame, null at the end of the connection.
    json next() {
        auto got = frame();
        if (got.opcode == 8) return {{"closed", got.code}};
        if (got.opcode < 0) return nullptr;
        return json::parse(got.payload);
    }
    json identify(std::string const& token) {
        say({{"op", "identify"}, {"token", token}, {"client", "test/1"}});
        auto answer = next();
        if (answer.is_object() && answer.contains("session")) session = answer["session"].get<std::string>();
        return answer;
    }
    json resume(std::string const& token, std::int64_t seen) {
        say({{"op", "resume"}, {"session", token}, {"s", seen}});
        return next();
    }

    json hello;
    std::string session;
};

inline json event(std::int64_t s, std::string const& type, json data) {
    return {{"op", "event"}, {"s", s}, {"t", type}, {"d", std::move(data)}};
}

}  // namespace alloquy::test
