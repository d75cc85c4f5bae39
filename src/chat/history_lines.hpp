// SPDX-License-Identifier: GPL-2.0-or-later
// Stored messages as the lines of a history batch, for one reader. Pure.
#pragma once
#include "answer.hpp"

#include <alloquy/messages/message.hpp>

#include <string_view>

namespace alloquy::chat {

/// Writes one message. `target`: the channel, or for a direct message the name it was sent to. Redacted messages and
/// unreadable ones are left out; a text of several lines becomes a batch of its own for readers with draft/multiline.
void write_message(
    Answer& answer, IncomingRequest const& reader, messages::Message const& message, std::string_view batch,
    std::string_view target
);

}  // namespace alloquy::chat
