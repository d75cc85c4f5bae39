// SPDX-License-Identifier: GPL-2.0-or-later
// /accounts/me/app-passwords and /accounts/me/certificates.
#include "wire.hpp"

namespace alloquy::accounts {
namespace {

using http::Access;
using http::JsonFields;
using http::Method;
using http::Request;
using http::Response;
using nlohmann::json;

Result<unsigned> purposes_of(std::vector<std::string> const& scopes) {
    unsigned purposes = 0;
    for (auto const& scope : scopes)
        purposes |= unsigned(scope == "irc" ? Purpose::irc : scope == "mumble" ? Purpose::mumble : Purpose::api);
    if (purposes == 0) return fail_field("scopes", "must name at least one of irc, mumble, api");
    return purposes;
}

Task<Result<Response>> add_app_password(Accounts& accounts, Request request) {
    std::string name;
    std::vector<std::string> scopes;
    auto fields = JsonFields::parse(request.body);
    fields.required("name", name, {1, 64}).required_set("scopes", scopes, {"irc", "mumble", "api"});
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto purposes = purposes_of(scopes);
    if (!purposes) co_return std::unexpected(purposes.error());
    auto made = co_await accounts.add_app_password(request.identity->account_id, name, *purposes);
    if (!made) co_return std::unexpected(made.error());
    json body{{"id", std::to_string(made->id)}, {"secret", made->secret}, {"name", name}, {"scopes", scopes}};
    co_return Response::created(body);
}

Task<Result<Response>> list_app_passwords(Accounts& accounts, Request request) {
    auto found = co_await accounts.app_passwords(request.identity->account_id);
    if (!found) co_return std::unexpected(found.error());
    json items = json::array();
    for (auto const& app_password : *found) items.push_back(to_json(app_password));
    co_return Response::json(to_list(std::move(items)));
}

Task<Result<Response>> remove_app_password(Accounts& accounts, Request request) {
    auto id = path_id(request, "id");
    if (!id) co_return std::unexpected(id.error());
    auto removed = co_await accounts.revoke_app_password(request.identity->account_id, *id);
    if (!removed) co_return std::unexpected(removed.error());
    co_return Response::no_content();
}

Task<Result<Response>> add_certificate(Accounts& accounts, Request request) {
    std::string fingerprint;
    std::optional<std::string> name;
    auto fields = JsonFields::parse(request.body);
    fields.required("fingerprint", fingerprint, {64, 95}).optional("name", name, {0, 64});
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto added =
        co_await accounts.enrol_certificate(request.identity->account_id, std::move(fingerprint), name.value_or(""));
    if (!added) co_return std::unexpected(added.error());
    co_return Response::no_content();
}

Task<Result<Response>> list_certificates(Accounts& accounts, Request request) {
    auto found = co_await accounts.certificates(request.identity->account_id);
    if (!found) co_return std::unexpected(found.error());
    json items = json::array();
    for (auto const& certificate : *found) items.push_back(to_json(certificate));
    co_return Response::json(to_list(std::move(items)));
}

Task<Result<Response>> remove_certificate(Accounts& accounts, Request request) {
    auto removed = co_await accounts.remove_certificate(
        request.identity->account_id, std::string(request.parameter("fingerprint"))
    );
    if (!removed) co_return std::unexpected(removed.error());
    co_return Response::no_content();
}

}  // namespace

void add_credential_routes(http::Router& router, Accounts& accounts) {
    auto add = [&](Method method, std::string pattern, auto handler) {
        router.add(
            {method, "/api/v1/accounts/me" + pattern, Access::account,
             [&accounts, handler, method](Request request) -> Task<Result<Response>> {
                 if (method != Method::get)
                     if (auto allowed = require_session(request); !allowed) co_return std::unexpected(allowed.error());
                 co_return co_await handler(accounts, std::move(request));
             }}
        );
    };
    add(Method::post, "/app-passwords", add_app_password);
    add(Method::get, "/app-passwords", list_app_passwords);
    add(Method::del, "/app-passwords/{id}", remove_app_password);
    add(Method::post, "/certificates", add_certificate);
    add(Method::get, "/certificates", list_certificates);
    add(Method::del, "/certificates/{fingerprint}", remove_certificate);
}

}  // namespace alloquy::accounts
