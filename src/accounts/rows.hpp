// SPDX-License-Identifier: GPL-2.0-or-later
// The accounts table as a struct, and the look-ups that several operations share.
#pragma once
#include <alloquy/accounts/account.hpp>
#include <alloquy/crypto/password.hpp>
#include <alloquy/storage/connection.hpp>

#include <optional>
#include <string>
#include <vector>

namespace alloquy::accounts {

/// What is kept of a password.
struct StoredSecret {
    Scheme scheme = Scheme::password;
    std::string verifier;                ///< crypto::to_bytes(), or for split-1 the hash of the auth_key.
    std::string client_salt;             ///< split-1 only.
    crypto::PasswordCost client_cost{};  ///< split-1 only.
};

struct AccountRow {
    Account account;
    StoredSecret secret;
    std::string totp_secret;  ///< Sealed; empty when none was set up.
    std::int64_t totp_last_step = 0;
};

std::string_view to_string(Scheme scheme);
Status status_from(std::string_view column);

/// `where` is a condition with ?1. Use with the helpers below; columns and order belong to read_row().
#define ALLOQUY_SELECT_ACCOUNT                                                                                     \
    "SELECT id, username, display_name, owner, status, status_reason, status_until, mumble_id, scheme, verifier, " \
    "client_salt, client_memory, client_passes, app_passwords_only, totp_secret, totp_confirmed, totp_last_step, " \
    "created_at, bot_owner FROM accounts "

AccountRow read_row(storage::Statement& statement);
/// All rows that are left.
Result<std::vector<Account>> read_accounts(storage::Statement& statement);

/// By username in lower case.
Result<std::optional<AccountRow>> find_row(storage::Connection& connection, std::string const& username_key);
Result<std::optional<AccountRow>> find_row(storage::Connection& connection, base::Id id);
/// Errors: not_found.
Result<AccountRow> require_row(storage::Connection& connection, std::string const& username_key);

/// In the order they were made.
Result<std::vector<Account>> find_bots(storage::Connection& connection, base::Id owner);

/// Writes the password columns.
Result<> update_secret(storage::Connection& connection, base::Id id, StoredSecret const& secret);

inline std::int64_t to_column(base::Timestamp time) {
    return time.time_since_epoch().count();
}
inline std::optional<std::int64_t> to_column(std::optional<base::Timestamp> time) {
    return time ? std::optional(to_column(*time)) : std::nullopt;
}
inline base::Timestamp to_time(std::int64_t column) {
    return base::Timestamp(std::chrono::milliseconds(column));
}
inline std::optional<base::Timestamp> to_time(std::optional<std::int64_t> column) {
    return column ? std::optional(to_time(*column)) : std::nullopt;
}

}  // namespace alloquy::accounts
