// SPDX-License-Identifier: GPL-2.0-or-later
#include "erased_lines.hpp"

#include <fmt/format.h>

namespace alloquy::chat {

ErasedLines::ErasedLines(rooms::Rooms& rooms, messages::Messages& messages, Links& links)
    : rooms_(rooms),
      links_(links),
      subscription_(messages.redacted.subscribe([this](messages::MessageRedacted const& event) {
          if (event.all_of != 0) show(event);
      })) {}

void ErasedLines::show(messages::MessageRedacted const& event) {
    if (std::exchange(account_, event.all_of) != event.all_of) lines_ = 0;
    auto const now = base::system_clock().now();
    auto const* room = rooms_.find(event.room);
    if (!room || base::time_of(event.id) + kLately < now || lines_ >= kMostLines) return;
    ++lines_;
    links_.deliver_from_server(
        "channel:" + room->channel(), 'r', {},
        fmt::format("REDACT {} {} :deleted by its author", room->channel(), event.id)
    );
}

}  // namespace alloquy::chat
