// SPDX-License-Identifier: GPL-2.0-or-later
// Ids as people and programs write them: decimal digits. Pure.
#pragma once
#include <alloquy/base/ids.hpp>

#include <optional>
#include <string_view>

namespace alloquy::chat {

/// Nothing when it isn't a positive number that fits: then it is the id of nothing here.
std::optional<base::Id> parse_id(std::string_view text);

}  // namespace alloquy::chat
