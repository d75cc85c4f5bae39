// SPDX-License-Identifier: GPL-2.0-or-later
// /admin/accounts: for owner and administrators.
#include "wire.hpp"

#include <alloquy/accounts/routes.hpp>
#include <alloquy/base/text.hpp>

namespace alloquy::accounts {
namespace {

using http::Access;
using http::JsonFields;
using http::Method;
using http::Request;
using http::Response;
using nlohmann::json;

std::string username_of(Request const& request) {
    return std::string(request.parameter("username"));
}

Result<Response> done(Result<> const& result) {
    if (!result) return std::unexpected(result.error());
    return Response::no_content();
}

Result<AccountQuery> read_query(Request const& request) {
    AccountQuery query;
    query.search = request.query_value("search").value_or("");
    if (auto limit = request.query_value("limit")) {
        auto number = base::to_number(*limit);
        if (!number || *number < 1 || *number > 200) return fail_field("limit", "must be 1 to 200");
        query.limit = std::size_t(*number);
    }
    if (auto after = request.query_value("after")) {
        auto number = base::to_number(*after);
        if (!number || *number > std::uint64_t(INT64_MAX))
            return fail_field("after", "must be the `next` of an earlier answer");
        query.after = base::Id(*number);
    }
    if (auto status = request.query_value("status")) {
        for (auto known : {Status::active, Status::pending, Status::suspended, Status::banned})
            if (*status == to_string(known)) query.status = known;
        if (!query.status) return fail_field("status", "must be one of active, pending, suspended, banned");
    }
    return query;
}

Task<Result<Response>> list(Accounts& accounts, RouteContext, Request request) {
    auto query = read_query(request);
    if (!query) co_return std::unexpected(query.error());
    auto limit = query->limit;
    auto found = co_await accounts.list(std::move(*query));
    if (!found) co_return std::unexpected(found.error());
    json items = json::array();
    for (auto const& account : *found) items.push_back(to_json(account));
    auto next = found->size() == limit ? std::optional(std::to_string(found->back().id)) : std::nullopt;
    co_return Response::json(to_list(std::move(items), next));
}

Task<Result<Response>> show(Accounts& accounts, RouteContext, Request request) {
    auto account = co_await accounts.find_by_username(username_of(request));
    if (!account) co_return std::unexpected(account.error());
    if (!*account) co_return fail_as(Errc::not_found, "account_not_found", "there is no account of that name");
    co_return Response::json(to_json(**account));
}

Task<Result<Response>> add(Accounts& accounts, RouteContext, Request request) {
    NewAccount wanted;
    NewPasswordFields password;
    std::optional<std::string> display_name;
    auto fields = JsonFields::parse(request.body);
    fields.required("username", wanted.username, {1, 64}).optional("display_name", display_name, {0, 64});
    password.read(fields);
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto chosen = password.finish();
    if (!chosen) co_return std::unexpected(chosen.error());
    wanted.password = std::move(*chosen);
    wanted.display_name = display_name.value_or("");
    auto account = co_await accounts.add_account(std::move(wanted), /*owner=*/false);
    if (!account) co_return std::unexpected(account.error());
    co_return Response::created(to_json(*account));
}

Task<Result<Response>> suspend(Accounts& accounts, RouteContext, Request request) {
    std::string reason;
    std::optional<base::Timestamp> until;
    auto fields = JsonFields::parse(request.body);
    fields.required("reason", reason, {0, 500}).optional("until", until);
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    co_return done(co_await accounts.suspend(username_of(request), std::move(reason), until));
}

Task<Result<Response>> ban(Accounts& accounts, RouteContext, Request request) {
    std::string reason;
    auto fields = JsonFields::parse(request.body);
    fields.required("reason", reason, {0, 500});
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    co_return done(co_await accounts.ban(username_of(request), std::move(reason)));
}

Task<Result<Response>> reactivate(Accounts& accounts, RouteContext, Request request) {
    co_return done(co_await accounts.reactivate(username_of(request)));
}

Task<Result<Response>> remove(Accounts& accounts, RouteContext, Request request) {
    co_return done(co_await accounts.remove_account(username_of(request)));
}

Task<Result<Response>> reset_link(Accounts& accounts, RouteContext context, Request request) {
    auto link = co_await accounts.add_reset_link(username_of(request));
    if (!link) co_return std::unexpected(link.error());
    json body{
        {"url", context.public_url + "/reset#" + link->token}, {"expires_at", base::to_rfc3339(link->expires_at)}
    };
    co_return Response::created(body);
}

}  // namespace

void add_administration_routes(http::Router& router, Accounts& accounts, RouteContext context) {
    auto add_row = [&](Method method, std::string pattern, auto handler) {
        router.add(
            {method, "/api/v1/admin/accounts" + pattern, Access::staff,
             [&accounts, context, handler](Request request) { return handler(accounts, context, std::move(request)); }}
        );
    };
    add_row(Method::get, "", list);
    add_row(Method::post, "", add);
    add_row(Method::get, "/{username}", show);
    add_row(Method::del, "/{username}", remove);
    add_row(Method::post, "/{username}/suspend", suspend);
    add_row(Method::post, "/{username}/ban", ban);
    add_row(Method::post, "/{username}/reactivate", reactivate);
    add_row(Method::post, "/{username}/reset-link", reset_link);
}

}  // namespace alloquy::accounts
