// SPDX-License-Identifier: GPL-2.0-or-later
#include "removal_log.hpp"

namespace alloquy::search {

Result<> RemovalLog::text_goes(storage::Connection& db, messages::Message const& message) {
    auto audience = audience_of_(db, message.room);
    if (!audience) return std::unexpected(audience.error());
    auto const tokens = tokens_.tokens_of(message, *audience);
    auto statement = db.prepare("INSERT INTO search_removals (sequence, tokens) VALUES (?1, ?2)");
    statement.bind(message.sequence, tokens);
    return statement.run();
}

Result<Removals> removals_after(storage::Connection& db, std::int64_t id, std::size_t most, std::size_t bytes) {
    Removals out;
    auto statement = db.prepare("SELECT id, sequence, tokens FROM search_removals WHERE id > ?1 ORDER BY id");
    statement.bind(id);
    for (std::size_t size = 0; out.all.size() < most && size < bytes;) {
        auto row = statement.step();
        if (!row) return std::unexpected(row.error());
        if (!*row) {
            out.complete = true;
            break;
        }
        out.all.push_back({statement.integer(0), statement.integer(1), statement.text(2)});
        size += out.all.back().tokens.size();
    }
    return out;
}

Result<std::int64_t> newest_removal(storage::Connection& db) {
    auto statement = db.prepare("SELECT max(seq) FROM sqlite_sequence WHERE name = 'search_removals'");
    if (auto row = statement.step(); !row) return std::unexpected(row.error());
    return statement.integer(0);
}

Result<> forget_removals(storage::Connection& db, std::int64_t up_to) {
    auto statement = db.prepare("DELETE FROM search_removals WHERE id <= ?1");
    return statement.bind(up_to).run();
}

}  // namespace alloquy::search
