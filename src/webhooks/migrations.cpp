// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/webhooks/webhooks.hpp>

namespace alloquy::embedded {
extern std::span<base::EmbeddedFile const> const webhooks_migrations;
}

namespace alloquy::webhooks {

std::span<base::EmbeddedFile const> Webhooks::migrations() {
    return embedded::webhooks_migrations;
}

}  // namespace alloquy::webhooks
