// SPDX-License-Identifier: GPL-2.0-or-later
// A new key, and sealing with it what older ones sealed.
#include "implementation.hpp"

#include <algorithm>
#include <limits>

namespace alloquy::messages {
namespace {

/// A sealed column of some table.
struct Sealed {
    std::int64_t row;     ///< Identifies it in its table …
    std::int64_t number;  ///< … together with this, for versions.
    SealContext context;
    std::int64_t key_number;
    std::string value;
};

/// One of the tables that have sealed columns: `select` gives row, number, room, id, key_number, sealed of what lies
/// within the messages ?1–?2 and isn't sealed with key ?3; `update` sets key ?3 and value ?4 of row ?1, number ?2.
struct Table {
    SealContext::Part part;
    char const* select;
    char const* update;
};

constexpr Table kTables[] = {
    {SealContext::Part::body,
     "SELECT sequence, 0, room, id, key_number, sealed FROM messages "
     "WHERE sequence BETWEEN ?1 AND ?2 AND key_number <> ?3 AND sealed IS NOT NULL",
     "UPDATE messages SET key_number = ?3, sealed = ?4 WHERE sequence = ?1 AND ?2 = 0"},
    {SealContext::Part::body,
     "SELECT v.message, v.number, m.room, m.id, v.key_number, v.sealed FROM message_versions AS v "
     "JOIN messages AS m ON m.sequence = v.message WHERE v.message BETWEEN ?1 AND ?2 AND v.key_number <> ?3",
     "UPDATE message_versions SET key_number = ?3, sealed = ?4 WHERE message = ?1 AND number = ?2"},
    {SealContext::Part::reaction,
     "SELECT v.id, 0, m.room, m.id, v.key_number, v.sealed FROM reaction_values AS v "
     "JOIN messages AS m ON m.sequence = v.message WHERE v.message BETWEEN ?1 AND ?2 AND v.key_number <> ?3",
     "UPDATE reaction_values SET key_number = ?3, sealed = ?4 WHERE id = ?1 AND ?2 = 0"}
};

Result<> reseal_table(
    storage::Connection& db, KeyRing const& keys, crypto::BulkSealer& sealer, Table const& table, std::int64_t first,
    std::int64_t last
) {
    std::vector<Sealed> old;
    {
        auto statement = db.prepare(table.select);
        statement.bind(first, last, keys.current());
        auto read = for_each_row(statement, [&] {
            SealContext const context(table.part, statement.integer(2), statement.integer(3));
            old.push_back({statement.integer(0), statement.integer(1), context, statement.integer(4), statement.text(5)}
            );
        });
        if (!read) return read;
    }
    Unsealer unsealer(keys);
    for (auto const& sealed : old) {
        auto plain = unsealer.open(sealed.key_number, sealed.value, sealed.context);
        if (!plain) continue;  // damaged: stays as it is
        storage::Blob const value{sealer.seal(keys.current_key(), *plain, sealed.context)};
        auto statement = db.prepare(table.update);
        statement.bind(sealed.row, sealed.number, keys.current(), value);
        if (auto ran = statement.run(); !ran) return ran;
    }
    return {};
}

struct Step {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::size_t count = 0;
};

/// The next `most` messages that may be sealed with an older key.
Result<Step> next_step(storage::Connection& db, std::int64_t key_number, std::size_t most) {
    auto statement = db.prepare(
        "SELECT min(sequence), max(sequence), count(*) FROM (SELECT sequence FROM messages, message_keys "
        "WHERE number = ?1 AND sequence > resealed_to AND sequence <= reseal_until ORDER BY sequence LIMIT ?2)"
    );
    statement.bind(key_number, std::int64_t(most));
    if (auto row = statement.step(); !row) return std::unexpected(row.error());
    return Step{statement.integer(0), statement.integer(1), std::size_t(statement.integer(2))};
}

Result<> finish_step(storage::Connection& db, std::int64_t key_number, std::int64_t last) {
    auto statement = db.prepare("UPDATE message_keys SET resealed_to = ?2 WHERE number = ?1");
    statement.bind(key_number, last);
    return statement.run();
}

/// Nothing is left: says so also when the last messages of the range were deleted. Answers 0.
Result<std::size_t> finish_reseal(storage::Connection& db, std::int64_t key_number) {
    auto statement =
        db.prepare("UPDATE message_keys SET resealed_to = reseal_until WHERE number = ?1 AND reseal_until > resealed_to"
        );
    statement.bind(key_number);
    if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
    return 0;
}

}  // namespace

Task<Result<Messages::KeyStatus>> Messages::key_status() {
    co_return co_await implementation_->database.read([](storage::Connection& db) -> Result<KeyStatus> {
        KeyStatus out;
        auto statement = db.prepare(
            "SELECT number, created_at, coalesce(reseal_until, (SELECT max(sequence) FROM messages), 0) - resealed_to "
            "FROM message_keys ORDER BY number"
        );
        auto read = for_each_row(statement, [&] {
            if (out.current != 0) out.older.push_back(out.current);
            out.current = statement.integer(0);
            out.since = to_time(statement.integer(1));
            out.left = std::max<std::int64_t>(statement.integer(2), 0);
        });
        if (!read) return std::unexpected(read.error());
        // The very first key has nothing older.
        if (out.older.empty()) out.left = 0;
        return out;
    });
}

Task<Result<>> Messages::rotate_key() {
    auto& self = *implementation_;
    auto made = co_await self.database.write([folder = self.keys_folder, now = self.clock.now()](storage::Connection& db
                                             ) { return make_next_key(db, folder, now); });
    if (!made) co_return std::unexpected(made.error());
    auto ring = std::make_shared<KeyRing>(*self.keys);
    ring->add(made->number, std::move(made->key));
    self.keys = ring;
    // A read that was asked for before must not meet what it has no key for: they are served in order, so when this one
    // is answered, those have been.
    auto served = co_await self.database.read([](storage::Connection&) -> Result<> { return {}; });
    if (!served) co_return served;
    ring = std::make_shared<KeyRing>(*self.keys);
    ring->make_current(std::max(ring->current(), made->number));
    self.keys = ring;
    // What was to be stored under the older key is ahead of this write.
    co_return co_await self.database.write(fix_end_of_reseal);
}

Task<Result<std::size_t>> Messages::reseal_some(std::size_t most) {
    auto& self = *implementation_;
    co_return co_await self.database.write(
        [&self, keys = self.keys, most](storage::Connection& db) -> Result<std::size_t> {
            auto step = next_step(db, keys->current(), most);
            if (!step) return std::unexpected(step.error());
            if (step->count == 0) return finish_reseal(db, keys->current());
            for (auto const& table : kTables)
                if (auto done = reseal_table(db, *keys, self.writer.sealer, table, step->first, step->last); !done)
                    return std::unexpected(done.error());
            if (auto done = finish_step(db, keys->current(), step->last); !done) return std::unexpected(done.error());
            return step->count;
        }
    );
}

}  // namespace alloquy::messages
