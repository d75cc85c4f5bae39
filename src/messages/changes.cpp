// SPDX-License-Identifier: GPL-2.0-or-later
// Edits, their earlier versions, and redactions.
#include "implementation.hpp"
#include "mention_rows.hpp"

namespace alloquy::messages {
namespace {

/// More would only fill the disk.
constexpr std::int64_t kMostVersions = 100;

/// Moves the present text to the versions. Errors: too_large.
Result<> keep_version(storage::Connection& db, Target const& target, base::Timestamp at) {
    auto count = db.prepare("SELECT count(*) FROM message_versions WHERE message = ?1");
    count.bind(target.sequence);
    if (auto row = count.step(); !row) return std::unexpected(row.error());
    auto const number = count.integer(0);
    if (number >= kMostVersions)
        return fail_as(Errc::too_large, "too_many_edits", "a message can be edited at most 100 times");
    auto statement = db.prepare(
        "INSERT INTO message_versions (message, number, key_number, sealed, replaced_at) VALUES (?1, ?2, ?3, ?4, ?5)"
    );
    statement.bind(target.sequence, number, target.key_number, storage::Blob{target.sealed}, to_column(at));
    return statement.run();
}

/// False when it has that text already.
Result<bool> replace_text(
    storage::Connection& db, KeyRing const& keys, GoingText const& going, Target const& target, std::string const& text,
    base::Timestamp at, bool keeps_versions
) {
    Unsealer unsealer(keys);
    auto body = unsealer.open_body(target.key_number, target.sealed, target.room, target.id);
    if (!body)
        return fail(
            Errc::internal, "the stored message can't be read", "message " + std::to_string(target.id) + " is damaged"
        );
    if (body->text == text) return false;
    if (keeps_versions)
        if (auto kept = keep_version(db, target, at); !kept) return std::unexpected(kept.error());
    if (auto told = going.tell(db, target.sequence); !told) return std::unexpected(told.error());
    body->text = text;
    std::string record;
    encode_body(*body, record);
    SealContext const context(SealContext::Part::body, target.room, target.id);
    auto const sealed = crypto::seal(keys.current_key(), record, context);
    auto statement = db.prepare("UPDATE messages SET sealed = ?2, key_number = ?3, edited_at = ?4 WHERE sequence = ?1");
    statement.bind(target.sequence, storage::Blob{sealed}, keys.current(), to_column(at));
    if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
    return true;
}

bool is_author(Target const& target, base::Id actor) {
    return actor > 0 && target.author == actor;
}

}  // namespace

Task<Result<>> Messages::edit(
    base::Id id, base::Id actor, std::string text, base::Timestamp at, std::vector<base::Id> mentions
) {
    if (text.size() > kMostText) co_return fail(Errc::too_large, "the text is too long");
    using Edited = std::optional<MessageEdited>;
    auto done = co_await implementation_->database.write(
        [id, actor, text = std::move(text), at, mentions = std::move(mentions), keys = implementation_->keys,
         going = implementation_->going_text(),
         keeps = implementation_->keeps_versions](storage::Connection& db) -> Result<Edited> {
            auto target = find_target(db, id);
            if (!target) return std::unexpected(target.error());
            if (target->kind == Kind::tagmsg) return no_such_message();
            if (!is_author(*target, actor)) return fail(Errc::forbidden, "only its author can edit a message");
            auto changed = replace_text(db, *keys, going, *target, text, at, keeps);
            if (!changed) return std::unexpected(changed.error());
            if (!*changed) return std::nullopt;
            MessageEdited event{id, target->room, actor, text, at};
            if (auto replaced = replace_mentions(db, *target, mentions, event); !replaced)
                return std::unexpected(replaced.error());
            return event;
        }
    );
    if (!done) co_return std::unexpected(done.error());
    if (*done) edited.publish(**done);
    co_return Result<>();
}

void Messages::keep_versions(bool keep) {
    implementation_->keeps_versions = keep;
}

Task<Result<std::size_t>> Messages::forget_versions_some(std::size_t most) {
    co_return co_await implementation_->database.write([most](storage::Connection& db) -> Result<std::size_t> {
        auto statement = db.prepare(
            "DELETE FROM message_versions WHERE (message, number) IN (SELECT message, number FROM message_versions "
            "LIMIT ?1)"
        );
        statement.bind(std::int64_t(most));
        if (auto ran = statement.run(); !ran) return std::unexpected(ran.error());
        return std::size_t(db.changes());
    });
}

Task<Result<std::vector<Version>>> Messages::versions(base::Id id) {
    co_return co_await implementation_->database.read(
        [id, keys = implementation_->keys](storage::Connection& db) -> Result<std::vector<Version>> {
            auto target = find_target(db, id);
            if (!target) return std::unexpected(target.error());
            std::vector<Version> out;
            Unsealer unsealer(*keys);
            auto statement = db.prepare(
                "SELECT key_number, sealed, replaced_at FROM message_versions WHERE message = ?1 ORDER BY number"
            );
            statement.bind(target->sequence);
            auto read = for_each_row(statement, [&] {
                auto body = unsealer.open_body(statement.integer(0), statement.view(1), target->room, id);
                out.push_back({std::string(body ? body->text : ""), to_time(statement.integer(2)), !body});
            });
            if (!read) return std::unexpected(read.error());
            return out;
        }
    );
}

Task<Result<>> Messages::redact(base::Id id, base::Id actor, bool any) {
    auto gone = co_await implementation_->database.write(
        [id, actor, any, now = implementation_->clock.now(),
         going = implementation_->going_text()](storage::Connection& db) -> Result<MessageRedacted> {
            auto target = find_target(db, id);
            if (!target) return std::unexpected(target.error());
            if (!any && !is_author(*target, actor))
                return fail(Errc::forbidden, "you can't delete other people's messages");
            if (auto told = going.tell(db, target->sequence); !told) return std::unexpected(told.error());
            auto mentioned = destroy(db, target->sequence, now);
            if (!mentioned) return std::unexpected(mentioned.error());
            return MessageRedacted{id, target->room, target->kind, target->author, std::move(*mentioned)};
        }
    );
    if (!gone) co_return std::unexpected(gone.error());
    redacted.publish(*gone);
    co_return Result<>();
}

}  // namespace alloquy::messages
