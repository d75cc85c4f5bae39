// SPDX-License-Identifier: GPL-2.0-or-later
// What administrators do to accounts. A suspension ends everything of the account at once: subscribers of the events
// see to their part.
#include "rows.hpp"
#include "token_cache.hpp"

#include <alloquy/accounts/accounts.hpp>
#include <alloquy/base/text.hpp>

namespace alloquy::accounts {
namespace {

Result<> set_status(
    storage::Connection& db, base::Id id, Status status, std::string const& reason, std::optional<base::Timestamp> until
) {
    auto statement = db.prepare("UPDATE accounts SET status = ?2, status_reason = ?3, status_until = ?4 WHERE id = ?1");
    auto end = to_column(until);
    statement.bind(id, to_string(status), reason, end);
    return statement.run();
}

/// Why a bot is blocked that did nothing itself.
constexpr char const* kOwnerBlocked = "its owner is blocked";

/// What concerns an account concerns its bots; one that was blocked for itself stays as it is. Appends them to `all`.
Result<> set_status_of_bots(
    storage::Connection& db, std::vector<Account>& all, Status status, std::optional<base::Timestamp> until
) {
    auto bots = find_bots(db, all.front().id);
    if (!bots) return std::unexpected(bots.error());
    for (auto& bot : *bots) {
        bool const for_itself = bot.status != Status::active && bot.status_reason != kOwnerBlocked;
        bool const nothing_to_do = status == Status::active && bot.status == Status::active;
        if (for_itself || nothing_to_do) continue;
        auto set = set_status(db, bot.id, status, status == Status::active ? "" : kOwnerBlocked, until);
        if (!set) return set;
        all.push_back(std::move(bot));
    }
    return {};
}

/// '%' and '_' in what was typed are plain characters.
std::string escape_like(std::string_view text) {
    std::string out;
    for (char c : text) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return out;
}

}  // namespace

Task<Result<>> Accounts::block(
    std::string username, Status status, std::string reason, std::optional<base::Timestamp> until
) {
    auto blocked = co_await database_.write(
        [key = base::to_lower(username), status, reason,
         until](storage::Connection& db) -> Result<std::vector<Account>> {
            auto row = require_row(db, key);
            if (!row) return std::unexpected(row.error());
            if (row->account.owner)
                return fail_as(
                    Errc::forbidden, "owner_is_untouchable", "the owner's account can't be suspended or banned"
                );
            if (auto set = set_status(db, row->account.id, status, reason, until); !set)
                return std::unexpected(set.error());
            std::vector<Account> all{std::move(row->account)};
            if (auto set = set_status_of_bots(db, all, status, until); !set) return std::unexpected(set.error());
            for (auto const& account : all) {
                auto sessions = db.prepare("DELETE FROM sessions WHERE account_id = ?1");
                sessions.bind(account.id);
                if (auto ran = sessions.run(); !ran) return std::unexpected(ran.error());
            }
            return all;
        }
    );
    if (!blocked) co_return std::unexpected(blocked.error());
    for (auto const& account : *blocked) {
        forget_tokens(account.id);
        bool const bot = account.id != blocked->front().id;
        suspended.publish(AccountSuspended{account.id, account.username, bot ? kOwnerBlocked : reason});
    }
    co_return Result<>();
}

Task<Result<>> Accounts::suspend(std::string username, std::string reason, std::optional<base::Timestamp> until) {
    if (until && *until <= clock_.now()) co_return fail_field("until", "must be in the future");
    co_return co_await block(std::move(username), Status::suspended, std::move(reason), until);
}

Task<Result<>> Accounts::ban(std::string username, std::string reason) {
    co_return co_await block(std::move(username), Status::banned, std::move(reason), std::nullopt);
}

Task<Result<>> Accounts::reactivate(std::string username) {
    auto back = co_await database_.write(
        [key = base::to_lower(username)](storage::Connection& db) -> Result<std::vector<Account>> {
            auto row = require_row(db, key);
            if (!row) return std::unexpected(row.error());
            if (auto set = set_status(db, row->account.id, Status::active, "", std::nullopt); !set)
                return std::unexpected(set.error());
            std::vector<Account> all{std::move(row->account)};
            if (auto set = set_status_of_bots(db, all, Status::active, std::nullopt); !set)
                return std::unexpected(set.error());
            return all;
        }
    );
    if (!back) co_return std::unexpected(back.error());
    for (auto const& account : *back) reactivated.publish(AccountReactivated{account.id, account.username});
    co_return Result<>();
}

Task<Result<std::vector<Account>>> Accounts::list(AccountQuery query) {
    co_return co_await database_.read(
        [query = std::move(query)](storage::Connection& db) -> Result<std::vector<Account>> {
            auto statement = db.prepare(ALLOQUY_SELECT_ACCOUNT
                                        "WHERE id > ?1 AND (?2 IS NULL OR status = ?2) AND username_key LIKE ?3 ESCAPE "
                                        "'\\' ORDER BY id LIMIT ?4");
            auto status = query.status ? std::optional(std::string(to_string(*query.status))) : std::nullopt;
            auto pattern = "%" + escape_like(base::to_lower(query.search)) + "%";
            statement.bind(query.after, status, pattern, std::int64_t(query.limit));
            return read_accounts(statement);
        }
    );
}

Task<Result<std::int64_t>> Accounts::count() {
    co_return co_await database_.read([](storage::Connection& db) -> Result<std::int64_t> {
        auto statement = db.prepare("SELECT count(*) FROM accounts WHERE bot_owner IS NULL");
        if (auto row = statement.step(); !row) return std::unexpected(row.error());
        return statement.integer(0);
    });
}

}  // namespace alloquy::accounts
