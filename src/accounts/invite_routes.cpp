// SPDX-License-Identifier: GPL-2.0-or-later
// /invites: previews for everybody, making and ending them for those who may.
#include "wire.hpp"

#include <alloquy/accounts/routes.hpp>

namespace alloquy::accounts {
namespace {

using http::Access;
using http::JsonFields;
using http::Method;
using http::Request;
using http::Response;
using nlohmann::json;

Result<> may_invite(Accounts const& accounts, Request const& request) {
    if (request.identity->staff || accounts.settings().members_may_invite) return {};
    return fail(Errc::forbidden, "only administrators may invite people to this server");
}

Task<Result<Response>> preview(Accounts& accounts, RouteContext context, Request request) {
    auto invite = co_await accounts.invite(std::string(request.parameter("code")));
    if (!invite) co_return std::unexpected(invite.error());
    auto members = co_await accounts.count();
    if (!members) co_return std::unexpected(members.error());
    json body{
        {"server", {{"name", context.server_name}, {"icon_url", nullptr}}},
        {"room", nullptr},
        {"members", *members},
        {"online", context.online ? context.online() : 0},
        {"expires_at", invite->expires_at ? json(base::to_rfc3339(*invite->expires_at)) : json(nullptr)},
    };
    co_return Response::json(body);
}

Task<Result<Response>> create(Accounts& accounts, RouteContext context, Request request) {
    if (auto allowed = may_invite(accounts, request); !allowed) co_return std::unexpected(allowed.error());
    std::optional<std::string> note;
    std::optional<std::int64_t> max_uses;
    std::optional<base::Timestamp> expires_at;
    auto fields = JsonFields::parse(request.body);
    fields.optional("note", note, {0, 200})
        .optional("max_uses", max_uses, 1, 1000000)
        .optional("expires_at", expires_at);
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto made = co_await accounts.add_invite(request.identity->account_id, note.value_or(""), max_uses, expires_at);
    if (!made) co_return std::unexpected(made.error());
    co_return Response::created(to_json(*made, context.public_url));
}

/// Administrators see and end all invites, others their own.
std::optional<base::Id> whose(Request const& request) {
    return request.identity->staff ? std::nullopt : std::optional(request.identity->account_id);
}

Task<Result<Response>> list(Accounts& accounts, RouteContext context, Request request) {
    auto found = co_await accounts.invites(whose(request));
    if (!found) co_return std::unexpected(found.error());
    json items = json::array();
    for (auto const& invite : *found) items.push_back(to_json(invite, context.public_url));
    co_return Response::json(to_list(std::move(items)));
}

Task<Result<Response>> remove(Accounts& accounts, RouteContext, Request request) {
    auto removed = co_await accounts.remove_invite(std::string(request.parameter("code")), whose(request));
    if (!removed) co_return std::unexpected(removed.error());
    co_return Response::no_content();
}

}  // namespace

void add_invite_routes(http::Router& router, Accounts& accounts, RouteContext context) {
    auto add = [&](Method method, std::string pattern, Access access, auto handler) {
        router.add({method, "/api/v1/invites" + pattern, access, [&accounts, context, handler](Request request) {
                        return handler(accounts, context, std::move(request));
                    }});
    };
    add(Method::get, "/{code}", Access::anyone, preview);
    add(Method::post, "", Access::account, create);
    add(Method::get, "", Access::account, list);
    add(Method::del, "/{code}", Access::account, remove);
}

}  // namespace alloquy::accounts
