// SPDX-License-Identifier: GPL-2.0-or-later
#include "rows.hpp"

#include "mention_rows.hpp"

namespace alloquy::messages {

std::optional<std::string_view> Unsealer::open(
    std::int64_t key_number, std::string_view sealed, SealContext const& context
) {
    auto const* key = keys_.find(key_number);
    if (!key || !crypto::unseal_into(plain_, *key, sealed, context)) return std::nullopt;
    return plain_;
}

std::optional<Body> Unsealer::open_body(
    std::int64_t key_number, std::string_view sealed, base::Id room, base::Id message
) {
    auto record = open(key_number, sealed, SealContext(SealContext::Part::body, room, message));
    return record ? decode_body(*record) : std::nullopt;
}

Message read_message(storage::Statement const& statement, Unsealer& unsealer) {
    Message message;
    message.sequence = statement.integer(0);
    message.id = statement.integer(1);
    message.room = statement.integer(2);
    message.kind = Kind(statement.integer(3) & 3);
    message.author = statement.integer(4);
    if (!statement.is_null(7)) message.edited_at = to_time(statement.integer(7));
    message.reply_to = statement.optional_integer(9);
    if (!statement.is_null(8)) {
        message.redacted_at = to_time(statement.integer(8));
        return message;
    }
    auto body = unsealer.open_body(statement.integer(5), statement.view(6), message.room, message.id);
    if (!body) {
        message.unreadable = true;
        return message;
    }
    message.source = body->source;
    message.author_name = body->author_name;
    message.tags = body->tags;
    message.text = body->text;
    return message;
}

Result<std::vector<Message>> read_messages(storage::Statement& statement, Unsealer& unsealer) {
    std::vector<Message> out;
    auto read = for_each_row(statement, [&] { out.push_back(read_message(statement, unsealer)); });
    if (!read) return std::unexpected(read.error());
    return out;
}

Result<std::optional<base::Timestamp>> find_marker(storage::Connection& db, base::Id account, base::Id room) {
    auto statement = db.prepare("SELECT read_at FROM read_markers WHERE account = ?1 AND room = ?2");
    statement.bind(account, room);
    auto row = statement.step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return std::nullopt;
    return to_time(statement.integer(0));
}

std::unexpected<Error> no_such_message() {
    return fail_as(Errc::not_found, "message_not_found", "there is no such message");
}

Result<Target> find_target(storage::Connection& db, base::Id id) {
    auto statement = db.prepare(
        "SELECT sequence, room, kind, author, key_number, sealed FROM messages WHERE id = ?1 AND redacted_at IS NULL "
        "AND kind < 3"
    );
    statement.bind(id);
    auto row = statement.step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return no_such_message();
    return Target{statement.integer(0), id,
                  statement.integer(1), Kind(statement.integer(2)),
                  statement.integer(3), statement.integer(4),
                  statement.text(5)};
}

Result<> remove_unused_value(storage::Connection& db, std::int64_t value) {
    auto statement =
        db.prepare("DELETE FROM reaction_values WHERE id = ?1 AND NOT EXISTS (SELECT * FROM reactions WHERE value = ?1)"
        );
    statement.bind(value);
    return statement.run();
}

Result<std::vector<base::Id>> destroy(storage::Connection& db, std::int64_t sequence, base::Timestamp at) {
    auto mentioned = take_mentions(db, sequence);
    if (!mentioned) return mentioned;
    for (auto const* sql :
         {"DELETE FROM message_versions WHERE message = ?1", "DELETE FROM reaction_values WHERE message = ?1",
          "DELETE FROM pins WHERE message = ?1"}) {
        auto statement = db.prepare(sql);
        statement.bind(sequence);
        if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
    }
    auto statement =
        db.prepare("UPDATE messages SET sealed = NULL, reply_to = NULL, redacted_at = ?2 WHERE sequence = ?1");
    statement.bind(sequence, to_column(at));
    if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
    return mentioned;
}

}  // namespace alloquy::messages
