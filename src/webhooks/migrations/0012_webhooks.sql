-- Addresses that programs without an account post to. Only the hash of each token is kept.
CREATE TABLE webhooks (
    id INTEGER PRIMARY KEY,
    room INTEGER NOT NULL,
    name TEXT NOT NULL,
    avatar_url TEXT NOT NULL,                   -- empty: none
    mentions_everyone INTEGER NOT NULL,
    token_hash BLOB NOT NULL,
    created_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX webhooks_of_room ON webhooks (room);
