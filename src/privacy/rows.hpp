// SPDX-License-Identifier: GPL-2.0-or-later
// The tables of privacy. For use inside the functions given to the database.
#pragma once
#include <alloquy/privacy/privacy.hpp>
#include <alloquy/storage/connection.hpp>

namespace alloquy::privacy {

Result<Preferences> read_preferences(storage::Connection& db, base::Id account);
Result<std::vector<Blocked>> read_blocked(storage::Connection& db, base::Id account);
/// The other's name; nothing when it was blocked before. Errors: as Privacy::block().
Result<std::optional<std::string>> insert_block(
    storage::Connection& db, base::Id account, base::Id other, base::Timestamp at
);
/// The other's name. Errors: as Privacy::unblock().
Result<std::string> delete_block(storage::Connection& db, base::Id account, base::Id other);
Result<bool> share_a_room(storage::Connection& db, base::Id one, base::Id other);
Result<> insert_visits(storage::Connection& db, std::vector<Visit> const& visits);

}  // namespace alloquy::privacy
