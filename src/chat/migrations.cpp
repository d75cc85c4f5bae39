// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/chat/chat.hpp>

namespace alloquy::embedded {
extern std::span<base::EmbeddedFile const> const chat_migrations;
}

namespace alloquy::chat {

std::span<base::EmbeddedFile const> Chat::migrations() {
    return embedded::chat_migrations;
}

}  // namespace alloquy::chat
