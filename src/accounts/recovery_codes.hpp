// SPDX-License-Identifier: GPL-2.0-or-later
// Ten codes shown once at sign-up: each resets a forgotten password or stands in for a lost authenticator, once.
#pragma once
#include <alloquy/crypto/secret.hpp>
#include <alloquy/storage/connection.hpp>

#include <string>
#include <vector>

namespace alloquy::accounts {

/// Ten fresh codes of 100 bits, as people write them down.
std::vector<std::string> make_recovery_codes();

/// The account's old codes stop working.
Result<> replace_recovery_codes(storage::Connection& db, std::int64_t account, std::vector<std::string> const& codes);

}  // namespace alloquy::accounts
