// SPDX-License-Identifier: GPL-2.0-or-later
// Before a text goes, who keeps something that was made of it hears of it.
#pragma once
#include "rows.hpp"

#include <alloquy/messages/text_keeper.hpp>

#include <memory>

namespace alloquy::messages {

/// Goes with a piece of database work.
class GoingText {
public:
    GoingText(std::shared_ptr<TextKeeper> keeper, std::shared_ptr<KeyRing const> keys)
        : keeper_(std::move(keeper)), keys_(std::move(keys)) {}

    /// Call before the change, in the same transaction.
    Result<> tell(storage::Connection& db, std::int64_t sequence) const {
        if (!keeper_) return {};
        Unsealer unsealer(*keys_);
        auto statement = db.prepare("SELECT " ALLOQUY_MESSAGE_COLUMNS
                                    " FROM messages WHERE sequence = ?1 AND kind < 2 AND redacted_at IS NULL");
        auto found = read_messages(statement.bind(sequence), unsealer);
        if (!found) return std::unexpected(found.error());
        if (found->empty() || found->front().unreadable) return {};
        return keeper_->text_goes(db, found->front());
    }

private:
    std::shared_ptr<TextKeeper> keeper_;
    std::shared_ptr<KeyRing const> keys_;
};

}  // namespace alloquy::messages
