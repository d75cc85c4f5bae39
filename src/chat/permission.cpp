// SPDX-License-Identifier: GPL-2.0-or-later
#include "permission.hpp"

#include "places.hpp"

namespace alloquy::chat {

bool is_operator(std::string_view standing) {
    return standing.find_first_of("qao") != std::string_view::npos;
}

bool may(http::Identity const& actor, Action action, rooms::Room const& room, Whereabouts const& whereabouts) {
    if (room.kind == rooms::Kind::dm) return room.has(actor.account_id);
    if (actor.staff) return true;
    auto const standing = whereabouts.standing_of(actor.account_id, room.channel()).value_or("");
    return action == Action::moderate ? moderates(standing) : is_operator(standing);
}

Result<> require(http::Identity const& actor, Action action, rooms::Room const& room, Whereabouts const& whereabouts) {
    if (may(actor, action, room, whereabouts)) return {};
    return fail_as(
        Errc::forbidden, "room_operators_only", "that is for this server's staff and for operators of the room on IRC"
    );
}

}  // namespace alloquy::chat
