-- Accounts whose messages are being destroyed. They may be gone themselves, so nothing refers to them.
CREATE TABLE message_erasures (
    account INTEGER PRIMARY KEY,
    until INTEGER NOT NULL,                     -- milliseconds since 1970 UTC: what was written later stays
    read_markers INTEGER NOT NULL,              -- 1: they go, too, because the account does
    reached INTEGER NOT NULL DEFAULT 0          -- the sequence up to which it is done
) STRICT;
