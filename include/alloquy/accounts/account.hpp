// SPDX-License-Identifier: GPL-2.0-or-later
// An account as others see it, and the events about it.
#pragma once
#include <alloquy/base/clock.hpp>
#include <alloquy/base/ids.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace alloquy::accounts {

enum class Status {
    active,
    pending,    ///< Waits for an administrator's approval (accounts.registration = "approval").
    suspended,  ///< Until `status_until`, or until reactivated.
    banned,     ///< For good, until reactivated.
};
std::string_view to_string(Status status);

/// How the password is checked (DESIGN, facts on sign-in schemes).
enum class Scheme {
    password,  ///< The server hashes the password with Argon2id.
    split1,    ///< The client does and sends a derived key: crypto::derive_split1_auth_key().
};

struct Account {
    base::Id id = 0;
    std::string username;  ///< [A-Za-z_][A-Za-z0-9_-]{0,23}, unique in any case, as written by its owner.
    std::string display_name;
    bool owner = false;
    Status status = Status::active;
    std::string status_reason;
    std::optional<base::Timestamp> status_until;
    std::int32_t mumble_id = 0;  ///< Murmur's 31-bit user id; > 0 (0 is SuperUser).
    Scheme scheme = Scheme::password;
    bool app_passwords_only = false;  ///< IRC and Mumble take no account password.
    bool totp = false;  ///< A second factor is on: IRC and Mumble then take app passwords and certificates only.
    base::Timestamp created_at;
    base::Id bot_owner = 0;  ///< Whose bot it is; 0: a person.

    bool is_bot() const { return bot_owner != 0; }
    /// Whether it may sign in at `now` (a suspension may have run out).
    bool may_sign_in(base::Timestamp now) const;
};

/// Where a credential is used; app passwords carry a set of these.
enum class Purpose : unsigned { irc = 1, mumble = 2, api = 4 };

// Events, published on the io thread after the commit.
struct AccountCreated {
    Account account;
};
struct DisplayNameChanged {
    Account account;
};
struct AccountRenamed {
    base::Id id;
    std::string old_username;
    std::string username;
};
/// Suspended or banned: everything of the account ends now.
struct AccountSuspended {
    base::Id id;
    std::string username;
    std::string reason;
};
struct AccountReactivated {
    base::Id id;
    std::string username;
};
struct AccountDeleted {
    base::Id id;
    std::string username;
};
/// Password, app passwords, certificates or sign-in rules changed: caches about them are stale.
struct CredentialsChanged {
    base::Id id;
    std::string username;
};
/// A session or app password was revoked: connections signed in with it end now.
struct CredentialRevoked {
    base::Id account;
    std::string username;
    base::Id credential;  ///< Session id or app password id, as in SignIn::credential.
};

}  // namespace alloquy::accounts
