-- Times are milliseconds since 1970 UTC.
CREATE TABLE rooms (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('text', 'dm')),
    slug TEXT,                                  -- text: the channel without "#", in lower case; any bytes that IRC allows
    name TEXT NOT NULL DEFAULT '',
    topic TEXT NOT NULL DEFAULT '',
    first_account INTEGER,                      -- dm: the lower account id
    second_account INTEGER,                     -- dm: the higher one, or the same
    retention_days INTEGER,
    retention_newest INTEGER,
    created_at INTEGER NOT NULL,
    CHECK ((kind = 'text') = (slug IS NOT NULL)),
    CHECK ((kind = 'dm') = (first_account IS NOT NULL AND second_account IS NOT NULL)),
    CHECK (kind = 'text' OR first_account <= second_account)
) STRICT;
CREATE UNIQUE INDEX channels ON rooms (slug) WHERE kind = 'text';
CREATE UNIQUE INDEX conversations ON rooms (first_account, second_account) WHERE kind = 'dm';
CREATE INDEX conversations_of_second ON rooms (second_account) WHERE kind = 'dm';

-- One row once the default channels were made: who deletes them later doesn't get them back.
CREATE TABLE default_rooms (made_at INTEGER NOT NULL) STRICT;
