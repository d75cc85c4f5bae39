// SPDX-License-Identifier: GPL-2.0-or-later
// Reactions. What they say is sealed, so values are compared after unsealing: there are few on one message, and no hash
// has to be kept in step with the keys.
#include "implementation.hpp"

namespace alloquy::messages {
namespace {

constexpr std::size_t kMostValues = 50;
constexpr std::size_t kMostBytes = 256;

struct Values {
    std::int64_t wanted = 0;  ///< Row of the value that was looked for; 0: isn't there.
    std::size_t count = 0;    ///< All different ones.
};

SealContext context_of(Target const& target) {
    return {SealContext::Part::reaction, target.room, target.id};
}

Result<Values> find_value(
    storage::Connection& db, KeyRing const& keys, Target const& target, std::string const& value
) {
    Values out;
    Unsealer unsealer(keys);
    auto statement = db.prepare("SELECT id, key_number, sealed FROM reaction_values WHERE message = ?1");
    statement.bind(target.sequence);
    auto read = for_each_row(statement, [&] {
        ++out.count;
        if (unsealer.open(statement.integer(1), statement.view(2), context_of(target)) == value)
            out.wanted = statement.integer(0);
    });
    if (!read) return std::unexpected(read.error());
    return out;
}

Result<std::int64_t> insert_value(
    storage::Connection& db, KeyRing const& keys, Target const& target, std::string const& value
) {
    auto const sealed = crypto::seal(keys.current_key(), value, context_of(target));
    auto statement = db.prepare("INSERT INTO reaction_values (message, key_number, sealed) VALUES (?1, ?2, ?3)");
    statement.bind(target.sequence, keys.current(), storage::Blob{sealed});
    if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
    return db.last_insert_rowid();
}

Result<> check_value(std::string const& value) {
    if (value.empty() || value.size() > kMostBytes) return fail_field("value", "must have 1 to 256 bytes");
    return {};
}

}  // namespace

Task<Result<>> Messages::react(base::Id id, base::Id account, std::string value) {
    if (auto allowed = check_value(value); !allowed) co_return allowed;
    auto room = co_await implementation_->database.write(
        [id, account, value, keys = implementation_->keys](storage::Connection& db) -> Result<base::Id> {
            auto target = find_target(db, id);
            if (!target) return std::unexpected(target.error());
            auto values = find_value(db, *keys, *target, value);
            if (!values) return std::unexpected(values.error());
            auto row = values->wanted;
            if (row == 0) {
                if (values->count >= kMostValues)
                    return fail_as(
                        Errc::too_large, "too_many_reactions", "a message can have at most 50 different reactions"
                    );
                auto inserted = insert_value(db, *keys, *target, value);
                if (!inserted) return std::unexpected(inserted.error());
                row = *inserted;
            }
            auto statement =
                db.prepare("INSERT INTO reactions (value, account) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
            statement.bind(row, account);
            if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
            return target->room;
        }
    );
    if (!room) co_return std::unexpected(room.error());
    reacted.publish({id, *room, account, std::move(value), true});
    co_return Result<>();
}

Task<Result<>> Messages::unreact(base::Id id, base::Id account, std::string value) {
    if (auto allowed = check_value(value); !allowed) co_return allowed;
    auto room = co_await implementation_->database.write(
        [id, account, value, keys = implementation_->keys](storage::Connection& db) -> Result<base::Id> {
            auto target = find_target(db, id);
            if (!target) return std::unexpected(target.error());
            auto values = find_value(db, *keys, *target, value);
            if (!values) return std::unexpected(values.error());
            auto statement = db.prepare("DELETE FROM reactions WHERE value = ?1 AND account = ?2");
            statement.bind(values->wanted, account);
            if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
            if (auto removed = remove_unused_value(db, values->wanted); !removed)
                return std::unexpected(removed.error());
            return target->room;
        }
    );
    if (!room) co_return std::unexpected(room.error());
    reacted.publish({id, *room, account, std::move(value), false});
    co_return Result<>();
}

}  // namespace alloquy::messages
