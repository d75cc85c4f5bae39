-- Texts that went, for the search index, which is a file of its own: what it has to forget. Rows leave when it has done so.
CREATE TABLE search_removals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,       -- never used again: the index knows up to which one it is done
    sequence INTEGER NOT NULL,
    tokens TEXT NOT NULL                        -- keyed hashes, as src/search/tokens.hpp makes them
) STRICT;
