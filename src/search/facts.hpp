// SPDX-License-Identifier: GPL-2.0-or-later
// What can be asked of a message besides its words: whom it mentions, and what it carries. Index and verification use
// the same. Pure.
#pragma once
#include <alloquy/messages/message.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace alloquy::search {

struct Facts {
    std::vector<std::string> mentions;  ///< Names as messages/mentions.hpp finds them, and "everyone".
    bool link = false;
    bool image = false;  ///< A link to a file that is called like one.
    bool file = false;   ///< An attachment.
};

Facts facts_of(messages::Message const& message);

}  // namespace alloquy::search
