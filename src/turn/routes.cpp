// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/turn/routes.hpp>

#include <nlohmann/json.hpp>

namespace alloquy::turn {
namespace {

Task<Result<http::Response>> answer(Bridge* bridge, http::Request request) {
    if (!bridge)
        co_return fail_as(Errc::unavailable, "turn_disabled", "this server offers no TURN (turn.enabled is false)");
    auto credentials = co_await bridge->credentials(request.identity->username);
    if (!credentials) co_return std::unexpected(credentials.error());
    auto response = http::Response::json(
        {{"username", credentials->username},
         {"password", credentials->password},
         {"ttl", credentials->ttl.count()},
         {"uris", credentials->uris}}
    );
    co_return response;
}

}  // namespace

void add_routes(http::Router& router, Bridge* bridge) {
    http::Route route;
    route.method = http::Method::get;
    route.pattern = "/api/v1/turn-credentials";
    route.access = http::Access::account;
    route.handler = [bridge](http::Request request) { return answer(bridge, std::move(request)); };
    router.add(std::move(route));
}

}  // namespace alloquy::turn
