// SPDX-License-Identifier: GPL-2.0-or-later
// Registration, signing in and out, recovery.
#include "wire.hpp"

#include <alloquy/accounts/routes.hpp>

namespace alloquy::accounts {
namespace {

using http::Access;
using http::JsonFields;
using http::Limit;
using http::Method;
using http::Request;
using http::Response;
using nlohmann::json;

/// What the session list shows: the name given, or what the client calls itself.
std::string session_name(std::optional<std::string> const& name, Request const& request) {
    if (name && !name->empty()) return *name;
    auto agent = request.header("user-agent");
    return agent.empty() ? "API" : std::string(agent.substr(0, 120));
}

Task<Result<Response>> create_account(Accounts& accounts, Request request) {
    NewAccount wanted;
    NewPasswordFields password;
    std::optional<std::string> invite, display_name, client;
    auto fields = JsonFields::parse(request.body);
    fields.required("username", wanted.username, {1, 64})
        .optional("invite", invite, {0, 64})
        .optional("display_name", display_name, {0, 64})
        .optional("client", client, {0, 120});
    password.read(fields);
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto chosen = password.finish();
    if (!chosen) co_return std::unexpected(chosen.error());
    wanted.password = std::move(*chosen);
    wanted.invite = invite.value_or("");
    wanted.display_name = display_name.value_or("");

    auto made = co_await accounts.register_account(std::move(wanted), session_name(client, request), request.peer);
    if (!made) co_return std::unexpected(made.error());
    json body{
        {"account", to_json(made->account)},
        {"token", made->token.empty() ? json(nullptr) : json(made->token)},
        {"recovery_codes", made->recovery_codes},
    };
    co_return Response::created(body);
}

Task<Result<Response>> create_session(Accounts& accounts, Request request) {
    std::string username;
    ProofFields proof;
    std::optional<std::string> code, client;
    auto fields = JsonFields::parse(request.body);
    fields.required("username", username, {1, 64}).optional("code", code, {0, 64}).optional("client", client, {0, 120});
    proof.read(fields);
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto given = proof.finish();
    if (!given) co_return std::unexpected(given.error());
    auto opened = co_await accounts.open_session(
        std::move(username), std::move(*given), code.value_or(""), session_name(client, request), request.peer
    );
    if (!opened) co_return std::unexpected(opened.error());
    json body{{"token", opened->token}, {"account", to_json(opened->account)}};
    co_return Response::created(body);
}

Task<Result<Response>> auth_parameters(Accounts& accounts, Request request) {
    auto username = request.query_value("username");
    if (!username || username->empty() || username->size() > 64) co_return fail_field("username", "give ?username=");
    auto parameters = co_await accounts.auth_parameters(std::string(*username));
    if (!parameters) co_return std::unexpected(parameters.error());
    json body{
        {"scheme", parameters->scheme == Scheme::password ? "password" : "split-1"},
        {"salt", crypto::to_base64url(parameters->salt)},
        {"opslimit", parameters->cost.passes},
        {"memlimit", parameters->cost.memory},
    };
    co_return Response::json(body);
}

Task<Result<Response>> end_current_session(Accounts& accounts, Request request) {
    if (request.identity->app_password)
        co_return fail(Errc::not_found, "an app password is no session; revoke it in its list");
    auto ended = co_await accounts.revoke_session(request.identity->account_id, request.identity->session_id);
    if (!ended) co_return std::unexpected(ended.error());
    co_return Response::no_content();
}

Task<Result<Response>> recover(Accounts& accounts, Request request) {
    std::string username, code;
    NewPasswordFields password;
    auto fields = JsonFields::parse(request.body);
    fields.required("username", username, {1, 64}).required("recovery_code", code, {1, 64});
    password.read(fields, "new_");
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto chosen = password.finish();
    if (!chosen) co_return std::unexpected(chosen.error());
    auto done = co_await accounts.recover(std::move(username), std::move(code), std::move(*chosen), request.peer);
    if (!done) co_return std::unexpected(done.error());
    co_return Response::no_content();
}

Task<Result<Response>> reset(Accounts& accounts, Request request) {
    std::string token;
    NewPasswordFields password;
    auto fields = JsonFields::parse(request.body);
    fields.required("token", token, {1, 128});
    password.read(fields, "new_");
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto chosen = password.finish();
    if (!chosen) co_return std::unexpected(chosen.error());
    auto done = co_await accounts.reset_password(std::move(token), std::move(*chosen));
    if (!done) co_return std::unexpected(done.error());
    co_return Response::no_content();
}

}  // namespace

void add_sign_in_routes(http::Router& router, Accounts& accounts) {
    auto bind = [&accounts](auto handler) {
        return [&accounts, handler](Request request) { return handler(accounts, std::move(request)); };
    };
    router.add({Method::post, "/api/v1/accounts", Access::anyone, bind(create_account), 16 * 1024, Limit::registration}
    );
    router.add({Method::post, "/api/v1/sessions", Access::anyone, bind(create_session), 16 * 1024, Limit::sign_in});
    router.add({Method::get, "/api/v1/auth/parameters", Access::anyone, bind(auth_parameters)});
    router.add({Method::del, "/api/v1/sessions/current", Access::account, bind(end_current_session)});
    router.add({Method::post, "/api/v1/auth/recover", Access::anyone, bind(recover), 16 * 1024, Limit::sign_in});
    router.add({Method::post, "/api/v1/auth/reset", Access::anyone, bind(reset), 16 * 1024, Limit::sign_in});
}

void add_routes(http::Router& router, Accounts& accounts, RouteContext context) {
    add_sign_in_routes(router, accounts);
    add_own_account_routes(router, accounts, context);
    add_bot_routes(router, accounts);
    add_credential_routes(router, accounts);
    add_invite_routes(router, accounts, context);
    add_administration_routes(router, accounts, std::move(context));
}

}  // namespace alloquy::accounts
