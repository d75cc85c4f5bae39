-- What posts of programs were called by their senders, for a day: sending one again doesn't say it twice.
CREATE TABLE post_nonces (
    poster INTEGER NOT NULL,                    -- account or webhook
    nonce TEXT NOT NULL,
    message INTEGER NOT NULL,
    room INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (poster, nonce)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_nonces_by_time ON post_nonces (created_at);
