// SPDX-License-Identifier: GPL-2.0-or-later
// For who keeps something that was made of messages' texts, as a search index does: hears of every text that goes.
#pragma once
#include <alloquy/base/result.hpp>
#include <alloquy/messages/message.hpp>

namespace alloquy::storage {
class Connection;
}

namespace alloquy::messages {

class TextKeeper {
public:
    virtual ~TextKeeper() = default;
    /// The message's text is about to be replaced or destroyed, or the message deleted: the last moment when it can be
    /// read. Called on the database thread, inside the write that does it; what is written here is committed with it or
    /// not at all. Only for privmsg and notice, and only when the text can be read. An error undoes the write.
    virtual Result<> text_goes(storage::Connection& db, Message const& message) = 0;
};

}  // namespace alloquy::messages
