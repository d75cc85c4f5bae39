// SPDX-License-Identifier: GPL-2.0-or-later
// What senders called their posts: a post that is sent again because its answer was lost gets the id it had before.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/base/clock.hpp>
#include <alloquy/base/ids.hpp>

#include <string>

namespace alloquy::storage {
class Database;
}

namespace alloquy::chat {

class Nonces {
public:
    Nonces(storage::Database& database, base::Clock const& clock) : database_(database), clock_(clock) {}

    /// The id of the post that `poster` (an account or a webhook) calls `nonce`: `fresh`, unless it had one in the last
    /// day. On disk before the answer. Errors: conflict "nonce_reused" when it was another room's, unavailable.
    Task<Result<base::Id>> reserve(base::Id poster, std::string nonce, base::Id room, base::Id fresh);

private:
    storage::Database& database_;
    base::Clock const& clock_;
};

}  // namespace alloquy::chat
