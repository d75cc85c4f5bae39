// SPDX-License-Identifier: GPL-2.0-or-later
// Who may see what is said in a room, as search needs to know it.
#pragma once
#include <alloquy/base/ids.hpp>
#include <alloquy/base/result.hpp>

#include <functional>

namespace alloquy::storage {
class Connection;
}

namespace alloquy::search {

struct Audience {
    bool open = false;    ///< Everybody with an account.
    base::Id first = 0;   ///< Otherwise these two; 0: nobody.
    base::Id second = 0;  ///< May be the same one.

    bool has(base::Id account) const { return account > 0 && (first == account || second == account); }
};

/// Asked on the database's threads. A room that isn't there has nobody.
using AudienceOf = std::function<Result<Audience>(storage::Connection&, base::Id room)>;

}  // namespace alloquy::search
