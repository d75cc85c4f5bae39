// SPDX-License-Identifier: GPL-2.0-or-later
// /bots: one's own ones.
#include "wire.hpp"

namespace alloquy::accounts {
namespace {

using http::Access;
using http::JsonFields;
using http::Method;
using http::Request;
using http::Response;
using nlohmann::json;

Task<Result<Response>> add_bot(Accounts& accounts, Request request) {
    std::string username;
    std::optional<std::string> display_name;
    auto fields = JsonFields::parse(request.body);
    fields.required("username", username, {1, 64}).optional("display_name", display_name, {0, 64});
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto made = co_await accounts.add_bot(request.identity->account_id, std::move(username), display_name.value_or(""));
    if (!made) co_return std::unexpected(made.error());
    json body{{"account", to_json(made->account)}, {"token", made->token}};
    co_return Response::created(body);
}

Task<Result<Response>> list_bots(Accounts& accounts, Request request) {
    auto found = co_await accounts.bots(request.identity->account_id);
    if (!found) co_return std::unexpected(found.error());
    json items = json::array();
    for (auto const& bot : *found) items.push_back(to_json(bot));
    co_return Response::json(to_list(std::move(items)));
}

Task<Result<Response>> renew_token(Accounts& accounts, Request request) {
    auto id = path_id(request, "id");
    if (!id) co_return std::unexpected(id.error());
    auto token = co_await accounts.renew_bot_token(request.identity->account_id, *id);
    if (!token) co_return std::unexpected(token.error());
    json body{{"token", *token}};
    co_return Response::created(body);
}

Task<Result<Response>> remove_bot(Accounts& accounts, Request request) {
    auto id = path_id(request, "id");
    if (!id) co_return std::unexpected(id.error());
    auto removed = co_await accounts.remove_bot(request.identity->account_id, *id);
    if (!removed) co_return std::unexpected(removed.error());
    co_return Response::no_content();
}

}  // namespace

void add_bot_routes(http::Router& router, Accounts& accounts) {
    auto add = [&](Method method, std::string pattern, auto handler, http::Limit limit = http::Limit::general) {
        http::Route route{
            method, "/api/v1" + pattern, Access::account,
            [&accounts, handler, method](Request request) -> Task<Result<Response>> {
                // Bots can't have bots, nor take away others'.
                if (method != Method::get)
                    if (auto allowed = require_session(request); !allowed) co_return std::unexpected(allowed.error());
                co_return co_await handler(accounts, std::move(request));
            }
        };
        route.limit = limit;
        router.add(std::move(route));
    };
    // Argon2id, as for any account.
    add(Method::post, "/bots", add_bot, http::Limit::expensive);
    add(Method::get, "/bots", list_bots);
    add(Method::post, "/bots/{id}/token", renew_token);
    add(Method::del, "/bots/{id}", remove_bot);
}

}  // namespace alloquy::accounts
