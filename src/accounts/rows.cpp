// SPDX-License-Identifier: GPL-2.0-or-later
#include "rows.hpp"

namespace alloquy::accounts {
namespace {

Result<std::optional<AccountRow>> one(storage::Statement& statement) {
    auto row = statement.step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return std::nullopt;
    return read_row(statement);
}

}  // namespace

std::string_view to_string(Status status) {
    switch (status) {
        case Status::active:
            return "active";
        case Status::pending:
            return "pending";
        case Status::suspended:
            return "suspended";
        case Status::banned:
            break;
    }
    return "banned";
}

Status status_from(std::string_view text) {
    if (text == "pending") return Status::pending;
    if (text == "suspended") return Status::suspended;
    return text == "banned" ? Status::banned : Status::active;
}

std::string_view to_string(Scheme scheme) {
    return scheme == Scheme::password ? "password" : "split-1";
}

bool Account::may_sign_in(base::Timestamp now) const {
    if (status == Status::active) return true;
    return status == Status::suspended && status_until && *status_until <= now;
}

AccountRow read_row(storage::Statement& statement) {
    AccountRow row;
    auto& account = row.account;
    account.id = statement.integer(0);
    account.username = statement.text(1);
    account.display_name = statement.text(2);
    account.owner = statement.integer(3) != 0;
    account.status = status_from(statement.view(4));
    account.status_reason = statement.text(5);
    account.status_until = to_time(statement.optional_integer(6));
    account.mumble_id = std::int32_t(statement.integer(7));
    account.scheme = statement.view(8) == "password" ? Scheme::password : Scheme::split1;
    row.secret.scheme = account.scheme;
    row.secret.verifier = statement.text(9);
    row.secret.client_salt = statement.text(10);
    row.secret.client_cost = {std::uint64_t(statement.integer(11)), std::uint32_t(statement.integer(12))};
    account.app_passwords_only = statement.integer(13) != 0;
    row.totp_secret = statement.text(14);
    account.totp = statement.integer(15) != 0;
    row.totp_last_step = statement.integer(16);
    account.created_at = to_time(statement.integer(17));
    account.bot_owner = statement.optional_integer(18).value_or(0);
    return row;
}

Result<std::vector<Account>> read_accounts(storage::Statement& statement) {
    std::vector<Account> out;
    for (;;) {
        auto row = statement.step();
        if (!row) return std::unexpected(row.error());
        if (!*row) return out;
        out.push_back(read_row(statement).account);
    }
}

Result<std::vector<Account>> find_bots(storage::Connection& connection, base::Id owner) {
    auto statement = connection.prepare(ALLOQUY_SELECT_ACCOUNT "WHERE bot_owner = ?1 ORDER BY id");
    statement.bind(owner);
    return read_accounts(statement);
}

Result<std::optional<AccountRow>> find_row(storage::Connection& connection, std::string const& username_key) {
    auto statement = connection.prepare(ALLOQUY_SELECT_ACCOUNT "WHERE username_key = ?1");
    statement.bind(username_key);
    return one(statement);
}

Result<std::optional<AccountRow>> find_row(storage::Connection& connection, base::Id id) {
    auto statement = connection.prepare(ALLOQUY_SELECT_ACCOUNT "WHERE id = ?1");
    statement.bind(id);
    return one(statement);
}

Result<AccountRow> require_row(storage::Connection& connection, std::string const& username_key) {
    auto row = find_row(connection, username_key);
    if (!row) return std::unexpected(row.error());
    if (!*row) return fail_as(Errc::not_found, "account_not_found", "there is no account of that name");
    return std::move(**row);
}

Result<> update_secret(storage::Connection& connection, base::Id id, StoredSecret const& secret) {
    bool split = secret.scheme == Scheme::split1;
    auto statement = connection.prepare(
        "UPDATE accounts SET scheme = ?2, verifier = ?3, client_salt = ?4, client_memory = ?5, client_passes = ?6 "
        "WHERE id = ?1"
    );
    statement.bind(
        id, to_string(secret.scheme), storage::Blob{secret.verifier},
        split ? std::optional(storage::Blob{secret.client_salt}) : std::nullopt,
        split ? std::optional(std::int64_t(secret.client_cost.memory)) : std::nullopt,
        split ? std::optional(std::int64_t(secret.client_cost.passes)) : std::nullopt
    );
    return statement.run();
}

}  // namespace alloquy::accounts
