// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/http/json_fields.hpp>
#include <alloquy/profiles/routes.hpp>

namespace alloquy::profiles {
namespace {

using http::Access;
using http::Method;
using http::Request;
using http::Response;
using nlohmann::json;

json to_json(accounts::Account const& account, Values const& values) {
    return {
        {"account_id", std::to_string(account.id)},
        {"username", account.username},
        {"values", values.empty() ? json::object() : json(values)},
    };
}

Task<Result<Response>> show(Profiles& profiles, Result<std::optional<accounts::Account>> account) {
    if (!account) co_return std::unexpected(account.error());
    if (!*account) co_return fail_as(Errc::not_found, "account_not_found", "there is no account of that name");
    auto values = co_await profiles.of_account(**account);
    if (!values) co_return std::unexpected(values.error());
    co_return Response::json(to_json(**account, *values));
}

/// {"values": {"status": "away", "avatar": null}}. Errors: invalid_input.
Result<Change> read_change(std::string const& body) {
    auto document = http::parse_json(body);
    if (!document) return std::unexpected(document.error());
    if (!document->is_object()) return fail_field("body", "must be a JSON object");
    for (auto const& [name, value] : document->items())
        if (name != "values") return fail_field(name.substr(0, kMaxKey), "is not a field here", "unknown_field");
    auto values = document->find("values");
    if (values == document->end() || !values->is_object()) return fail_field("values", "must be an object");
    Change change;
    for (auto const& [key, value] : values->items()) {
        if (!value.is_null() && !value.is_string()) return fail_field("values", "may hold text and null only");
        change.emplace(key, value.is_null() ? std::nullopt : std::optional(value.get<std::string>()));
    }
    return change;
}

Task<Result<Response>> change(Profiles& profiles, accounts::Directory& directory, Request request) {
    // As everything else of one's account: an app password is for one program.
    if (request.identity->app_password)
        co_return fail_as(Errc::forbidden, "session_required", "an app password can't do this");
    auto wanted = read_change(request.body);
    if (!wanted) co_return std::unexpected(wanted.error());
    auto const me = request.identity->account_id;
    auto changed = co_await profiles.change_account(me, std::move(*wanted));
    if (!changed) co_return std::unexpected(changed.error());
    auto account = co_await directory.find_by_id(me);
    co_return co_await show(profiles, std::move(account));
}

}  // namespace

json to_json(ProfileUpdated const& event) {
    json values = json::object();
    for (auto const& [key, value] : event.changed) values[key] = value ? json(*value) : json(nullptr);
    return {{"account_id", std::to_string(event.id)}, {"username", event.username}, {"values", std::move(values)}};
}

void add_routes(http::Router& router, Profiles& profiles, accounts::Directory& directory) {
    router.add(
        {Method::get, "/api/v1/accounts/{username}/profile", Access::account,
         [&](Request request) -> Task<Result<Response>> {
             auto account = co_await directory.find_by_username(std::string(request.parameter("username")));
             co_return co_await show(profiles, std::move(account));
         }}
    );
    router.add(
        {Method::get, "/api/v1/accounts/me/profile", Access::account,
         [&](Request request) -> Task<Result<Response>> {
             auto account = co_await directory.find_by_id(request.identity->account_id);
             co_return co_await show(profiles, std::move(account));
         }}
    );
    router.add({Method::patch, "/api/v1/accounts/me/profile", Access::account, [&](Request request) {
                    return change(profiles, directory, std::move(request));
                }});
}

}  // namespace alloquy::profiles
