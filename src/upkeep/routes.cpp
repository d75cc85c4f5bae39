// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/http/json_fields.hpp>
#include <alloquy/upkeep/routes.hpp>

#include <nlohmann/json.hpp>

namespace alloquy::upkeep {
namespace {

using http::Access;
using http::Limit;
using http::Method;
using http::Request;
using http::Response;
using nlohmann::json;

Task<Result<Response>> erase_mine(RouteParts parts, Request request) {
    auto const me = request.identity->account_id;
    if (auto proved = co_await parts.prove(std::move(request)); !proved) co_return std::unexpected(proved.error());
    auto noted = co_await parts.upkeep.erase(me, /*read_markers=*/false);
    if (!noted) co_return std::unexpected(noted.error());
    co_return Response::accepted();
}

Task<Result<Response>> erase_of_account(RouteParts parts, Request request) {
    auto account = co_await parts.accounts.find_by_username(std::string(request.parameter("username")));
    if (!account) co_return std::unexpected(account.error());
    if (!*account) co_return fail_as(Errc::not_found, "account_not_found", "there is no account of that name");
    if ((*account)->owner && !request.identity->owner)
        co_return fail_as(Errc::forbidden, "owner_is_untouchable", "only the owner can delete the owner's messages");
    auto noted = co_await parts.upkeep.erase((*account)->id, /*read_markers=*/false);
    if (!noted) co_return std::unexpected(noted.error());
    co_return Response::accepted();
}

Task<Result<Response>> open_export(RouteParts parts, Request request) {
    auto const me = request.identity->account_id;
    if (auto proved = co_await parts.prove(std::move(request)); !proved) co_return std::unexpected(proved.error());
    json body{{"expires_at", base::to_rfc3339(parts.exports.open(me))}};
    co_return Response::created(body);
}

Task<Result<Response>> export_page(RouteParts parts, Request request) {
    auto const me = request.identity->account_id;
    if (request.identity->app_password || !parts.exports.is_open(me))
        co_return fail_as(Errc::forbidden, "export_not_open", "begin the export with your password");
    auto page = co_await parts.exports.page(me, std::string(request.query_value("after").value_or("")));
    if (!page) co_return std::unexpected(page.error());
    json body{{"items", std::move(page->items)}, {"next", page->next ? json(*page->next) : json(nullptr)}};
    co_return Response::json(body);
}

}  // namespace

void add_routes(http::Router& router, RouteParts parts) {
    auto add = [&](Method method, std::string pattern, Access access, auto handler, Limit limit) {
        router.add(
            {method, "/api/v1" + pattern, access,
             [parts, handler](Request request) { return handler(parts, std::move(request)); }, 16 * 1024, limit}
        );
    };
    add(Method::del, "/accounts/me/messages", Access::account, erase_mine, Limit::expensive);
    add(Method::post, "/accounts/me/export", Access::account, open_export, Limit::expensive);
    add(Method::get, "/accounts/me/export", Access::account, export_page, Limit::general);
    add(Method::post, "/admin/accounts/{username}/delete-messages", Access::staff, erase_of_account, Limit::general);
}

}  // namespace alloquy::upkeep
