-- The index holds no text and can be made anew at any time. Rows are messages by their sequence; detail=none and columnsize=0, because order
-- and number of words are looked up in the unsealed messages anyway.
CREATE VIRTUAL TABLE search_index USING fts5 (tokens, content='', detail=none, columnsize=0, tokenize='ascii');

CREATE TABLE search_state (
    key_check BLOB NOT NULL,                    -- keyed hash of a constant: the tokens were made with this key …
    version TEXT NOT NULL,                      -- … and by these rules
    indexed_to INTEGER NOT NULL,                -- sequence of the newest message that was looked at
    removed_to INTEGER NOT NULL                 -- id of the newest row of search_removals that was dealt with
) STRICT;
