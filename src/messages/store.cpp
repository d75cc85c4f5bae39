// SPDX-License-Identifier: GPL-2.0-or-later
// Storing: the way every message takes, so it is short.
#include "implementation.hpp"
#include "mention_rows.hpp"
#include "reply_tag.hpp"

#include <algorithm>

namespace alloquy::messages {
namespace {

using Batch = std::vector<NewMessage>;

struct Stored {
    std::vector<Outcome> outcomes;
    struct New {
        std::int64_t sequence;
        base::Id answered;
    };
    std::vector<New> added;  ///< One for each message that is new.
};

Body body_of(NewMessage const& message) {
    return {message.source, message.author_name, message.tags, message.text};
}

bool acceptable(NewMessage const& message) {
    return message.id > 0 && message.room > 0 && message.author >= 0 && message.kind <= Kind::event &&
           fits(body_of(message));
}

/// For an id that is there already.
Result<Outcome> known_or_refused(storage::Connection& db, NewMessage const& message) {
    auto statement = db.prepare("SELECT room FROM messages WHERE id = ?1");
    statement.bind(message.id);
    if (auto row = statement.step(); !row) return std::unexpected(row.error());
    return statement.integer(0) == message.room ? Outcome::known : Outcome::refused;
}

Result<Outcome> insert(storage::Connection& db, KeyRing const& keys, NewMessage const& message, Writer& writer) {
    encode_body(body_of(message), writer.plain);
    SealContext const context(SealContext::Part::body, message.room, message.id);
    storage::Blob const sealed{writer.sealer.seal(keys.current_key(), writer.plain, context)};
    auto statement = db.prepare(
        "INSERT INTO messages (sequence, id, room, kind, author, key_number, sealed, reply_to) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO NOTHING"
    );
    statement.bind(
        writer.sequence + 1, message.id, message.room, int(message.kind), message.author, keys.current(), sealed,
        reply_of(message.tags)
    );
    if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
    if (db.changes() == 0) return known_or_refused(db, message);
    ++writer.sequence;
    return Outcome::stored;
}

}  // namespace

Task<Result<std::vector<Outcome>>> Messages::store(std::vector<NewMessage> batch) {
    auto& self = *implementation_;
    auto const shared = std::make_shared<Batch const>(std::move(batch));
    // Sealing is done by the writer too: the io thread has more urgent things to do, and what is known needs none.
    auto done =
        co_await self.database.write([&self, keys = self.keys, shared](storage::Connection& db) -> Result<Stored> {
            Stored out;
            out.outcomes.reserve(shared->size());
            out.added.reserve(shared->size());
            for (auto const& message : *shared) {
                if (!acceptable(message)) {
                    out.outcomes.push_back(Outcome::refused);
                    continue;
                }
                auto outcome = insert(db, *keys, message, self.writer);
                if (!outcome) return std::unexpected(outcome.error());
                out.outcomes.push_back(*outcome);
                if (*outcome != Outcome::stored) continue;
                auto answered = store_mentions(db, self.writer.sequence, message);
                if (!answered) return std::unexpected(answered.error());
                out.added.push_back({self.writer.sequence, *answered});
            }
            return out;
        });
    if (!done) co_return std::unexpected(done.error());
    auto added = done->added.begin();
    for (std::size_t i = 0; i < shared->size(); ++i) {
        if (done->outcomes[i] != Outcome::stored) continue;
        auto const& message = (*shared)[i];
        self.newest_id = std::max(self.newest_id, message.id);
        self.newest_sequence = added->sequence;
        stored.publish(MessageStored{message.id, added->sequence, message, added->answered});
        ++added;
    }
    co_return std::move(done->outcomes);
}

}  // namespace alloquy::messages
