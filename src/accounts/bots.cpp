// SPDX-License-Identifier: GPL-2.0-or-later
// Bots: accounts of programs. A bot belongs to a person, signs in with its token alone, and shares its owner's fate.
#include "rows.hpp"
#include "token_cache.hpp"

#include <alloquy/accounts/accounts.hpp>
#include <alloquy/accounts/rules.hpp>
#include <alloquy/base/text.hpp>

namespace alloquy::accounts {
namespace {

constexpr unsigned kEverywhere = unsigned(Purpose::irc) | unsigned(Purpose::mumble) | unsigned(Purpose::api);
constexpr char const* kTokenName = "bot token";

std::unexpected<Error> no_such_bot() {
    return fail_as(Errc::not_found, "bot_not_found", "you have no such bot");
}

Result<Account> require_bot(storage::Connection& db, base::Id owner, base::Id bot) {
    auto row = find_row(db, bot);
    if (!row) return std::unexpected(row.error());
    if (!*row || (*row)->account.bot_owner != owner || owner == 0) return no_such_bot();
    return std::move((*row)->account);
}

}  // namespace

Task<Result<Accounts::NewBot>> Accounts::add_bot(base::Id owner, std::string username, std::string display_name) {
    if (auto name = check_username(username); !name) co_return std::unexpected(name.error());
    if (!display_name.empty())
        if (auto name = check_display_name(display_name); !name) co_return std::unexpected(name.error());
    NewAccount request;
    request.username = std::move(username);
    request.display_name = std::move(display_name);
    // Nobody knows its password, and IRC and Mumble wouldn't take it anyway.
    request.password.password = crypto::random_token();
    auto secret = co_await store_secret(std::move(request.password), request.username);
    if (!secret) co_return std::unexpected(secret.error());
    auto account = co_await create(
        std::move(request), std::move(*secret), Status::active, {.owner = false, .bot_owner = owner}, {}
    );
    if (!account) co_return std::unexpected(account.error());
    auto token = co_await add_bot_token(account->id);
    if (!token) co_return std::unexpected(token.error());
    co_return NewBot{std::move(*account), std::move(*token)};
}

/// An app password like any other, so that it is good everywhere and ends everywhere; only longer.
Task<Result<std::string>> Accounts::add_bot_token(base::Id bot) {
    auto token = crypto::random_token();
    auto added = co_await insert_app_password(bot, token, kTokenName, kEverywhere);
    if (!added) co_return std::unexpected(added.error());
    co_return token;
}

Task<Result<std::vector<Account>>> Accounts::bots(base::Id owner) {
    co_return co_await database_.read([owner](storage::Connection& db) { return find_bots(db, owner); });
}

Task<Result<std::string>> Accounts::renew_bot_token(base::Id owner, base::Id bot) {
    auto found = co_await database_.read([owner, bot](storage::Connection& db) { return require_bot(db, owner, bot); });
    if (!found) co_return std::unexpected(found.error());
    auto before = co_await app_passwords(bot);
    if (!before) co_return std::unexpected(before.error());
    auto token = co_await add_bot_token(bot);
    if (!token) co_return token;
    for (auto const& old : *before)
        if (auto revoked = co_await revoke_app_password(bot, old.id);
            !revoked && revoked.error().code != Errc::not_found)
            co_return std::unexpected(revoked.error());
    co_return token;
}

Task<Result<>> Accounts::remove_bot(base::Id owner, base::Id bot) {
    auto found = co_await database_.read([owner, bot](storage::Connection& db) { return require_bot(db, owner, bot); });
    if (!found) co_return std::unexpected(found.error());
    co_return co_await remove_account(found->username);
}

}  // namespace alloquy::accounts
