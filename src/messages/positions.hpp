// SPDX-License-Identifier: GPL-2.0-or-later
// From references (ids, times) to places in the order of storing.
#pragma once
#include <alloquy/messages/message.hpp>
#include <alloquy/storage/connection.hpp>

namespace alloquy::messages {

/// A place in a room. Messages from servers that were late have higher sequences than their times suggest, so around a
/// time which isn't that of a message the two sides may overlap.
struct Position {
    std::int64_t before;  ///< What has a lower sequence, and an id below `id_below`, is before it.
    std::int64_t after;   ///< What has a higher sequence is after it.
    std::int64_t cut;     ///< The two halves of what is around it meet below this sequence.
    base::Id id_below;
};

/// Errors: not_found (see Messages::page()).
Result<Position> find_position(storage::Connection& db, base::Id room, Reference const& reference, base::Id since);

/// No message with that id or a higher one has a lower sequence, as far as can be told by looking at a few; the highest
/// number if there is none.
Result<std::int64_t> lowest_sequence_from(storage::Connection& db, base::Id id);
/// Likewise upwards: for ids below `id`; 0 if there is none.
Result<std::int64_t> highest_sequence_below(storage::Connection& db, base::Id id);

}  // namespace alloquy::messages
