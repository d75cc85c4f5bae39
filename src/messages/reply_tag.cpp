// SPDX-License-Identifier: GPL-2.0-or-later
#include "reply_tag.hpp"

#include <alloquy/base/text.hpp>

#include <limits>

namespace alloquy::messages {

std::optional<base::Id> reply_of(std::string_view tags) {
    while (!tags.empty()) {
        auto tag = tags.substr(0, tags.find(';'));
        tags.remove_prefix(std::min(tag.size() + 1, tags.size()));
        auto const equals = tag.find('=');
        if (equals == std::string_view::npos) continue;
        auto const key = tag.substr(0, equals);
        if (key != "+reply" && key != "+draft/reply") continue;
        // Ids of other servers and made-up ones aren't numbers of ours.
        auto const id = base::to_number(tag.substr(equals + 1));
        if (id && *id > 0 && *id <= std::uint64_t(std::numeric_limits<base::Id>::max())) return base::Id(*id);
    }
    return std::nullopt;
}

}  // namespace alloquy::messages
