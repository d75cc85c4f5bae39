-- What accounts and rooms say about themselves. An account's display name is in accounts.
CREATE TABLE profiles (
    holder INTEGER NOT NULL,   -- the id of an account or a room: these are never the same
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (holder, key)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER profile_of_deleted_account AFTER DELETE ON accounts BEGIN
    DELETE FROM profiles WHERE holder = OLD.id;
END;
CREATE TRIGGER profile_of_deleted_room AFTER DELETE ON rooms BEGIN
    DELETE FROM profiles WHERE holder = OLD.id;
END;
