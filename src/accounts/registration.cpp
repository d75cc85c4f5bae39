// SPDX-License-Identifier: GPL-2.0-or-later
// How accounts come to be: by the registration policy, by invite, by the one-time owner token, by an administrator.
#include "recovery_codes.hpp"
#include "rows.hpp"
#include "token_cache.hpp"

#include <alloquy/accounts/accounts.hpp>
#include <alloquy/accounts/rules.hpp>
#include <alloquy/base/file.hpp>
#include <alloquy/base/text.hpp>
#include <alloquy/crypto/key_file.hpp>

namespace alloquy::accounts {
namespace {

Result<bool> owner_exists(storage::Connection& db) {
    auto statement = db.prepare("SELECT 1 FROM accounts WHERE owner = 1");
    return statement.step();
}

Result<> check_name_is_free(storage::Connection& db, std::string const& key, base::Timestamp now) {
    auto statement = db.prepare(
        "SELECT 1 FROM accounts WHERE username_key = ?1 UNION ALL SELECT 1 FROM held_names WHERE username_key = ?1 AND "
        "until > ?2"
    );
    statement.bind(key, to_column(now));
    auto taken = statement.step();
    if (!taken) return std::unexpected(taken.error());
    if (*taken) {
        auto conflict = fail_as(Errc::conflict, "username_taken", "that name is taken");
        conflict.error().field = "username";
        return conflict;
    }
    return {};
}

/// Counts one use. Errors: forbidden "invite_invalid" for unknown, used up and expired codes alike.
Result<> use_invite(storage::Connection& db, std::string const& code, base::Timestamp now) {
    auto statement = db.prepare(
        "UPDATE invites SET uses = uses + 1 WHERE code = ?1 AND (max_uses IS NULL OR uses < max_uses) "
        "AND (expires_at IS NULL OR expires_at > ?2)"
    );
    auto typed = crypto::normalize_code(code);
    statement.bind(typed, to_column(now));
    if (auto ran = statement.run(); !ran) return ran;
    if (db.changes() == 0) return fail_as(Errc::forbidden, "invite_invalid", "that invite is not valid, or no longer");
    return {};
}

Result<> check_bot_count(storage::Connection& db, base::Id owner, std::uint32_t most) {
    auto statement = db.prepare("SELECT count(*) FROM accounts WHERE bot_owner = ?1");
    statement.bind(owner);
    if (auto row = statement.step(); !row) return std::unexpected(row.error());
    if (statement.integer(0) < std::int64_t(most)) return {};
    return fail_as(
        Errc::conflict, "too_many_bots", "an account can have at most " + std::to_string(most) + " bots on this server"
    );
}

Result<std::int32_t> next_mumble_id(storage::Connection& db, base::Id account) {
    auto statement = db.prepare("INSERT INTO mumble_ids (account_id) VALUES (?1)");
    statement.bind(account);
    if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
    return std::int32_t(db.last_insert_rowid());
}

Result<> insert_account(storage::Connection& db, AccountRow const& row) {
    auto const& account = row.account;
    auto const key = base::to_lower(account.username);
    auto statement = db.prepare(
        "INSERT INTO accounts (id, username, username_key, display_name, owner, status, mumble_id, scheme, verifier, "
        "created_at, bot_owner) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
    );
    statement.bind(
        account.id, account.username, key, account.display_name, account.owner, to_string(account.status),
        std::int64_t(account.mumble_id), to_string(row.secret.scheme), storage::Blob{row.secret.verifier},
        to_column(account.created_at), account.is_bot() ? std::optional(account.bot_owner) : std::nullopt
    );
    if (auto ran = statement.run(); !ran) return ran;
    return row.secret.scheme == Scheme::split1 ? update_secret(db, account.id, row.secret) : Result<>();
}

}  // namespace

Accounts::Accounts(
    storage::Database& database, async::CpuPool& pool, base::Clock const& clock, base::IdGenerator& ids,
    Settings settings
)
    : database_(database),
      pool_(pool),
      clock_(clock),
      ids_(ids),
      settings_(std::move(settings)),
      failures_([this] {
          http::RateLimits::Rates rates;
          rates.fill(settings_.failed_sign_ins);
          rates[std::size_t(http::Limit::registration)] = settings_.failed_per_account;
          return rates;
      }()),
      tokens_(std::make_unique<TokenCache>(16384)) {}

Accounts::~Accounts() = default;

Result<> Accounts::open() {
    auto key = crypto::load_or_create_key(settings_.keys / "accounts.key", 32);
    if (!key) return std::unexpected(key.error());
    key_ = std::move(*key);
    return {};
}

/// One transaction: the account, its codes, and the invite's use.
Task<Result<Account>> Accounts::create(
    NewAccount request, StoredSecret secret, Status status, Standing standing, std::vector<std::string> recovery_codes
) {
    AccountRow row;
    row.account.id = ids_.next();
    row.account.username = request.username;
    row.account.display_name = request.display_name.empty() ? request.username : request.display_name;
    row.account.owner = standing.owner;
    row.account.bot_owner = standing.bot_owner;
    row.account.status = status;
    row.account.scheme = secret.scheme;
    row.account.created_at = clock_.now();
    row.secret = std::move(secret);
    auto account = co_await database_.write(
        [row, most_bots = settings_.bots_per_account, invite = std::move(request.invite),
         codes = std::move(recovery_codes)](storage::Connection& db) mutable -> Result<Account> {
            auto now = row.account.created_at;
            if (auto free = check_name_is_free(db, base::to_lower(row.account.username), now); !free)
                return std::unexpected(free.error());
            if (row.account.is_bot())
                if (auto room = check_bot_count(db, row.account.bot_owner, most_bots); !room)
                    return std::unexpected(room.error());
            if (row.account.owner) {
                auto exists = owner_exists(db);
                if (!exists) return std::unexpected(exists.error());
                if (*exists) return fail_as(Errc::conflict, "owner_exists", "this server has an owner already");
            }
            if (!invite.empty())
                if (auto used = use_invite(db, invite, now); !used) return std::unexpected(used.error());
            auto mumble_id = next_mumble_id(db, row.account.id);
            if (!mumble_id) return std::unexpected(mumble_id.error());
            row.account.mumble_id = *mumble_id;
            if (auto inserted = insert_account(db, row); !inserted) return std::unexpected(inserted.error());
            if (auto stored = replace_recovery_codes(db, row.account.id, codes); !stored)
                return std::unexpected(stored.error());
            return row.account;
        }
    );
    if (account) created.publish(AccountCreated{*account});
    co_return account;
}

/// By the registration policy, or with the owner token, which was looked at already.
Task<Result<Account>> Accounts::admit(NewAccount request, bool owner, std::vector<std::string> recovery_codes) {
    if (auto name = check_username(request.username); !name) co_return std::unexpected(name.error());
    if (!request.display_name.empty())
        if (auto name = check_display_name(request.display_name); !name) co_return std::unexpected(name.error());
    if (!owner) {
        if (settings_.registration == Registration::closed)
            co_return fail_as(Errc::forbidden, "registration_closed", "this server takes no new accounts");
        if (settings_.registration == Registration::invite && request.invite.empty())
            co_return fail_as(Errc::forbidden, "invite_required", "an invite is needed to make an account here");
        // Cheap look first, so that a used-up invite or a taken name costs no Argon2id; create() decides for good.
        if (!request.invite.empty()) {
            auto usable = co_await invite(request.invite);
            if (!usable) co_return fail_as(Errc::forbidden, "invite_invalid", "that invite is not valid, or no longer");
        }
    }
    auto free =
        co_await database_.read([key = base::to_lower(request.username), now = clock_.now()](storage::Connection& db) {
            return check_name_is_free(db, key, now);
        });
    if (!free) co_return std::unexpected(free.error());

    auto secret = co_await store_secret(std::move(request.password), request.username);
    if (!secret) co_return std::unexpected(secret.error());
    bool waits = !owner && settings_.registration == Registration::approval && request.invite.empty();
    co_return co_await create(
        std::move(request), std::move(*secret), waits ? Status::pending : Status::active, {owner, 0},
        std::move(recovery_codes)
    );
}

Task<Result<Registered>> Accounts::register_account(NewAccount request, std::string session_name, std::string peer) {
    bool owner = false;
    if (!request.invite.empty()) {
        auto token = base::read_file(owner_token_file(), 256);
        owner = token && crypto::equal_in_constant_time(base::trim(*token), request.invite);
    }
    if (owner) request.invite.clear();
    auto codes = make_recovery_codes();
    auto account = co_await admit(std::move(request), owner, codes);
    if (!account) co_return std::unexpected(account.error());
    if (owner) {
        std::error_code ignored;  // the database refuses a second owner, whatever becomes of the file
        std::filesystem::remove(owner_token_file(), ignored);
    }

    Registered registered{*account, {}, std::move(codes)};
    if (account->status == Status::active) {
        auto token = co_await insert_session(SignIn{*account}, std::move(session_name), std::move(peer));
        if (!token) co_return std::unexpected(token.error());
        registered.token = std::move(*token);
    }
    co_return registered;
}

Task<Result<Account>> Accounts::make_account(std::string username, std::string password, std::string peer) {
    if (admit_registration)
        if (auto allowed = admit_registration(peer); !allowed) co_return std::unexpected(allowed.error());
    NewAccount request;
    request.username = std::move(username);
    request.password.password = std::move(password);
    // Recovery codes are for the eyes of one person, and a line of IRC isn't: they are made on the web.
    co_return co_await admit(std::move(request), /*owner=*/false, {});
}

Task<Result<Account>> Accounts::add_account(NewAccount request, bool owner) {
    if (auto name = check_username(request.username); !name) co_return std::unexpected(name.error());
    if (!request.display_name.empty())
        if (auto name = check_display_name(request.display_name); !name) co_return std::unexpected(name.error());
    request.invite.clear();
    auto secret = co_await store_secret(std::move(request.password), request.username);
    if (!secret) co_return std::unexpected(secret.error());
    auto account = co_await create(std::move(request), std::move(*secret), Status::active, {owner, 0}, {});
    if (account && owner) {
        std::error_code ignored;
        std::filesystem::remove(owner_token_file(), ignored);
    }
    co_return account;
}

Task<Result<std::string>> Accounts::owner_token() {
    auto exists = co_await database_.read([](storage::Connection& db) { return owner_exists(db); });
    if (!exists) co_return std::unexpected(exists.error());
    if (*exists) co_return fail_as(Errc::conflict, "owner_exists", "this server has an owner already");
    auto token = base::read_file(owner_token_file(), 256);
    if (token) co_return std::string(base::trim(*token));
    if (token.error().code != Errc::not_found) co_return std::unexpected(token.error());
    auto fresh = crypto::random_token();
    if (auto written = base::write_file_atomically(owner_token_file(), fresh + "\n"); !written)
        co_return std::unexpected(written.error());
    co_return fresh;
}

}  // namespace alloquy::accounts
