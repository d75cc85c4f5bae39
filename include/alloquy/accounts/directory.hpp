// SPDX-License-Identifier: GPL-2.0-or-later
// What bridges and features may ask of accounts: who is this, does this name belong to somebody, what happened to whom.
#pragma once
#include <alloquy/accounts/account.hpp>
#include <alloquy/async/task.hpp>
#include <alloquy/base/events.hpp>
#include <alloquy/crypto/password.hpp>
#include <alloquy/crypto/secret.hpp>

#include <optional>
#include <string>
#include <vector>

namespace alloquy::accounts {

/// A successful sign-in on a bridge.
struct SignIn {
    Account account;
    bool app_password = false;  ///< By an app password, or by a session that was opened with one.
    /// Session or app password used; 0 for the account password or a certificate. See CredentialRevoked.
    base::Id credential = 0;
};

/// What Mumble's authenticator needs to answer from memory.
struct VoiceIdentity {
    base::Id id = 0;
    std::int32_t mumble_id = 0;
    std::string username;
    bool may_sign_in = false;
    std::optional<base::Timestamp> blocked_until;      ///< When may_sign_in is false for a time only.
    std::optional<crypto::PasswordVerifier> verifier;  ///< Absent when the account password isn't accepted on Mumble.
    std::vector<crypto::TokenHash> app_passwords;      ///< app_password_hash() of each with the purpose mumble.
    std::vector<std::string> certificates;             ///< SHA-256 of the certificate's DER, lower-case hex.
};

/// hash_token() over normalize_code() of the secret as typed: the form kept in the database and in
/// VoiceIdentity::app_passwords.
crypto::TokenHash app_password_hash(std::string_view secret);

class Directory {
public:
    virtual ~Directory() = default;

    /// Account password or app password. Unknown names take as long as wrong passwords. `peer` is the client's address,
    /// for rate limits. Errors: unauthenticated (wrong, unknown, or not accepted for this purpose), forbidden
    /// (suspended, pending: the message says so), rate_limited, unavailable.
    virtual Task<Result<SignIn>> sign_in_with_password(
        std::string username, std::string password, Purpose purpose, std::string peer
    ) = 0;
    /// SASL EXTERNAL: a certificate that the account enrolled. `username` empty = whoever enrolled it. Errors as above.
    virtual Task<Result<SignIn>> sign_in_with_certificate(
        std::string username, std::string sha256_hex, Purpose purpose
    ) = 0;
    /// A session token (SASL OAUTHBEARER). Errors as above.
    virtual Task<Result<SignIn>> sign_in_with_token(std::string token, Purpose purpose) = 0;

    /// In any case. Errors: unavailable; an unknown name is an empty optional.
    virtual Task<Result<std::optional<Account>>> find_by_username(std::string username) = 0;
    /// The answer has one entry per name, in order.
    virtual Task<Result<std::vector<std::optional<Account>>>> find_by_usernames(std::vector<std::string> usernames) = 0;
    virtual Task<Result<std::optional<Account>>> find_by_id(base::Id id) = 0;

    /// Up to `limit` identities with an account id above `after`, ordered by id: for loading a snapshot page by page.
    virtual Task<Result<std::vector<VoiceIdentity>>> voice_identities(base::Id after, std::size_t limit) = 0;
    virtual Task<Result<std::optional<VoiceIdentity>>> voice_identity(base::Id id) = 0;
    /// Remembers a certificate for the account, so that it signs in without password. A certificate that another
    /// account has enrolled: conflict.
    virtual Task<Result<>> enrol_certificate(base::Id account, std::string sha256_hex, std::string name) = 0;

    /// A new account as the registration policy lets anybody make one, without an invite, and without a session for it.
    /// It may have to wait for approval: look at its status. Errors: invalid_input (names the field), conflict
    /// "username_taken", forbidden ("registration_closed", "invite_required"), rate_limited, unavailable.
    virtual Task<Result<Account>> make_account(std::string username, std::string password, std::string peer) = 0;
    /// Errors: invalid_input, not_found, unavailable.
    virtual Task<Result<Account>> set_display_name(base::Id account, std::string display_name) = 0;

    base::Publisher<AccountCreated> created;
    base::Publisher<DisplayNameChanged> display_name_changed;
    base::Publisher<AccountRenamed> renamed;
    base::Publisher<AccountSuspended> suspended;
    base::Publisher<AccountReactivated> reactivated;
    base::Publisher<AccountDeleted> deleted;
    base::Publisher<CredentialsChanged> credentials_changed;
    base::Publisher<CredentialRevoked> credential_revoked;
};

}  // namespace alloquy::accounts
