// SPDX-License-Identifier: GPL-2.0-or-later
#include "admin_commands.hpp"

#include "message_commands.hpp"

namespace alloquy::daemon {
namespace {

using nlohmann::json;

/// `now` plus the request's "seconds"; empty without them. Errors: invalid_input.
Result<std::optional<base::Timestamp>> end_of(json const& request, base::Timestamp now) {
    constexpr std::int64_t kMost = std::int64_t(100000) * 86400;  // what the command line takes
    auto found = request.find("seconds");
    if (found == request.end()) return std::nullopt;
    if (!found->is_number_integer() || found->get<std::int64_t>() <= 0 || found->get<std::int64_t>() > kMost)
        return fail_field("seconds", "must be a positive number of seconds");
    return now + std::chrono::seconds(found->get<std::int64_t>());
}

Result<json> done(Result<> const& result) {
    if (!result) return std::unexpected(result.error());
    return json::object();
}

}  // namespace

std::string text_of(json const& request, char const* name) {
    auto found = request.find(name);
    return found != request.end() && found->is_string() ? found->get<std::string>() : std::string();
}

json to_answer(Result<json> result) {
    if (result) {
        (*result)["ok"] = true;
        return std::move(*result);
    }
    auto const& error = result.error();
    return {{"ok", false}, {"error", {{"code", error.reason}, {"message", error.message}, {"field", error.field}}}};
}

AdminCommands::AdminCommands(accounts::Accounts& accounts, base::Clock const& clock, std::string public_url)
    : accounts_(accounts), clock_(clock), public_url_(std::move(public_url)) {}

Task<json> AdminCommands::run(json request) {
    co_return to_answer(co_await dispatch(std::move(request)));
}

Task<Result<json>> AdminCommands::dispatch(json request) {
    auto command = text_of(request, "command");
    auto username = text_of(request, "username");
    if (command == "user.add") co_return co_await add_user(std::move(request));
    if (command == "user.list") co_return co_await list_users();
    if (command == "user.suspend") co_return co_await suspend(std::move(request));
    if (command == "user.ban") co_return done(co_await accounts_.ban(username, text_of(request, "reason")));
    if (command == "user.reactivate") co_return done(co_await accounts_.reactivate(username));
    if (command == "user.delete") co_return done(co_await accounts_.remove_account(username));
    if (command == "user.reset-password") co_return co_await reset_password(std::move(request));
    if (command == "owner-link") co_return co_await owner_link();
    if (command == "invite") co_return co_await invite(std::move(request));
    if (is_message_command(command))
        co_return fail(Errc::unavailable, "the server must be running: what this begins goes on in it");
    co_return fail(Errc::not_found, "unknown command '" + command + "'");
}

Task<Result<json>> AdminCommands::add_user(json request) {
    accounts::NewAccount wanted;
    wanted.username = text_of(request, "username");
    wanted.password.password = text_of(request, "password");
    auto owner = request.find("owner");
    bool const as_owner = owner != request.end() && owner->is_boolean() && owner->get<bool>();
    auto account = co_await accounts_.add_account(std::move(wanted), as_owner);
    if (!account) co_return std::unexpected(account.error());
    json answer{{"username", account->username}, {"id", std::to_string(account->id)}};
    co_return answer;
}

Task<Result<json>> AdminCommands::list_users() {
    auto items = json::array();
    accounts::AccountQuery query;
    query.limit = 1000;
    for (;;) {
        auto page = co_await accounts_.list(query);
        if (!page) co_return std::unexpected(page.error());
        for (auto const& account : *page) {
            json item{
                {"username", account.username},
                {"owner", account.owner},
                {"status", accounts::to_string(account.status)},
                {"reason", account.status_reason},
                {"created_at", base::to_rfc3339(account.created_at)},
            };
            items.push_back(std::move(item));
        }
        if (page->size() < query.limit) break;
        query.after = page->back().id;
    }
    json answer{{"items", std::move(items)}};
    co_return answer;
}

Task<Result<json>> AdminCommands::suspend(json request) {
    auto until = end_of(request, clock_.now());
    if (!until) co_return std::unexpected(until.error());
    co_return done(co_await accounts_.suspend(text_of(request, "username"), text_of(request, "reason"), *until));
}

Task<Result<json>> AdminCommands::owner_link() {
    auto token = co_await accounts_.owner_token();
    if (!token) co_return std::unexpected(token.error());
    json answer{{"url", public_url_ + "/owner#" + *token}, {"token", *token}};
    co_return answer;
}

Task<Result<json>> AdminCommands::invite(json request) {
    std::optional<std::int64_t> uses;
    if (auto found = request.find("uses"); found != request.end() && found->is_number_integer())
        uses = found->get<std::int64_t>();
    auto expires = end_of(request, clock_.now());
    if (!expires) co_return std::unexpected(expires.error());
    auto made = co_await accounts_.add_invite(std::nullopt, text_of(request, "note"), uses, *expires);
    if (!made) co_return std::unexpected(made.error());
    json answer{
        {"url", public_url_ + "/join#" + made->code},
        {"code", made->code},
        {"expires_at", *expires ? json(base::to_rfc3339(**expires)) : json(nullptr)},
    };
    co_return answer;
}

Task<Result<json>> AdminCommands::reset_password(json request) {
    auto link = co_await accounts_.add_reset_link(text_of(request, "username"));
    if (!link) co_return std::unexpected(link.error());
    json answer{{"url", public_url_ + "/reset#" + link->token}, {"expires_at", base::to_rfc3339(link->expires_at)}};
    co_return answer;
}

}  // namespace alloquy::daemon
