// SPDX-License-Identifier: GPL-2.0-or-later
// Rooms keep what they should and no more.
#include <alloquy/upkeep/upkeep.hpp>

namespace alloquy::upkeep {
namespace {

using namespace std::chrono_literals;

constexpr auto kEvery = 1h;
constexpr std::size_t kPage = 500;

}  // namespace

/// Nothing for a room that keeps everything.
std::optional<messages::Keep> Upkeep::keep_of(rooms::Room const& room) const {
    messages::Keep keep;
    auto const days = room.retention.days ? room.retention.days : settings_.retention_days;
    if (days) keep.since = clock_.now() - std::chrono::days(*days);
    if (room.retention.newest) keep.newest = std::size_t(*room.retention.newest);
    return keep.since || keep.newest ? std::optional(keep) : std::nullopt;
}

Task<> Upkeep::expire() {
    next_expiry_ = clock_.now() + kEvery;
    for (auto const& room : rooms_.list())
        if (!co_await expire_room(room)) co_return;
    // Conversations have no retention of their own.
    if (!settings_.retention_days) co_return;
    for (base::Id after = 0;;) {
        auto page = co_await rooms_.all_conversations(after, kPage);
        if (!page) co_return failed(page.error());
        if (page->empty()) co_return;
        after = page->back().id;
        for (auto const& room : *page)
            if (!co_await expire_room(room)) co_return;
    }
}

/// False when it is to stop.
Task<bool> Upkeep::expire_room(rooms::Room room) {
    auto const keep = keep_of(room);
    if (!keep) co_return true;
    if (!keep->newest) {
        // Most often nothing is due, and then nothing must be written.
        auto oldest = co_await messages_.oldest(room.id);
        if (!oldest) failed(oldest.error());
        if (!oldest || !*oldest || base::time_of(**oldest) >= *keep->since) co_return true;
    }
    do {
        auto gone = co_await messages_.expire_some(room.id, *keep, settings_.step);
        if (!gone) failed(gone.error());
        if (!gone || *gone == 0) co_return true;
        figures_.expired += *gone;
    } while (co_await breathe());
    co_return false;
}

}  // namespace alloquy::upkeep
