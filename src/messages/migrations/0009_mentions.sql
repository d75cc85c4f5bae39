-- Whom a message names or answers, except its author. Goes with the message and with its redaction.
CREATE TABLE mentions (
    account INTEGER NOT NULL,                   -- 0: everyone
    room INTEGER NOT NULL,
    message INTEGER NOT NULL REFERENCES messages (sequence) ON DELETE CASCADE,
    PRIMARY KEY (account, room, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_of_message ON mentions (message);

-- What is unread is counted in this index alone: the rows hold the texts, and reading a thousand of them for a number costs a
-- hundred times as much. One larger index is cheaper to store into than two.
DROP INDEX messages_of_room;
-- The kind is in it because SQLite looks at it again, though the index has no other.
CREATE INDEX messages_of_room ON messages (room, sequence, id, author, redacted_at, kind) WHERE kind < 2;
