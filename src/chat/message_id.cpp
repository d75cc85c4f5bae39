// SPDX-License-Identifier: GPL-2.0-or-later
#include "message_id.hpp"

#include <alloquy/base/text.hpp>

#include <limits>

namespace alloquy::chat {

std::optional<base::Id> parse_id(std::string_view text) {
    auto const number = base::to_number(text);
    bool const fits = number && *number > 0 && *number <= std::uint64_t(std::numeric_limits<base::Id>::max());
    return fits ? std::optional(base::Id(*number)) : std::nullopt;
}

}  // namespace alloquy::chat
