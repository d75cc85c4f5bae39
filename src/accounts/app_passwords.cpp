// SPDX-License-Identifier: GPL-2.0-or-later
// App passwords and certificates: ways for IRC clients, Mumble clients and programs to sign in without the account
// password.
#include "rows.hpp"
#include "token_cache.hpp"

#include <alloquy/accounts/accounts.hpp>
#include <alloquy/base/text.hpp>

#include <algorithm>

namespace alloquy::accounts {
namespace {

/// Enough for everybody's devices; a bound against filling the disk.
constexpr std::int64_t kMostPerAccount = 100;

Result<> check_count(storage::Connection& db, char const* sql, base::Id account, std::string_view what) {
    auto statement = db.prepare(sql);
    statement.bind(account);
    auto row = statement.step();
    if (!row) return std::unexpected(row.error());
    if (statement.integer(0) < kMostPerAccount) return {};
    return fail_as(Errc::conflict, "too_many", "an account can have at most 100 " + std::string(what));
}

/// Lower case and without colons, as it is stored.
std::string plain_fingerprint(std::string_view typed) {
    auto out = base::to_lower(typed);
    std::erase(out, ':');
    return out;
}

bool is_fingerprint(std::string_view text) {
    return text.size() == 64 &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

crypto::TokenHash app_password_hash(std::string_view secret) {
    return crypto::hash_token(crypto::normalize_code(secret));
}

Task<Result<Accounts::NewAppPassword>> Accounts::add_app_password(
    base::Id account, std::string name, unsigned purposes
) {
    auto secret = crypto::random_code(5);
    auto id = co_await insert_app_password(account, secret, std::move(name), purposes);
    if (!id) co_return std::unexpected(id.error());
    co_return NewAppPassword{*id, std::move(secret)};
}

Task<Result<base::Id>> Accounts::insert_app_password(
    base::Id account, std::string secret, std::string name, unsigned purposes
) {
    auto const id = ids_.next();
    auto inserted = co_await database_.write(
        [id, hash = app_password_hash(secret), account, name = std::move(name), purposes,
         now = clock_.now()](storage::Connection& db) -> Result<std::string> {
            auto row = find_row(db, account);
            if (!row) return std::unexpected(row.error());
            if (!*row) return fail(Errc::not_found, "the account is gone");
            if (auto room = check_count(
                    db, "SELECT count(*) FROM app_passwords WHERE account_id = ?1", account, "app passwords"
                );
                !room)
                return std::unexpected(room.error());
            auto statement = db.prepare(
                "INSERT INTO app_passwords (id, account_id, secret_hash, name, purposes, created_at) VALUES (?1, ?2, "
                "?3, ?4, ?5, ?6)"
            );
            statement.bind(id, account, storage::Blob{bytes_of(hash)}, name, std::int64_t(purposes), to_column(now));
            if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
            return (*row)->account.username;
        }
    );
    if (!inserted) co_return std::unexpected(inserted.error());
    credentials_changed.publish(CredentialsChanged{account, *inserted});
    co_return id;
}

Task<Result<std::vector<AppPassword>>> Accounts::app_passwords(base::Id account) {
    co_return co_await database_.read([account](storage::Connection& db) -> Result<std::vector<AppPassword>> {
        std::vector<AppPassword> out;
        auto statement = db.prepare(
            "SELECT id, name, purposes, created_at, last_used_at FROM app_passwords WHERE account_id = ?1 ORDER BY id"
        );
        statement.bind(account);
        for (;;) {
            auto row = statement.step();
            if (!row) return std::unexpected(row.error());
            if (!*row) return out;
            out.push_back(
                {statement.integer(0), statement.text(1), unsigned(statement.integer(2)), to_time(statement.integer(3)),
                 to_time(statement.optional_integer(4))}
            );
        }
    });
}

Task<Result<>> Accounts::revoke_app_password(base::Id account, base::Id id) {
    using Ended = std::pair<std::string, std::vector<base::Id>>;
    auto ended = co_await database_.write([account, id](storage::Connection& db) -> Result<Ended> {
        Ended out;
        auto row = find_row(db, account);
        if (!row) return std::unexpected(row.error());
        // Sessions opened with it would go with it anyway; their ids are told to whoever holds connections.
        auto opened = db.prepare("DELETE FROM sessions WHERE app_password_id = ?1 AND account_id = ?2 RETURNING id");
        opened.bind(id, account);
        for (;;) {
            auto session = opened.step();
            if (!session) return std::unexpected(session.error());
            if (!*session) break;
            out.second.push_back(opened.integer(0));
        }
        auto statement = db.prepare("DELETE FROM app_passwords WHERE id = ?1 AND account_id = ?2");
        statement.bind(id, account);
        if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
        if (db.changes() == 0 || !*row)
            return fail_as(Errc::not_found, "app_password_not_found", "there is no such app password");
        out.first = (*row)->account.username;
        out.second.push_back(id);
        return out;
    });
    if (!ended) co_return std::unexpected(ended.error());
    forget_tokens(account);
    credentials_changed.publish(CredentialsChanged{account, ended->first});
    for (auto credential : ended->second)
        credential_revoked.publish(CredentialRevoked{account, ended->first, credential});
    co_return Result<>();
}

/// `username` empty = whoever owns it. Errors: not_found when this is no app password for that name and purpose;
/// forbidden (suspended).
Task<Result<SignIn>> Accounts::check_app_password(std::string secret, std::string username, Purpose purpose) {
    auto found = co_await database_.read(
        [hash = app_password_hash(secret), username, purpose](storage::Connection& db) -> Result<SignIn> {
            auto unknown = [] { return fail(Errc::not_found, "unknown app password"); };
            auto statement = db.prepare("SELECT id, account_id, purposes FROM app_passwords WHERE secret_hash = ?1");
            statement.bind(storage::Blob{bytes_of(hash)});
            auto row = statement.step();
            if (!row) return std::unexpected(row.error());
            if (!*row || (unsigned(statement.integer(2)) & unsigned(purpose)) == 0) return unknown();
            auto account = find_row(db, statement.integer(1));
            if (!account) return std::unexpected(account.error());
            if (!*account || (!username.empty() && !base::equals_ignoring_case(username, (*account)->account.username)))
                return unknown();
            return SignIn{std::move((*account)->account), /*app_password=*/true, statement.integer(0)};
        }
    );
    if (!found) co_return found;
    if (auto status = check_status(found->account); !status) co_return std::unexpected(status.error());
    seen_[found->credential] = clock_.now();
    co_return found;
}

Task<Result<>> Accounts::enrol_certificate(base::Id account, std::string sha256_hex, std::string name) {
    auto fingerprint = plain_fingerprint(sha256_hex);
    if (!is_fingerprint(fingerprint))
        co_return fail_field("fingerprint", "must be a SHA-256 fingerprint: 64 hexadecimal digits");
    auto username = co_await database_.write(
        [account, fingerprint, name = std::move(name),
         now = clock_.now()](storage::Connection& db) -> Result<std::string> {
            auto row = find_row(db, account);
            if (!row) return std::unexpected(row.error());
            if (!*row) return fail(Errc::not_found, "the account is gone");
            auto known = db.prepare("SELECT account_id FROM certificates WHERE fingerprint = ?1");
            known.bind(fingerprint);
            auto exists = known.step();
            if (!exists) return std::unexpected(exists.error());
            if (*exists && known.integer(0) == account) return (*row)->account.username;
            if (*exists)
                return fail_as(Errc::conflict, "certificate_taken", "that certificate belongs to another account");
            if (auto room =
                    check_count(db, "SELECT count(*) FROM certificates WHERE account_id = ?1", account, "certificates");
                !room)
                return std::unexpected(room.error());
            auto statement = db.prepare(
                "INSERT INTO certificates (fingerprint, account_id, name, created_at) VALUES (?1, ?2, ?3, ?4)"
            );
            statement.bind(fingerprint, account, name, to_column(now));
            if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
            return (*row)->account.username;
        }
    );
    if (!username) co_return std::unexpected(username.error());
    credentials_changed.publish(CredentialsChanged{account, *username});
    co_return Result<>();
}

Task<Result<std::vector<Certificate>>> Accounts::certificates(base::Id account) {
    co_return co_await database_.read([account](storage::Connection& db) -> Result<std::vector<Certificate>> {
        std::vector<Certificate> out;
        auto statement = db.prepare(
            "SELECT fingerprint, name, created_at FROM certificates WHERE account_id = ?1 ORDER BY created_at"
        );
        statement.bind(account);
        for (;;) {
            auto row = statement.step();
            if (!row) return std::unexpected(row.error());
            if (!*row) return out;
            out.push_back({statement.text(0), statement.text(1), to_time(statement.integer(2))});
        }
    });
}

Task<Result<>> Accounts::remove_certificate(base::Id account, std::string fingerprint) {
    fingerprint = plain_fingerprint(fingerprint);
    auto username = co_await database_.write([account, fingerprint](storage::Connection& db) -> Result<std::string> {
        auto row = find_row(db, account);
        if (!row) return std::unexpected(row.error());
        auto statement = db.prepare("DELETE FROM certificates WHERE fingerprint = ?1 AND account_id = ?2");
        statement.bind(fingerprint, account);
        if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
        if (db.changes() == 0 || !*row)
            return fail_as(Errc::not_found, "certificate_not_found", "there is no such certificate");
        return (*row)->account.username;
    });
    if (!username) co_return std::unexpected(username.error());
    credentials_changed.publish(CredentialsChanged{account, *username});
    co_return Result<>();
}

}  // namespace alloquy::accounts
