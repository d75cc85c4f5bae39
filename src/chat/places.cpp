// SPDX-License-Identifier: GPL-2.0-or-later
#include "places.hpp"

namespace alloquy::chat {
namespace {

using namespace std::chrono_literals;

/// A JOIN comes over the services link and may be a moment behind what its client asks next.
constexpr auto kJoinOnItsWay = 50ms;
constexpr int kLooks = 4;

}  // namespace

bool moderates(std::string_view standing) {
    return standing.find_first_of("qaohy") != std::string_view::npos;
}

Task<std::optional<std::string>> Places::standing(std::string const& uid, std::string const& channel) const {
    for (int look = 1;; ++look) {
        auto found = whereabouts_.standing(uid, channel);
        if (found || look == kLooks) co_return found;
        if (!co_await async::sleep_for(kJoinOnItsWay / kLooks)) co_return std::nullopt;
    }
}

Place Places::of_channel(std::string channel) const {
    Place place;
    place.channel = true;
    place.name = std::move(channel);
    if (auto const* room = rooms_.find_channel(place.name)) place.room = *room;
    return place;
}

Task<Result<Place>> Places::find(IncomingRequest const& request, std::string target) const {
    auto unknown = [] { return fail(Errc::not_found, "No such channel or nick, or you can't look there"); };
    if (target.starts_with('#')) {
        auto here = co_await standing(request.uid, target);
        if (!here) co_return unknown();
        auto channel = of_channel(std::move(target));
        channel.standing = std::move(*here);
        co_return channel;
    }
    if (request.account.empty() || target.empty()) co_return unknown();
    auto me = co_await people_.find(request.account);
    if (!me) co_return std::unexpected(me.error());
    auto other = co_await people_.find(std::move(target));
    if (!other) co_return std::unexpected(other.error());
    if (!*me || !*other) co_return unknown();
    auto room = co_await rooms_.find_conversation((*me)->id, (*other)->id);
    if (!room) co_return std::unexpected(room.error());
    Place place;
    place.name = (*other)->username;
    place.room = std::move(*room);
    co_return place;
}

}  // namespace alloquy::chat
