-- InspIRCds on other machines whose module may connect: who shows the secret is this server and no other.
CREATE TABLE chat_leaves (
    server_id TEXT PRIMARY KEY CHECK (length(server_id) = 3),
    name TEXT NOT NULL UNIQUE, -- in lower case
    secret_hash BLOB NOT NULL CHECK (length(secret_hash) = 32),
    added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
