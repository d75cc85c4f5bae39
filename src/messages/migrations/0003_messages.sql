-- Times are milliseconds since 1970 UTC. Sealed columns are as crypto/seal.hpp makes them, under keys/messages-<key_number>.key;
-- what they hold is described in src/messages/body.hpp.
CREATE TABLE message_keys (
    number INTEGER PRIMARY KEY,                 -- the highest one is the current one
    check_value BLOB NOT NULL,                  -- keyed hash of a constant: tells whether a key file is the right one
    resealed_to INTEGER NOT NULL DEFAULT 0,     -- up to this sequence nothing is sealed with an older key
    reseal_until INTEGER,                       -- above this one neither; null: not known yet
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE messages (
    sequence INTEGER PRIMARY KEY,               -- the order of storing; never used again
    id INTEGER NOT NULL UNIQUE,
    room INTEGER NOT NULL,
    kind INTEGER NOT NULL,                      -- privmsg 0, notice 1, tagmsg 2, event 3
    author INTEGER NOT NULL,                    -- account; 0: a guest or a server
    key_number INTEGER NOT NULL,
    sealed BLOB,                                -- null: redacted
    reply_to INTEGER,
    edited_at INTEGER,
    redacted_at INTEGER
) STRICT;
-- Both end in the row's sequence, so pages by (room, sequence) read them in order. Two, because a page without events must not
-- step over thousands of them.
CREATE INDEX messages_of_room ON messages (room) WHERE kind < 2;
CREATE INDEX events_of_room ON messages (room) WHERE kind >= 2;
-- No index by author: with many authors each message would change a page of it, which costs more than storing the message (measured).

CREATE TABLE message_versions (
    message INTEGER NOT NULL REFERENCES messages (sequence) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    key_number INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    replaced_at INTEGER NOT NULL,
    PRIMARY KEY (message, number)
) STRICT, WITHOUT ROWID;

-- One row for each different reaction on a message, and one for each account that gave it.
CREATE TABLE reaction_values (
    id INTEGER PRIMARY KEY,
    message INTEGER NOT NULL REFERENCES messages (sequence) ON DELETE CASCADE,
    key_number INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
CREATE INDEX reaction_values_of_message ON reaction_values (message);
CREATE TABLE reactions (
    id INTEGER PRIMARY KEY,
    value INTEGER NOT NULL REFERENCES reaction_values (id) ON DELETE CASCADE,
    account INTEGER NOT NULL,
    UNIQUE (value, account)
) STRICT;
CREATE INDEX reactions_of_account ON reactions (account);

CREATE TABLE pins (
    message INTEGER PRIMARY KEY REFERENCES messages (sequence) ON DELETE CASCADE,
    room INTEGER NOT NULL,
    pinned_by INTEGER NOT NULL,
    pinned_at INTEGER NOT NULL
) STRICT;
CREATE INDEX pins_of_room ON pins (room);

CREATE TABLE read_markers (
    account INTEGER NOT NULL,
    room INTEGER NOT NULL,
    read_at INTEGER NOT NULL,
    PRIMARY KEY (account, room)
) STRICT, WITHOUT ROWID;

-- The highest ones there were when messages were last deleted: new ones are above them.
CREATE TABLE message_floor (id INTEGER NOT NULL, sequence INTEGER NOT NULL) STRICT;
INSERT INTO message_floor VALUES (0, 0);
