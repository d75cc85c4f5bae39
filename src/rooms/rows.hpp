// SPDX-License-Identifier: GPL-2.0-or-later
// The rooms table as structs. For use inside the functions given to the database.
#pragma once
#include <alloquy/rooms/room.hpp>
#include <alloquy/storage/connection.hpp>

#include <optional>
#include <vector>

namespace alloquy::rooms {

Result<std::optional<Room>> find_row(storage::Connection& db, base::Id id);
Result<std::optional<Room>> find_channel_row(storage::Connection& db, std::string const& slug);
/// `first` is the lower id.
Result<std::optional<Room>> find_conversation_row(storage::Connection& db, base::Id first, base::Id second);
/// All channels, oldest first.
Result<std::vector<Room>> channel_rows(storage::Connection& db);
/// The conversations of an account, oldest first.
Result<std::vector<Room>> conversation_rows(storage::Connection& db, base::Id account);
/// Up to `limit` conversations with an id above `after`, by id.
Result<std::vector<Room>> all_conversation_rows(storage::Connection& db, base::Id after, std::size_t limit);

/// False when there is one with that slug or those accounts already; then nothing is written.
Result<bool> insert_row(storage::Connection& db, Room const& room);
/// Errors: not_found; conflict when another room has that slug.
Result<> update_name(storage::Connection& db, base::Id id, std::string const& slug, std::string const& name);
/// Errors: not_found.
Result<> update_retention(storage::Connection& db, base::Id id, Retention const& retention);

}  // namespace alloquy::rooms
