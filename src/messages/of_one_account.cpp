// SPDX-License-Identifier: GPL-2.0-or-later
// Export and deletion of what one account wrote: walks over all messages, in steps, because they are rare and an index
// by author would cost more than storing does.
#include "implementation.hpp"

#include <limits>

namespace alloquy::messages {
namespace {

struct Redacted {
    Messages::Walk walk;
    std::vector<MessageRedacted> events;
};

Result<Redacted> redact_some(
    storage::Connection& db, GoingText const& going, base::Id account, std::int64_t after, std::size_t most,
    base::Timestamp now, base::Id id_below
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
            bool const written = statement.integer(3) == account && statement.is_null(4);
            if (!written || statement.integer(1) >= id_below) return;
            sequences.push_back(statement.integer(0));
            out.events.push_back(
                {statement.integer(1), statement.integer(2), Kind(statement.integer(5)), account, {}, account}
            );
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

/// Reactions of an account, and when there are none, if it is wanted, what it has read and where it was mentioned.
Result<std::size_t> forget_some(storage::Connection& db, base::Id account, std::size_t most, bool read_markers) {
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
    if (!values.empty() || !read_markers) return values.size();
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

Task<Result<std::vector<Messages::Given>>> Messages::reactions_of(
    base::Id account, std::int64_t after, std::size_t most
) {
    co_return co_await implementation_->database.read(
        [account, after, most, keys = implementation_->keys](storage::Connection& db) -> Result<std::vector<Given>> {
            std::vector<Given> out;
            Unsealer unsealer(*keys);
            auto statement = db.prepare(
                "SELECT r.id, m.id, m.room, v.key_number, v.sealed FROM reactions AS r JOIN reaction_values AS v ON "
                "v.id = "
                "r.value JOIN messages AS m ON m.sequence = v.message WHERE r.account = ?1 AND r.id > ?2 ORDER BY r.id "
                "LIMIT ?3"
            );
            statement.bind(account, after, std::int64_t(most));
            auto read = for_each_row(statement, [&] {
                SealContext const context(SealContext::Part::reaction, statement.integer(2), statement.integer(1));
                auto value = unsealer.open(statement.integer(3), statement.view(4), context);
                out.push_back(
                    {statement.integer(0), statement.integer(1), statement.integer(2), std::string(value.value_or(""))}
                );
            });
            if (!read) return std::unexpected(read.error());
            return out;
        }
    );
}

Task<Result<std::vector<Messages::Marker>>> Messages::read_markers_of(
    base::Id account, base::Id after, std::size_t most
) {
    co_return co_await implementation_->database.read(
        [account, after, most](storage::Connection& db) -> Result<std::vector<Marker>> {
            std::vector<Marker> out;
            auto statement = db.prepare(
                "SELECT room, read_at FROM read_markers WHERE account = ?1 AND room > ?2 ORDER BY room LIMIT ?3"
            );
            statement.bind(account, after, std::int64_t(most));
            auto read =
                for_each_row(statement, [&] { out.push_back({statement.integer(0), to_time(statement.integer(1))}); });
            if (!read) return std::unexpected(read.error());
            return out;
        }
    );
}

Task<Result<Messages::Walk>> Messages::redact_all_of(
    base::Id account, std::int64_t after, std::size_t most, Extent extent
) {
    if (account <= 0 || most < 1) co_return fail_field("account", "must be an account");
    auto& database = implementation_->database;
    auto const below = extent.until ? base::first_id_at(*extent.until) : std::numeric_limits<base::Id>::max();
    auto gone = co_await database.write([account, after, most, below, now = implementation_->clock.now(),
                                         going = implementation_->going_text()](storage::Connection& db) {
        return redact_some(db, going, account, after, most, now, below);
    });
    if (!gone) co_return std::unexpected(gone.error());
    for (auto const& event : gone->events) redacted.publish(event);
    if (!gone->walk.done) co_return gone->walk;
    auto forgotten = co_await database.write([account, most, marks = extent.read_markers](storage::Connection& db) {
        return forget_some(db, account, most, marks);
    });
    if (!forgotten) co_return std::unexpected(forgotten.error());
    gone->walk.done = *forgotten == 0;
    reactions_forgotten.publish(ReactionsForgotten{account});
    co_return gone->walk;
}

}  // namespace alloquy::messages
