// SPDX-License-Identifier: GPL-2.0-or-later
// The messages table as structs. For use inside the functions given to the database.
#pragma once
#include "key_ring.hpp"

#include <alloquy/messages/message.hpp>

#include <optional>
#include <string>
#include <vector>

namespace alloquy::messages {

/// The columns that read_message() wants, in its order.
#define ALLOQUY_MESSAGE_COLUMNS "sequence, id, room, kind, author, key_number, sealed, edited_at, redacted_at, reply_to"

inline std::int64_t to_column(base::Timestamp time) {
    return time.time_since_epoch().count();
}
inline base::Timestamp to_time(std::int64_t column) {
    return base::Timestamp(std::chrono::milliseconds(column));
}

/// Calls `use()` for each row that is left.
template <class F>
Result<> for_each_row(storage::Statement& statement, F use) {
    for (;;) {
        auto row = statement.step();
        if (!row) return std::unexpected(row.error());
        if (!*row) return {};
        use();
    }
}

/// Opens sealed columns; its memory is reused from row to row.
class Unsealer {
public:
    explicit Unsealer(KeyRing const& keys) : keys_(keys) {}

    /// Good until the next call. Nothing when the value is damaged or its key is missing.
    std::optional<std::string_view> open(std::int64_t key_number, std::string_view sealed, SealContext const& context);
    std::optional<Body> open_body(std::int64_t key_number, std::string_view sealed, base::Id room, base::Id message);

private:
    KeyRing const& keys_;
    std::string plain_;
};

/// A row of ALLOQUY_MESSAGE_COLUMNS, without details.
Message read_message(storage::Statement const& statement, Unsealer& unsealer);

/// All rows that are left.
Result<std::vector<Message>> read_messages(storage::Statement& statement, Unsealer& unsealer);

Result<std::optional<base::Timestamp>> find_marker(storage::Connection& db, base::Id account, base::Id room);

/// What operations on one message need to know of it.
struct Target {
    std::int64_t sequence;
    base::Id id;
    base::Id room;
    Kind kind;
    base::Id author;
    std::int64_t key_number;
    std::string sealed;
};
std::unexpected<Error> no_such_message();
/// A message that is there to be changed: neither redacted nor an event. Errors: not_found.
Result<Target> find_target(storage::Connection& db, base::Id id);

/// Fills reactions and pins, in two queries whatever the number of messages.
Result<> add_details(storage::Connection& db, Unsealer& unsealer, std::vector<Message>& messages);

/// A reaction that nobody gives anymore goes: it would count against the limit of its message.
Result<> remove_unused_value(storage::Connection& db, std::int64_t value);

/// Destroys what was written: body, versions, reactions, pin, mentions. Whom it named.
Result<std::vector<base::Id>> destroy(storage::Connection& db, std::int64_t sequence, base::Timestamp at);

}  // namespace alloquy::messages
