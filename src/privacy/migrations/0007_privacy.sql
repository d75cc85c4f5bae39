-- Times are milliseconds since 1970 UTC. Everything goes with its account.
CREATE TABLE privacy (
    account INTEGER PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    direct_messages TEXT NOT NULL CHECK (direct_messages IN ('everyone', 'rooms', 'nobody'))
) STRICT;

CREATE TABLE blocks (
    account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    blocked INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    blocked_at INTEGER NOT NULL,
    PRIMARY KEY (account, blocked)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocks_by_blocked ON blocks (blocked);

-- Which text rooms an account was ever in: what "rooms in common" means for somebody who is away.
CREATE TABLE room_visits (
    account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    room INTEGER NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
    PRIMARY KEY (account, room)
) STRICT, WITHOUT ROWID;
CREATE INDEX room_visits_of_room ON room_visits (room);
