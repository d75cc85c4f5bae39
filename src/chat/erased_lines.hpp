// SPDX-License-Identifier: GPL-2.0-or-later
// When everything that somebody wrote is destroyed, clients that show it are told: what was said lately in channels
// goes from their screens, too. Bounded, because somebody may have written a million lines that no screen shows
// anymore.
#pragma once
#include "links.hpp"

#include <alloquy/messages/messages.hpp>
#include <alloquy/rooms/rooms.hpp>

namespace alloquy::chat {

class ErasedLines {
public:
    /// Of one account, in one erasure.
    static constexpr std::size_t kMostLines = 500;
    static constexpr std::chrono::hours kLately{24};

    ErasedLines(rooms::Rooms& rooms, messages::Messages& messages, Links& links);

private:
    void show(messages::MessageRedacted const& event);

    rooms::Rooms& rooms_;
    Links& links_;
    base::Id account_ = 0;  ///< Whose lines are being taken away.
    std::size_t lines_ = 0;
    base::Subscription subscription_;
};

}  // namespace alloquy::chat
