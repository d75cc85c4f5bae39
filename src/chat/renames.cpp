// SPDX-License-Identifier: GPL-2.0-or-later
#include "renames.hpp"

#include <alloquy/base/text.hpp>

namespace alloquy::chat {
namespace {

/// Prefix modes that may rename a channel: founder, admin, op.
bool leads(std::string_view standing) {
    return standing.find_first_of("qao") != std::string_view::npos;
}

}  // namespace

Task<> Renames::serve(Answer& answer, IncomingRequest const& request) {
    std::string const from(request.parameter(0)), to(request.parameter(1)), reason(request.parameter(2));
    auto refuse = [&](std::string_view text) { answer.fail("CANNOT_RENAME", {from, to}, text); };
    auto const standing = co_await places_.standing(request.uid, from);
    if (!standing || !leads(*standing)) co_return refuse("You must be a channel operator to rename it");
    // Where nobody spoke yet there may be no room.
    auto room = co_await rooms_.channel(from);
    if (!room) co_return refuse("The channel can't be renamed right now");
    auto renamed = co_await rename(room->id, to, request.source, reason);
    if (!renamed && renamed.error().code == Errc::conflict)
        co_return answer.fail("CHANNEL_NAME_IN_USE", {from, to}, "There is a channel of that name already");
    if (!renamed) co_return refuse("The channel can't be renamed right now");
}

Task<Result<rooms::Room>> Renames::rename(base::Id id, std::string channel, std::string source, std::string reason) {
    auto const room = co_await rooms_.room(id);
    if (!room) co_return std::unexpected(room.error());
    if (!*room || (*room)->kind != rooms::Kind::text)
        co_return fail_as(Errc::not_found, "room_not_found", "there is no such room");
    if (links_.count() != 1)
        co_return fail(Errc::unavailable, "a room can be renamed while exactly one IRC server is connected");
    auto const old = (*room)->channel();
    if (!base::equals_ignoring_case(old, channel) && whereabouts_.exists(channel))
        co_return fail_as(Errc::conflict, "channel_taken", "there is a channel of that name already");
    auto renamed = co_await rooms_.rename(id, std::move(channel));
    if (!renamed) co_return renamed;
    auto const now = "#" + renamed->name;
    links_.order({"0", "rename", old, now, source, reason});
    co_return renamed;
}

}  // namespace alloquy::chat
