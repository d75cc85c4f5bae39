// SPDX-License-Identifier: GPL-2.0-or-later
// /accounts/me: names, password, sessions, second factor, recovery codes, leaving.
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

/// A body that holds nothing but the proof of the current password.
Result<PasswordProof> read_proof(std::string const& body) {
    ProofFields proof;
    auto fields = JsonFields::parse(body);
    proof.read(fields);
    if (auto ok = fields.finish(); !ok) return std::unexpected(ok.error());
    return proof.finish();
}

Result<Response> done(Result<> const& result) {
    if (!result) return std::unexpected(result.error());
    return Response::no_content();
}

Task<Result<Response>> show(Accounts& accounts, Request request) {
    auto account = co_await accounts.find_by_id(request.identity->account_id);
    if (!account) co_return std::unexpected(account.error());
    if (!*account) co_return fail(Errc::not_found, "the account is gone");
    co_return Response::json(to_json(**account));
}

Task<Result<Response>> change(Accounts& accounts, Request request) {
    std::optional<std::string> username, display_name;
    std::optional<bool> app_passwords_only;
    auto fields = JsonFields::parse(request.body);
    fields.optional("username", username, {1, 64})
        .optional("display_name", display_name, {1, 64})
        .optional("app_passwords_only", app_passwords_only);
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto const me = request.identity->account_id;
    // The name first: it is the only one that can be refused for what others have.
    if (username)
        if (auto renamed = co_await accounts.rename(me, std::move(*username)); !renamed)
            co_return std::unexpected(renamed.error());
    if (display_name)
        if (auto set = co_await accounts.set_display_name(me, std::move(*display_name)); !set)
            co_return std::unexpected(set.error());
    if (app_passwords_only)
        if (auto set = co_await accounts.set_app_passwords_only(me, *app_passwords_only); !set)
            co_return std::unexpected(set.error());
    co_return co_await show(accounts, std::move(request));
}

Task<Result<Response>> remove(Accounts& accounts, Accounts::Also delete_messages, Request request) {
    ProofFields proof;
    std::optional<bool> messages_too;
    auto fields = JsonFields::parse(request.body);
    proof.read(fields);
    fields.optional("delete_messages", messages_too);
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto given = proof.finish();
    if (!given) co_return std::unexpected(given.error());
    if (!messages_too.value_or(false)) delete_messages = {};
    co_return done(
        co_await accounts.delete_account(request.identity->account_id, std::move(*given), std::move(delete_messages))
    );
}

Task<Result<Response>> change_password(Accounts& accounts, Request request) {
    ProofFields proof;
    NewPasswordFields password;
    auto fields = JsonFields::parse(request.body);
    proof.read(fields);
    password.read(fields, "new_");
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    auto given = proof.finish();
    if (!given) co_return std::unexpected(given.error());
    auto chosen = password.finish();
    if (!chosen) co_return std::unexpected(chosen.error());
    co_return done(co_await accounts.change_password(
        request.identity->account_id, std::move(*given), std::move(*chosen), request.identity->session_id
    ));
}

Task<Result<Response>> list_sessions(Accounts& accounts, Request request) {
    auto sessions = co_await accounts.sessions(request.identity->account_id);
    if (!sessions) co_return std::unexpected(sessions.error());
    json items = json::array();
    for (auto const& session : *sessions) items.push_back(to_json(session, request.identity->session_id));
    co_return Response::json(to_list(std::move(items)));
}

Task<Result<Response>> end_session(Accounts& accounts, Request request) {
    auto id = path_id(request, "id");
    if (!id) co_return std::unexpected(id.error());
    co_return done(co_await accounts.revoke_session(request.identity->account_id, *id));
}

Task<Result<Response>> end_other_sessions(Accounts& accounts, Request request) {
    co_return done(co_await accounts.revoke_sessions(request.identity->account_id, request.identity->session_id));
}

Task<Result<Response>> renew_recovery_codes(Accounts& accounts, Request request) {
    auto proof = read_proof(request.body);
    if (!proof) co_return std::unexpected(proof.error());
    auto codes = co_await accounts.new_recovery_codes(request.identity->account_id, std::move(*proof));
    if (!codes) co_return std::unexpected(codes.error());
    json body{{"recovery_codes", *codes}};
    co_return Response::created(body);
}

Task<Result<Response>> begin_totp(Accounts& accounts, Request request) {
    auto proof = read_proof(request.body);
    if (!proof) co_return std::unexpected(proof.error());
    auto setup = co_await accounts.begin_totp(request.identity->account_id, std::move(*proof));
    if (!setup) co_return std::unexpected(setup.error());
    json body{{"secret", setup->secret}, {"uri", setup->uri}};
    co_return Response::created(body);
}

Task<Result<Response>> confirm_totp(Accounts& accounts, Request request) {
    std::string code;
    auto fields = JsonFields::parse(request.body);
    fields.required("code", code, {6, 6});
    if (auto ok = fields.finish(); !ok) co_return std::unexpected(ok.error());
    co_return done(co_await accounts.confirm_totp(request.identity->account_id, std::move(code)));
}

Task<Result<Response>> remove_totp(Accounts& accounts, Request request) {
    auto proof = read_proof(request.body);
    if (!proof) co_return std::unexpected(proof.error());
    co_return done(co_await accounts.remove_totp(request.identity->account_id, std::move(*proof)));
}

}  // namespace

Task<Result<>> require_proof(Accounts& accounts, Request request) {
    if (auto allowed = require_session(request); !allowed) co_return allowed;
    auto proof = read_proof(request.body);
    if (!proof) co_return std::unexpected(proof.error());
    co_return co_await accounts.prove(request.identity->account_id, std::move(*proof));
}

void add_own_account_routes(http::Router& router, Accounts& accounts, RouteContext context) {
    auto add = [&](Method method, std::string pattern, auto handler, Limit limit = Limit::general) {
        router.add(
            {method, "/api/v1/accounts/me" + pattern, Access::account,
             [&accounts, handler, method](Request request) -> Task<Result<Response>> {
                 if (method != Method::get)
                     if (auto allowed = require_session(request); !allowed) co_return std::unexpected(allowed.error());
                 co_return co_await handler(accounts, std::move(request));
             },
             16 * 1024, limit}
        );
    };
    add(Method::get, "", show);
    add(Method::patch, "", change);
    add(
        Method::del, "",
        [also = std::move(context.delete_messages)](Accounts& self, Request request) {
            return remove(self, also, std::move(request));
        },
        Limit::expensive
    );
    add(Method::post, "/password", change_password, Limit::expensive);
    add(Method::get, "/sessions", list_sessions);
    add(Method::del, "/sessions", end_other_sessions);
    add(Method::del, "/sessions/{id}", end_session);
    add(Method::post, "/recovery-codes", renew_recovery_codes, Limit::expensive);
    add(Method::post, "/totp", begin_totp, Limit::expensive);
    add(Method::post, "/totp/confirm", confirm_totp);
    add(Method::del, "/totp", remove_totp, Limit::expensive);
}

}  // namespace alloquy::accounts
