-- Times are milliseconds since 1970 UTC; hashes are BLAKE2b-256 of random secrets; verifiers as crypto/password.hpp writes them.
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    username_key TEXT NOT NULL UNIQUE,          -- username in lower case
    display_name TEXT NOT NULL,
    owner INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL CHECK (status IN ('active', 'pending', 'suspended', 'banned')),
    status_reason TEXT NOT NULL DEFAULT '',
    status_until INTEGER,
    mumble_id INTEGER NOT NULL UNIQUE,
    scheme TEXT NOT NULL CHECK (scheme IN ('password', 'split-1')),
    verifier BLOB NOT NULL,                     -- split-1: BLAKE2b-256 of the auth_key, which has full entropy
    client_salt BLOB,                           -- split-1: what the client derives with
    client_memory INTEGER,
    client_passes INTEGER,
    app_passwords_only INTEGER NOT NULL DEFAULT 0,
    totp_secret BLOB,                           -- sealed under keys/accounts.key
    totp_confirmed INTEGER NOT NULL DEFAULT 0,
    totp_last_step INTEGER NOT NULL DEFAULT 0,  -- a code is good once
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_owner ON accounts (owner) WHERE owner = 1;

-- Murmur identifies users by small numbers, which must never be given to somebody else.
CREATE TABLE mumble_ids (id INTEGER PRIMARY KEY AUTOINCREMENT, account_id INTEGER NOT NULL) STRICT;

-- Names that were given up, held back for a while so that nobody can pose as their former owner.
CREATE TABLE held_names (username_key TEXT PRIMARY KEY, account_id INTEGER NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE app_passwords (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    secret_hash BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    purposes INTEGER NOT NULL,                  -- sum of irc 1, mumble 2, api 4
    created_at INTEGER NOT NULL,
    last_used_at INTEGER
) STRICT;
CREATE INDEX app_passwords_of_account ON app_passwords (account_id);

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    app_password_id INTEGER REFERENCES app_passwords (id) ON DELETE CASCADE,  -- what it was opened with: it may no more than that, and ends with it
    token_hash BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    peer TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_of_account ON sessions (account_id);
CREATE INDEX sessions_of_app_password ON sessions (app_password_id);

CREATE TABLE certificates (
    fingerprint TEXT PRIMARY KEY,               -- SHA-256 of the DER, lower-case hex
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX certificates_of_account ON certificates (account_id);

CREATE TABLE recovery_codes (
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL,
    PRIMARY KEY (account_id, code_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE reset_links (
    token_hash BLOB PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reset_links_of_account ON reset_links (account_id);

CREATE TABLE invites (
    code TEXT PRIMARY KEY,
    created_by INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
    note TEXT NOT NULL,
    uses INTEGER NOT NULL DEFAULT 0,
    max_uses INTEGER,
    expires_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Settings changed by an administrator at run time; they win over the configuration file.
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL, changed_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
