// SPDX-License-Identifier: GPL-2.0-or-later
// The mentions table. For use inside the functions given to the database.
#pragma once
#include "rows.hpp"

namespace alloquy::messages {

/// Of a message that was just stored. The author of the message that it answers, 0 if there is none or it is its own.
Result<base::Id> store_mentions(storage::Connection& db, std::int64_t sequence, NewMessage const& message);

/// Of a message whose text was replaced: writes down whom it names now, and into `event` what that changed.
Result<> replace_mentions(
    storage::Connection& db, Target const& target, std::vector<base::Id> mentions, MessageEdited& event
);

/// Removes and returns a message's mentions.
Result<std::vector<base::Id>> take_mentions(storage::Connection& db, std::int64_t sequence);

}  // namespace alloquy::messages
