-- Accounts of programs: they belong to a person's account and go with it.
ALTER TABLE accounts ADD COLUMN bot_owner INTEGER REFERENCES accounts (id) ON DELETE CASCADE;  -- null: a person
CREATE INDEX bots_of_account ON accounts (bot_owner) WHERE bot_owner IS NOT NULL;
