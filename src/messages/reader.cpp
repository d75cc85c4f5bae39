// SPDX-License-Identifier: GPL-2.0-or-later
#include "implementation.hpp"
#include "positions.hpp"

#include <alloquy/messages/reader.hpp>

#include <limits>

namespace alloquy::messages {

Result<Reader::Step> Reader::after(storage::Connection& db, std::int64_t sequence, std::size_t most, std::size_t bytes)
    const {
    Step step;
    step.reached = sequence;
    Unsealer unsealer(*keys_);
    auto statement =
        db.prepare("SELECT " ALLOQUY_MESSAGE_COLUMNS " FROM messages WHERE sequence > ?1 ORDER BY sequence LIMIT ?2");
    statement.bind(sequence, std::int64_t(most));
    for (std::size_t rows = 0, size = 0; size < bytes; ++rows) {
        auto row = statement.step();
        if (!row) return std::unexpected(row.error());
        if (!*row) {
            step.done = rows < most;
            break;
        }
        step.reached = statement.integer(0);
        if (Kind(statement.integer(3)) > Kind::notice) continue;
        step.messages.push_back(read_message(statement, unsealer));
        size += step.messages.back().text.size();
    }
    return step;
}

Result<std::vector<Message>> Reader::at(storage::Connection& db, std::span<std::int64_t const> sequences) const {
    std::vector<Message> out;
    out.reserve(sequences.size());
    Unsealer unsealer(*keys_);
    auto statement = db.prepare("SELECT " ALLOQUY_MESSAGE_COLUMNS " FROM messages WHERE sequence = ?1");
    for (auto sequence : sequences) {
        statement.rebind(sequence);
        auto row = statement.step();
        if (!row) return std::unexpected(row.error());
        if (*row) out.push_back(read_message(statement, unsealer));
    }
    return out;
}

Result<> Reader::add_details(storage::Connection& db, std::vector<Message>& messages) const {
    Unsealer unsealer(*keys_);
    return messages::add_details(db, unsealer, messages);
}

Result<std::vector<std::int64_t>> Reader::pinned(
    storage::Connection& db, std::int64_t low, std::int64_t high, bool highest_first, std::size_t most
) const {
    std::vector<std::int64_t> out;
    auto statement = db.prepare(
        highest_first ? "SELECT message FROM pins WHERE message BETWEEN ?1 AND ?2 ORDER BY message DESC LIMIT ?3"
                      : "SELECT message FROM pins WHERE message BETWEEN ?1 AND ?2 ORDER BY message LIMIT ?3"
    );
    statement.bind(low, high, std::int64_t(most));
    if (auto read = for_each_row(statement, [&] { out.push_back(statement.integer(0)); }); !read)
        return std::unexpected(read.error());
    return out;
}

Result<std::int64_t> Reader::newest(storage::Connection& db) const {
    auto statement =
        db.prepare("SELECT max(coalesce((SELECT max(sequence) FROM messages), 0), sequence) FROM message_floor");
    if (auto row = statement.step(); !row) return std::unexpected(row.error());
    return statement.integer(0);
}

Result<Reader::Bounds> Reader::bounds(
    storage::Connection& db, std::optional<base::Timestamp> from, std::optional<base::Timestamp> to
) const {
    Bounds bounds{1, std::numeric_limits<std::int64_t>::max()};
    if (from) {
        auto low = lowest_sequence_from(db, base::first_id_at(*from));
        if (!low) return std::unexpected(low.error());
        bounds.low = *low;
    }
    if (to) {
        auto high = highest_sequence_below(db, base::first_id_at(*to));
        if (!high) return std::unexpected(high.error());
        bounds.high = *high;
    }
    return bounds;
}

}  // namespace alloquy::messages
