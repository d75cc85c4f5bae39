// SPDX-License-Identifier: GPL-2.0-or-later
#include "mention_rows.hpp"

#include "reply_tag.hpp"

#include <algorithm>
#include <iterator>

namespace alloquy::messages {
namespace {

Result<base::Id> author_of(storage::Connection& db, base::Id message, base::Id room) {
    auto statement = db.prepare("SELECT author FROM messages WHERE id = ?1 AND room = ?2 AND redacted_at IS NULL");
    statement.bind(message, room);
    auto row = statement.step();
    if (!row) return std::unexpected(row.error());
    return *row ? statement.integer(0) : base::Id(0);
}

Result<> insert(storage::Connection& db, std::int64_t sequence, base::Id room, std::vector<base::Id> const& accounts) {
    for (auto account : accounts) {
        auto statement =
            db.prepare("INSERT INTO mentions (account, room, message) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
        statement.bind(account, room, sequence);
        if (auto ran = statement.run(); !ran) return ran;
    }
    return {};
}

}  // namespace

Result<base::Id> store_mentions(storage::Connection& db, std::int64_t sequence, NewMessage const& message) {
    base::Id answered = 0;
    // A reaction refers to a message too, and is no message.
    if (message.kind > Kind::notice) return answered;
    if (!message.tags.empty())
        if (auto const subject = reply_of(message.tags)) {
            auto author = author_of(db, *subject, message.room);
            if (!author) return author;
            if (*author != message.author) answered = *author;
        }
    if (message.mentions.empty() && answered == 0) return answered;
    auto mentions = message.mentions;
    if (answered != 0) mentions.push_back(answered);
    std::erase_if(mentions, [&](base::Id account) { return account == message.author && account != kEveryone; });
    if (auto inserted = insert(db, sequence, message.room, mentions); !inserted)
        return std::unexpected(inserted.error());
    return answered;
}

Result<> replace_mentions(
    storage::Connection& db, Target const& target, std::vector<base::Id> mentions, MessageEdited& event
) {
    auto before = take_mentions(db, target.sequence);
    if (!before) return std::unexpected(before.error());
    {
        auto statement = db.prepare("SELECT reply_to FROM messages WHERE sequence = ?1");
        statement.bind(target.sequence);
        if (auto row = statement.step(); !row) return std::unexpected(row.error());
        if (auto const subject = statement.optional_integer(0)) {
            auto author = author_of(db, *subject, target.room);
            if (!author) return std::unexpected(author.error());
            if (*author != 0) mentions.push_back(*author);
        }
    }
    std::erase_if(mentions, [&](base::Id account) { return account == target.author && account != kEveryone; });
    std::ranges::sort(mentions);
    mentions.erase(std::ranges::unique(mentions).begin(), mentions.end());
    std::ranges::set_difference(mentions, *before, std::back_inserter(event.mentioned));
    std::ranges::set_difference(*before, mentions, std::back_inserter(event.no_longer_mentioned));
    return insert(db, target.sequence, target.room, mentions);
}

Result<std::vector<base::Id>> take_mentions(storage::Connection& db, std::int64_t sequence) {
    std::vector<base::Id> accounts;
    auto statement = db.prepare("DELETE FROM mentions WHERE message = ?1 RETURNING account");
    statement.bind(sequence);
    auto read = for_each_row(statement, [&] { accounts.push_back(statement.integer(0)); });
    if (!read) return std::unexpected(read.error());
    std::ranges::sort(accounts);
    return accounts;
}

}  // namespace alloquy::messages
