// SPDX-License-Identifier: GPL-2.0-or-later
// Accounts: registration, signing in, sessions, app passwords, invites, recovery, and what administrators do to them.
#pragma once
#include <alloquy/accounts/directory.hpp>
#include <alloquy/async/cpu_pool.hpp>
#include <alloquy/http/message.hpp>
#include <alloquy/http/rate_limit.hpp>
#include <alloquy/storage/database.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace alloquy::accounts {

/// Migrations of this component, for storage::Database::open().
std::span<base::EmbeddedFile const> migrations();

enum class Registration { open, invite, approval, closed };

struct Settings {
    Registration registration = Registration::invite;
    bool members_may_invite = false;
    std::uint32_t bots_per_account = 5;
    crypto::PasswordCost password_cost;
    http::Rate failed_sign_ins{20, 20};     ///< Per address: wrong passwords before it must wait.
    http::Rate failed_per_account{30, 30};  ///< Per account name, over all addresses.
    std::string server_name = "Alloquy";    ///< Issuer shown by authenticator apps.
    std::filesystem::path keys;             ///< <data>/keys
};

/// What proves knowledge of a password: the password itself or, with split-1, the derived key.
struct PasswordProof {
    std::string password;
    std::string auth_key;  ///< 32 raw bytes; when set, `password` is empty.
};

/// A new password: raw, or as split-1 with the parameters that the client used.
struct NewPassword {
    std::string password;
    std::string auth_key;  ///< 32 raw bytes.
    std::string salt;      ///< 16 raw bytes.
    crypto::PasswordCost client_cost;
};

struct NewAccount {
    std::string username;
    std::string display_name;  ///< Empty = the username.
    NewPassword password;
    std::string invite;  ///< Invite code or owner token; may be empty.
};

struct Registered {
    Account account;
    std::string token;                        ///< A session; empty while the account waits for approval.
    std::vector<std::string> recovery_codes;  ///< Shown once.
};

struct OpenedSession {
    Account account;
    std::string token;
};

struct Session {
    base::Id id;
    std::string name;
    std::string peer;
    base::Timestamp created_at;
    base::Timestamp last_seen_at;
};

struct AppPassword {
    base::Id id;
    std::string name;
    unsigned purposes;  ///< Sum of Purpose values.
    base::Timestamp created_at;
    std::optional<base::Timestamp> last_used_at;
};

struct Certificate {
    std::string fingerprint;
    std::string name;
    base::Timestamp created_at;
};

struct Invite {
    std::string code;
    std::optional<base::Id> created_by;
    std::string note;
    std::int64_t uses = 0;
    std::optional<std::int64_t> max_uses;
    std::optional<base::Timestamp> expires_at;
    base::Timestamp created_at;
};

struct AuthParameters {
    Scheme scheme;
    std::string salt;  ///< 16 raw bytes.
    crypto::PasswordCost cost;
};

struct AccountQuery {
    std::string search;  ///< Part of a username; empty = all.
    std::optional<Status> status;
    base::Id after = 0;
    std::size_t limit = 50;
};

struct AccountRow;    // src/accounts/rows.hpp
struct StoredSecret;  // src/accounts/rows.hpp
class TokenCache;     // src/accounts/token_cache.hpp

class Accounts final : public Directory {
public:
    Accounts(
        storage::Database& database, async::CpuPool& pool, base::Clock const& clock, base::IdGenerator& ids,
        Settings settings
    );
    ~Accounts() override;

    /// Makes the keys it needs. Call once before anything else. Errors: see crypto::load_or_create_key().
    Result<> open();

    // Registration. Errors: invalid_input (names the field), conflict "username_taken", forbidden
    // ("registration_closed", "invite_required", "invite_invalid"), unavailable.
    Task<Result<Registered>> register_account(NewAccount request, std::string session_name, std::string peer);
    /// By an administrator or the command line: no invite needed. Errors: as above; conflict "owner_exists".
    Task<Result<Account>> add_account(NewAccount request, bool owner);
    /// The one-time token for the owner link; makes it on first use. Errors: conflict "owner_exists".
    Task<Result<std::string>> owner_token();

    // Signing in on the web API. `code`: TOTP or recovery code. A session opened with an app password may do no more
    // than that one, and ends with it. Errors: unauthenticated ("wrong_credentials", "totp_required", "wrong_code"),
    // forbidden ("suspended", "pending"), rate_limited, unavailable.
    Task<Result<OpenedSession>> open_session(
        std::string username, PasswordProof proof, std::string code, std::string session_name, std::string peer
    );
    /// For http::Router: a session token, or an app password with the purpose api.
    Task<Result<http::Identity>> authenticate(std::string token, std::string peer);
    /// Never fails for unknown names: they get stable made-up answers.
    Task<Result<AuthParameters>> auth_parameters(std::string username);

    Task<Result<std::vector<Session>>> sessions(base::Id account);
    /// Errors: not_found.
    Task<Result<>> revoke_session(base::Id account, base::Id session);
    Task<Result<>> revoke_sessions(base::Id account, base::Id except);

    struct NewAppPassword {
        base::Id id;
        std::string secret;  ///< Shown once.
    };
    Task<Result<NewAppPassword>> add_app_password(base::Id account, std::string name, unsigned purposes);
    Task<Result<std::vector<AppPassword>>> app_passwords(base::Id account);
    Task<Result<>> revoke_app_password(base::Id account, base::Id id);

    Task<Result<std::vector<Certificate>>> certificates(base::Id account);
    Task<Result<>> remove_certificate(base::Id account, std::string fingerprint);

    // Bots: accounts of programs, which belong to a person, sign in with their token alone and share their owner's
    // fate. Errors: not_found "bot_not_found", also for somebody else's.
    struct NewBot {
        Account account;
        std::string token;  ///< Shown once. An app password: good on IRC, Mumble, the web API and the gateway.
    };
    /// Errors: as add_account(); conflict "too_many_bots".
    Task<Result<NewBot>> add_bot(base::Id owner, std::string username, std::string display_name);
    Task<Result<std::vector<Account>>> bots(base::Id owner);
    /// The tokens before it are good no longer.
    Task<Result<std::string>> renew_bot_token(base::Id owner, base::Id bot);
    Task<Result<>> remove_bot(base::Id owner, base::Id bot);

    // What people do with their own account. `proof` must match. Errors: unauthenticated "wrong_credentials",
    // invalid_input, conflict.
    Task<Result<>> change_password(base::Id account, PasswordProof proof, NewPassword password, base::Id keep_session);
    Task<Result<Account>> rename(base::Id account, std::string username);
    Task<Result<Account>> set_display_name(base::Id account, std::string display_name) override;
    Task<Result<>> set_app_passwords_only(base::Id account, bool only);
    /// What else happens in the commit that deletes an account; its failure keeps the account.
    using Also = std::function<Result<>(storage::Connection&, base::Id account)>;
    Task<Result<>> delete_account(base::Id account, PasswordProof proof, Also also = {});
    /// For what is done elsewhere and needs the password.
    Task<Result<>> prove(base::Id account, PasswordProof proof);
    Task<Result<std::vector<std::string>>> new_recovery_codes(base::Id account, PasswordProof proof);
    /// Errors: unauthenticated "wrong_code".
    Task<Result<>> recover(std::string username, std::string recovery_code, NewPassword password, std::string peer);

    struct TotpSetup {
        std::string secret;  ///< Base 32.
        std::string uri;     ///< otpauth:// for a QR code.
    };
    Task<Result<TotpSetup>> begin_totp(base::Id account, PasswordProof proof);
    Task<Result<>> confirm_totp(base::Id account, std::string code);
    Task<Result<>> remove_totp(base::Id account, PasswordProof proof);

    // Invites. Errors: not_found, conflict.
    Task<Result<Invite>> add_invite(
        std::optional<base::Id> by, std::string note, std::optional<std::int64_t> max_uses,
        std::optional<base::Timestamp> expires_at
    );
    /// `code` as typed: in any case, with spaces and dashes. Errors: not_found (unknown, used up or expired alike).
    Task<Result<Invite>> invite(std::string code);
    Task<Result<std::vector<Invite>>> invites(std::optional<base::Id> by);
    Task<Result<>> remove_invite(std::string code, std::optional<base::Id> by);

    // Administration, by username in any case. Errors: not_found, forbidden "owner_is_untouchable".
    Task<Result<std::vector<Account>>> list(AccountQuery query);
    Task<Result<>> suspend(std::string username, std::string reason, std::optional<base::Timestamp> until);
    Task<Result<>> ban(std::string username, std::string reason);
    /// Ends a suspension or ban, and approves a pending account.
    Task<Result<>> reactivate(std::string username);
    Task<Result<>> remove_account(std::string username, Also also = {});
    struct ResetLink {
        std::string token;
        base::Timestamp expires_at;
    };
    Task<Result<ResetLink>> add_reset_link(std::string username);
    /// Errors: not_found (unknown or expired).
    Task<Result<>> reset_password(std::string token, NewPassword password);
    Task<Result<std::int64_t>> count();

    /// Writes when sessions were last seen, every minute and when it is stopped; spawn it in a TaskGroup. Also forgets
    /// expired reset links and held names.
    Task<> housekeeping();

    /// Asked before make_account(), with the peer's address: those who register elsewhere than over HTTP are limited
    /// together with those who do. Errors: rate_limited.
    std::function<Result<>(std::string const& peer)> admit_registration;

    Settings const& settings() const { return settings_; }
    /// Takes effect for the next request.
    void set_policy(Registration registration, bool members_may_invite) {
        settings_.registration = registration;
        settings_.members_may_invite = members_may_invite;
    }

    // Directory
    Task<Result<SignIn>> sign_in_with_password(
        std::string username, std::string password, Purpose purpose, std::string peer
    ) override;
    Task<Result<SignIn>> sign_in_with_certificate(std::string username, std::string sha256_hex, Purpose purpose)
        override;
    Task<Result<SignIn>> sign_in_with_token(std::string token, Purpose purpose) override;
    Task<Result<std::optional<Account>>> find_by_username(std::string username) override;
    Task<Result<std::vector<std::optional<Account>>>> find_by_usernames(std::vector<std::string> usernames) override;
    Task<Result<std::optional<Account>>> find_by_id(base::Id id) override;
    Task<Result<std::vector<VoiceIdentity>>> voice_identities(base::Id after, std::size_t limit) override;
    Task<Result<std::optional<VoiceIdentity>>> voice_identity(base::Id id) override;
    Task<Result<>> enrol_certificate(base::Id account, std::string sha256_hex, std::string name) override;
    Task<Result<Account>> make_account(std::string username, std::string password, std::string peer) override;

private:
    Task<Result<Account>> admit(NewAccount request, bool owner, std::vector<std::string> recovery_codes);
    Task<Result<StoredSecret>> store_secret(NewPassword password, std::string username);
    /// What an account is besides its name and secret.
    struct Standing {
        bool owner = false;
        base::Id bot_owner = 0;
    };
    Task<Result<Account>> create(
        NewAccount request, StoredSecret secret, Status status, Standing standing,
        std::vector<std::string> recovery_codes
    );
    Task<Result<std::string>> add_bot_token(base::Id bot);
    Task<Result<base::Id>> insert_app_password(
        base::Id account, std::string secret, std::string name, unsigned purposes
    );
    Task<Result<>> check_password(AccountRow row, PasswordProof proof);
    Task<Result<>> check_own_password(base::Id account, PasswordProof proof);
    Task<Result<>> check_second_factor(AccountRow row, std::string code);
    Task<Result<>> replace_password(base::Id account, StoredSecret secret, base::Id keep_session);
    Task<Result<SignIn>> check_app_password(std::string secret, std::string username, Purpose purpose);
    Task<Result<>> block(std::string username, Status status, std::string reason, std::optional<base::Timestamp> until);
    Task<Result<AccountRow>> row_by_id(base::Id account);
    Task<Result<std::string>> insert_session(SignIn by, std::string name, std::string peer);
    Result<> may_try(std::string const& username, std::string const& peer);
    void count_failure(std::string const& username, std::string const& peer);
    Result<> check_status(Account const& account) const;
    AuthParameters made_up_parameters(std::string const& username) const;
    void forget_tokens(base::Id account);
    std::filesystem::path owner_token_file() const { return settings_.keys / "owner-token"; }

    storage::Database& database_;
    async::CpuPool& pool_;
    base::Clock const& clock_;
    base::IdGenerator& ids_;
    Settings settings_;
    std::string key_;  ///< keys/accounts.key: seals TOTP secrets and makes up parameters.
    http::RateLimits failures_;
    std::unique_ptr<TokenCache> tokens_;
    std::map<base::Id, base::Timestamp> seen_;  ///< Sessions used since the last housekeeping.
};

}  // namespace alloquy::accounts
