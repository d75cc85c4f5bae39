// SPDX-License-Identifier: GPL-2.0-or-later
// Telling IRC that a message is gone (IRCv3 draft/message-redaction).
#pragma once
#include "links.hpp"

#include <alloquy/base/ids.hpp>

#include <string>
#include <string_view>

namespace alloquy::chat {

struct Redaction {
    std::string_view source;   ///< nick!user@host of who took it away.
    std::string_view account;  ///< Of the same; may be empty in a channel.
    base::Id message = 0;
    std::string_view reason;  ///< May be empty.
    std::string_view uid;     ///< The connection it came by, which is answered; empty: none.
};

/// What stands after its source.
std::string redaction_text(Redaction const& redaction, std::string_view target);

/// To a channel's members, or to both sides of a conversation: `target` is the channel, or the other one's name.
void announce_redaction(Links& links, Redaction const& redaction, std::string_view target);

}  // namespace alloquy::chat
