// SPDX-License-Identifier: GPL-2.0-or-later
// Export and deletion of what one account wrote: walks over all messages, in steps, because they are rare and an index
// by author would cost more than storing does.
#include "implementation.hpp"

namespace alloquy::messages {
namespace {

struct Redacted {
    Messages::Walk walk;
    std::vector<MessageRedacted> events;
};

Result<Redacted> redact_some(
    storage::Connection& db, GoingText const& going, base::Id account, std::int64_t after, std::size_t most,
    base::Timestamp now
) {
    Redacted out;
    out.walk.reached = after;
    std::vector<std::int64_t> sequences;
    std::size_t seen = 0;
    {
        auto statement = db.prepare(
            "SELECT sequence, id, room, author, redacted_at, kind FROM messages WHERE sequence > ?1 ORDER BY sequence "
            "LIMIT "
            "?2"
        );
        statement.bind(after, std::int64_t(most));
        auto read = for_each_row(statement, [&] {
            ++seen;
            out.walk.reached = statement.integer(0);
            if (statement.integer(3) != account || !statement.is_null(4)) return;
            sequences.push_back(statement.integer(0));
            out.events.push_back({statement.integer(1), statement.integer(2), Kind(statement.integer(5)), account});
        });
        if (!read) return std::unexpected(read.error());
    }
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        if (auto told = going.tell(db, sequences[i]); !told) return std::unexpected(told.error());
        auto mentioned = destroy(db, sequences[i], now);
        if (!mentioned) return std::unexpected(mentioned.error());
        out.events[i].mentioned = std::move(*mentioned);
    }
    out.walk.done = seen < most;
    return out;
}

/// Reactions of an account, and when there are none what it has read and where it was mentioned.
Result<std::size_t> forget_some(storage::Connection& db, base::Id account, std::size_t most) {
    std::vector<std::int64_t> values;
    {
        auto statement = db.prepare(
            "DELETE FROM reactions WHERE id IN (SELECT id FROM reactions WHERE account = ?1 LIMIT ?2) RETURNING value"
        );
        statement.bind(account, std::int64_t(most));
        auto ran = for_each_row(statement, [&] { values.push_back(statement.integer(0)); });
        if (!ran) return std::unexpected(ran.error());
    }
    for (auto value : values)
        if (auto gone = remove_unused_value(db, value); !gone) return std::unexpected(gone.error());
    if (!values.empty()) return values.size();
    for (auto const* sql :
         {"DELETE FROM mentions WHERE account = ?1 AND message IN (SELECT message FROM mentions WHERE account = ?1 "
          "LIMIT ?2)",
          "DELETE FROM read_markers WHERE account = ?1 AND room IN (SELECT room FROM read_markers WHERE account = ?1 "
          "LIMIT ?2)"}) {
        auto statement = db.prepare(sql);
        statement.bind(account, std::int64_t(most));
        if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
        if (db.changes() > 0) return std::size_t(db.changes());
    }
    return 0;
}

}  // namespace

Task<Result<Messages::Written>> Messages::written_by(base::Id account, std::int64_t after, std::size_t most) {
    if (account <= 0 || most < 1) co_return fail_field("account", "must be an account");
    co_return co_await implementation_->database.read(
        [account, after, most, keys = implementation_->keys](storage::Connection& db) -> Result<Written> {
            Written out;
            out.walk.reached = after;
            std::size_t seen = 0;
            Unsealer unsealer(*keys);
            auto statement = db.prepare("SELECT " ALLOQUY_MESSAGE_COLUMNS
                                        " FROM messages WHERE sequence > ?1 ORDER BY sequence LIMIT ?2");
            statement.bind(after, std::int64_t(most));
            auto read = for_each_row(statement, [&] {
                ++seen;
                out.walk.reached = statement.integer(0);
                if (statement.integer(4) != account || !statement.is_null(8)) return;
                out.messages.push_back(read_message(statement, unsealer));
            });
            if (!read) return std::unexpected(read.error());
            out.walk.done = seen < most;
            return out;
        }
    );
}

Task<Result<Messages::Walk>> Messages::redact_all_of(base::Id account, std::int64_t after, std::size_t most) {
    if (account <= 0 || most < 1) co_return fail_field("account", "must be an account");
    auto& database = implementation_->database;
    auto gone = co_await database.write([account, after, most, now = implementation_->clock.now(),
                                         going = implementation_->going_text()](storage::Connection& db) {
        return redact_some(db, going, account, after, most, now);
    });
    if (!gone) co_return std::unexpected(gone.error());
    for (auto const& event : gone->events) redacted.publish(event);
    if (!gone->walk.done) co_return gone->walk;
    auto forgotten =
        co_await database.write([account, most](storage::Connection& db) { return forget_some(db, account, most); });
    if (!forgotten) co_return std::unexpected(forgotten.error());
    gone->walk.done = *forgotten == 0;
    reactions_forgotten.publish(ReactionsForgotten{account});
    co_return gone->walk;
}

}  // namespace alloquy::messages
