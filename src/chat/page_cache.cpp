// SPDX-License-Identifier: GPL-2.0-or-later
#include "page_cache.hpp"

namespace alloquy::chat {
namespace {

/// Also those whose page is only being read.
constexpr std::size_t kMostRooms = 1024;
/// Beside the page itself: the map's node and the key.
constexpr std::size_t kOverhead = 256;

}  // namespace

template <class Event, class RoomOf>
void PageCache::forget_at(base::Publisher<Event>& events, RoomOf room_of) {
    subscriptions_.push_back(events.subscribe([this, room_of](Event const& event) { forget(room_of(event)); }));
}

template <class Event>
void PageCache::forget_all_at(base::Publisher<Event>& events) {
    subscriptions_.push_back(events.subscribe([this](Event const&) { forget_all(); }));
}

PageCache::PageCache(messages::Messages& messages, accounts::Directory& directory, std::size_t most_bytes)
    : most_bytes_(most_bytes) {
    forget_at(messages.stored, [](messages::MessageStored const& event) { return event.message.room; });
    forget_at(messages.edited, [](messages::MessageEdited const& event) { return event.room; });
    forget_at(messages.redacted, [](messages::MessageRedacted const& event) { return event.room; });
    forget_at(messages.reacted, [](messages::MessageReacted const& event) { return event.room; });
    forget_at(messages.pins_changed, [](messages::PinsChanged const& event) { return event.room; });
    forget_at(messages.expired, [](messages::MessagesExpired const& event) { return event.room; });
    forget_all_at(messages.reactions_forgotten);
    // Pages name people.
    forget_all_at(directory.renamed);
    forget_all_at(directory.deleted);
}

PageCache::Key PageCache::key_of(messages::Query const& query) {
    return {query.direction, query.from.id, query.from.time, query.to.id, query.to.time,
            query.limit,     query.events,  query.details,   query.since};
}

std::string const* PageCache::find(messages::Query const& query) {
    auto const known = by_id_.find(query.room);
    if (known == by_id_.end()) return nullptr;
    rooms_.splice(rooms_.begin(), rooms_, known->second);
    auto const& pages = (*known->second)->pages;
    auto const page = pages.find(key_of(query));
    return page == pages.end() ? nullptr : &page->second;
}

PageCache::Reading PageCache::begin(messages::Query const& query) {
    if (auto const known = by_id_.find(query.room); known != by_id_.end()) return *known->second;
    if (rooms_.size() >= kMostRooms) erase(std::prev(rooms_.end()));
    auto const& room = rooms_.emplace_front(std::make_shared<Room>());
    room->id = query.room;
    by_id_.emplace(query.room, rooms_.begin());
    return room;
}

void PageCache::keep(Reading const& reading, messages::Query const& query, std::string const& page) {
    // A change that was stored before the page was read may be told of only now: then the page goes although it was
    // right, which costs one more reading.
    if (reading->outdated || page.size() + kOverhead > most_bytes_) return;
    auto const [place, added] = reading->pages.try_emplace(key_of(query), page);
    if (!added) return;
    auto const size = page.size() + kOverhead;
    reading->bytes += size;
    bytes_ += size;
    while (bytes_ > most_bytes_) erase(std::prev(rooms_.end()));
}

void PageCache::forget(base::Id room) {
    if (auto const known = by_id_.find(room); known != by_id_.end()) erase(known->second);
}

void PageCache::forget_all() {
    while (!rooms_.empty()) erase(rooms_.begin());
}

void PageCache::erase(Rooms::iterator room) {
    (*room)->outdated = true;
    bytes_ -= (*room)->bytes;
    by_id_.erase((*room)->id);
    rooms_.erase(room);
}

}  // namespace alloquy::chat
