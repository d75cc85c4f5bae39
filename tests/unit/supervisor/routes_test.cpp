// SPDX-License-Identifier: GPL-2.0-or-later
#include "harness.hpp"

#include <alloquy/supervisor/routes.hpp>

#include <nlohmann/json.hpp>

namespace alloquy::supervisor {
namespace {

using testing_::SupervisorTest;

/// A router whose tokens are names: "staff" is one, everybody else isn't.
class ComponentRoutes : public SupervisorTest {
public:
    ComponentRoutes() {
        child = &add("coturn");
        child->actions = {"print", std::string("listening \xFF"), "listen", std::to_string(child->port), "serve"};
        add_routes(router, *supervisor);
    }

    http::Response ask(http::Method method, std::string path, std::string limit = {}, std::string token = "staff") {
        http::Request request;
        request.method = method;
        request.path = std::move(path);
        request.peer = "127.0.0.1";
        request.headers = {{"authorization", "Bearer " + token}};
        if (!limit.empty()) request.query = {{"limit", limit}};
        return run(router.handle(std::move(request)));
    }
    nlohmann::json get(std::string path, std::string limit = {}) {
        auto response = ask(http::Method::get, std::move(path), std::move(limit));
        EXPECT_EQ(response.status, 200U) << response.body;
        return nlohmann::json::parse(response.body);
    }

    static Task<Result<http::Identity>> identify(std::string token, std::string) {
        http::Identity identity;
        identity.account_id = 1;
        identity.staff = token == "staff";
        co_return identity;
    }

    testing_::TestChild* child;
    http::RateLimits limits{[] {
        http::RateLimits::Rates rates;
        rates.fill({1000, 1000});
        return rates;
    }()};
    http::Router router{identify, limits};
};

TEST_F(ComponentRoutes, ListsComponents) {
    auto before = get("/api/v1/admin/components");
    EXPECT_EQ(before["items"][0]["state"], "stopped");
    EXPECT_TRUE(before["items"][0]["pid"].is_null());
    EXPECT_TRUE(before["next"].is_null());
    start_and_wait();
    auto item = get("/api/v1/admin/components")["items"][0];
    EXPECT_EQ(item["name"], "coturn");
    EXPECT_EQ(item["state"], "ready");
    EXPECT_EQ(item["pid"], status("coturn").pid);
    EXPECT_EQ(item["restarts"], 0);
    EXPECT_EQ(item["version"], "bad child 1.0");
    EXPECT_TRUE(base::from_rfc3339(item["since"].get<std::string>())) << item;
    EXPECT_TRUE(item["detail"].is_string());
}

TEST_F(ComponentRoutes, ShowsOutputAsJsonWhateverItsBytes) {
    start_and_wait();
    until("the line came", [&] { return !child->lines.empty(); });
    auto logs = get("/api/v1/admin/components/coturn/logs", "10");
    ASSERT_EQ(logs["items"].size(), 1U) << logs;
    EXPECT_EQ(logs["items"][0]["line"], "listening \uFFFD");
    EXPECT_EQ(logs["items"][0]["stream"], "stdout");
    EXPECT_TRUE(base::from_rfc3339(logs["items"][0]["time"].get<std::string>()));
    for (auto limit : {"0", "1001", "-1", "many"})
        EXPECT_EQ(ask(http::Method::get, "/api/v1/admin/components/coturn/logs", limit).status, 400U) << limit;
}

TEST_F(ComponentRoutes, RestartsAComponent) {
    start_and_wait();
    EXPECT_EQ(ask(http::Method::post, "/api/v1/admin/components/coturn/restart").status, 202U);
    until("it was restarted", [&] { return status("coturn").restarts == 1 && supervisor->all_ready(); });
}

TEST_F(ComponentRoutes, KnowsOnlyItsComponentsAndOnlyStaff) {
    EXPECT_EQ(ask(http::Method::get, "/api/v1/admin/components/nginx/logs").status, 404U);
    EXPECT_EQ(ask(http::Method::post, "/api/v1/admin/components/nginx/restart").status, 404U);
    EXPECT_EQ(ask(http::Method::get, "/api/v1/admin/components", {}, "guest").status, 403U);
    EXPECT_EQ(ask(http::Method::post, "/api/v1/admin/components/coturn/restart", {}, "guest").status, 403U);
}

}  // namespace
}  // namespace alloquy::supervisor
