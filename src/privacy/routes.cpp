// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/http/json_fields.hpp>
#include <alloquy/privacy/routes.hpp>

#include <nlohmann/json.hpp>

namespace alloquy::privacy {
namespace {

using http::Method;
using http::Request;
using http::Response;
using nlohmann::json;

struct Parts {
    Privacy& privacy;
    accounts::Directory& directory;
};

Task<Result<base::Id>> named_account(Parts parts, Request const& request) {
    auto account = co_await parts.directory.find_by_username(std::string(request.parameter("username")));
    if (!account) co_return std::unexpected(account.error());
    if (!*account) co_return fail_as(Errc::not_found, "account_not_found", "there is no account of that name");
    co_return (*account)->id;
}

Result<Response> done(Result<> const& result) {
    if (!result) return std::unexpected(result.error());
    return Response::no_content();
}

Task<Result<Response>> show(Parts parts, Request request) {
    auto wishes = co_await parts.privacy.of(request.identity->account_id);
    if (!wishes) co_return std::unexpected(wishes.error());
    json body{{"direct_messages", to_string((*wishes)->from)}};
    co_return Response::json(body);
}

Task<Result<Response>> change(Parts parts, Request request) {
    std::optional<std::string> name;
    auto fields = http::JsonFields::parse(request.body);
    fields.optional("direct_messages", name, {1, 20});
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    if (name) {
        auto from = from_named(*name);
        if (!from) co_return fail_field("direct_messages", "must be one of everyone, rooms, nobody");
        if (auto set = co_await parts.privacy.set_from(request.identity->account_id, *from); !set)
            co_return std::unexpected(set.error());
    }
    co_return co_await show(parts, std::move(request));
}

Task<Result<Response>> list_blocks(Parts parts, Request request) {
    auto blocked = co_await parts.privacy.blocked(request.identity->account_id);
    if (!blocked) co_return std::unexpected(blocked.error());
    json items = json::array();
    for (auto const& one : *blocked)
        items.push_back(
            {{"id", std::to_string(one.id)},
             {"username", one.username},
             {"display_name", one.display_name},
             {"blocked_at", base::to_rfc3339(one.since)}}
        );
    json body{{"items", std::move(items)}, {"next", nullptr}};
    co_return Response::json(body);
}

Task<Result<Response>> block(Parts parts, Request request) {
    auto other = co_await named_account(parts, request);
    if (!other) co_return std::unexpected(other.error());
    co_return done(co_await parts.privacy.block(request.identity->account_id, *other));
}

Task<Result<Response>> unblock(Parts parts, Request request) {
    auto other = co_await named_account(parts, request);
    if (!other) co_return std::unexpected(other.error());
    co_return done(co_await parts.privacy.unblock(request.identity->account_id, *other));
}

}  // namespace

void add_routes(http::Router& router, Privacy& privacy, accounts::Directory& directory) {
    Parts const parts{privacy, directory};
    auto add = [&](Method method, std::string pattern, auto handler) {
        router.add(
            {method, "/api/v1/accounts/me" + pattern, http::Access::account,
             [parts, handler, method](Request request) -> Task<Result<Response>> {
                 // An app password is for one program: the person's own list isn't its business.
                 if (method != Method::get && request.identity->app_password)
                     co_return fail_as(Errc::forbidden, "session_required", "sign in with your password to do this");
                 co_return co_await handler(parts, std::move(request));
             }}
        );
    };
    add(Method::get, "/privacy", show);
    add(Method::patch, "/privacy", change);
    add(Method::get, "/blocks", list_blocks);
    add(Method::put, "/blocks/{username}", block);
    add(Method::del, "/blocks/{username}", unblock);
}

}  // namespace alloquy::privacy
