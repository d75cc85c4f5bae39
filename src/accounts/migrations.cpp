// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/accounts/accounts.hpp>

namespace alloquy::embedded {
extern std::span<base::EmbeddedFile const> const accounts_migrations;
}

namespace alloquy::accounts {

std::span<base::EmbeddedFile const> migrations() {
    return embedded::accounts_migrations;
}

}  // namespace alloquy::accounts
