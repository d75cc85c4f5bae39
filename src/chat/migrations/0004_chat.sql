-- Node numbers for ids: each InspIRCd makes ids of its own. 0 is alloquyd's.
CREATE TABLE chat_nodes (
    server TEXT PRIMARY KEY,
    node INTEGER NOT NULL UNIQUE CHECK (node BETWEEN 1 AND 1023)
) STRICT, WITHOUT ROWID;
