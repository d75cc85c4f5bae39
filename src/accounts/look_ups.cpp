// SPDX-License-Identifier: GPL-2.0-or-later
// The questions that bridges ask: who is this, and what does Mumble's authenticator need to know.
#include "rows.hpp"

#include <alloquy/accounts/accounts.hpp>
#include <alloquy/base/text.hpp>

#include <cstring>

namespace alloquy::accounts {
namespace {

/// Only what a VoiceIdentity needs: at the start it is read for every account.
#define ALLOQUY_SELECT_VOICE                                           \
    "SELECT id, username, status, status_until, mumble_id, verifier, " \
    "scheme = 'password' AND NOT app_passwords_only AND NOT totp_confirmed FROM accounts "

/// Without app passwords and certificates, which add_credentials() reads.
Result<VoiceIdentity> read_voice_identity(storage::Statement& statement, base::Timestamp now) {
    Account account;
    account.status = status_from(statement.view(2));
    account.status_until = to_time(statement.optional_integer(3));
    VoiceIdentity identity;
    identity.id = statement.integer(0);
    identity.mumble_id = std::int32_t(statement.integer(4));
    identity.username = statement.view(1);
    identity.may_sign_in = account.may_sign_in(now);
    identity.blocked_until = account.status_until;
    if (statement.integer(6) != 0) {
        auto verifier = crypto::parse_verifier(statement.view(5));
        if (!verifier) return std::unexpected(verifier.error());
        identity.verifier = std::move(*verifier);
    }
    return identity;
}

crypto::TokenHash to_hash(std::string_view bytes) {
    crypto::TokenHash hash{};
    std::memcpy(hash.data(), bytes.data(), std::min(bytes.size(), hash.size()));
    return hash;
}

/// Runs `add(identity, statement)` for each row of a statement (?1 below the account id, ?2 the highest) whose first
/// column is the account id, in ascending order like `identities`.
template <class Add>
Result<> for_each_owned(storage::Statement statement, std::vector<VoiceIdentity>& identities, Add add) {
    statement.bind(identities.front().id - 1, identities.back().id);
    auto owner = identities.begin();
    for (;;) {
        auto row = statement.step();
        if (!row) return std::unexpected(row.error());
        if (!*row) return {};
        auto const account = statement.integer(0);
        while (owner != identities.end() && owner->id < account) ++owner;
        if (owner == identities.end()) return {};
        if (owner->id == account) add(*owner, statement);
    }
}

/// Two statements for all identities (ordered by id): one for each of them would take most of the time at start.
Result<> add_credentials(storage::Connection& db, std::vector<VoiceIdentity>& identities) {
    if (identities.empty()) return {};
    auto secrets = for_each_owned(
        db.prepare("SELECT account_id, secret_hash FROM app_passwords WHERE account_id > ?1 AND account_id <= ?2 "
                   "AND purposes & 2 ORDER BY account_id"),
        identities,
        [](VoiceIdentity& identity, storage::Statement const& statement) {
            identity.app_passwords.push_back(to_hash(statement.view(1)));
        }
    );
    if (!secrets) return secrets;
    return for_each_owned(
        db.prepare("SELECT account_id, fingerprint FROM certificates WHERE account_id > ?1 AND account_id <= ?2 "
                   "ORDER BY account_id"),
        identities,
        [](VoiceIdentity& identity, storage::Statement const& statement) {
            identity.certificates.push_back(statement.text(1));
        }
    );
}

}  // namespace

Task<Result<std::optional<Account>>> Accounts::find_by_username(std::string username) {
    std::vector<std::string> names{std::move(username)};
    auto found = co_await find_by_usernames(std::move(names));
    if (!found) co_return std::unexpected(found.error());
    co_return std::move(found->front());
}

Task<Result<std::vector<std::optional<Account>>>> Accounts::find_by_usernames(std::vector<std::string> usernames) {
    co_return co_await database_.read(
        [usernames = std::move(usernames)](storage::Connection& db) -> Result<std::vector<std::optional<Account>>> {
            std::vector<std::optional<Account>> out;
            out.reserve(usernames.size());
            for (auto const& name : usernames) {
                auto row = find_row(db, base::to_lower(name));
                if (!row) return std::unexpected(row.error());
                out.push_back(*row ? std::optional(std::move((*row)->account)) : std::nullopt);
            }
            return out;
        }
    );
}

Task<Result<std::optional<Account>>> Accounts::find_by_id(base::Id id) {
    auto row = co_await database_.read([id](storage::Connection& db) { return find_row(db, id); });
    if (!row) co_return std::unexpected(row.error());
    co_return *row ? std::optional(std::move((*row)->account)) : std::nullopt;
}

Task<Result<std::vector<VoiceIdentity>>> Accounts::voice_identities(base::Id after, std::size_t limit) {
    co_return co_await database_.read(
        [after, limit, now = clock_.now()](storage::Connection& db) -> Result<std::vector<VoiceIdentity>> {
            std::vector<VoiceIdentity> out;
            out.reserve(limit);
            auto statement = db.prepare(ALLOQUY_SELECT_VOICE "WHERE id > ?1 ORDER BY id LIMIT ?2");
            statement.bind(after, std::int64_t(limit));
            for (;;) {
                auto row = statement.step();
                if (!row) return std::unexpected(row.error());
                if (!*row) break;
                auto identity = read_voice_identity(statement, now);
                if (!identity) return std::unexpected(identity.error());
                out.push_back(std::move(*identity));
            }
            if (auto added = add_credentials(db, out); !added) return std::unexpected(added.error());
            return out;
        }
    );
}

Task<Result<std::optional<VoiceIdentity>>> Accounts::voice_identity(base::Id id) {
    co_return co_await database_.read(
        [id, now = clock_.now()](storage::Connection& db) -> Result<std::optional<VoiceIdentity>> {
            auto statement = db.prepare(ALLOQUY_SELECT_VOICE "WHERE id = ?1");
            statement.bind(id);
            auto row = statement.step();
            if (!row) return std::unexpected(row.error());
            if (!*row) return std::nullopt;
            auto identity = read_voice_identity(statement, now);
            if (!identity) return std::unexpected(identity.error());
            std::vector<VoiceIdentity> one{std::move(*identity)};
            if (auto added = add_credentials(db, one); !added) return std::unexpected(added.error());
            return std::move(one.front());
        }
    );
}

}  // namespace alloquy::accounts
