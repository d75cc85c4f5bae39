// SPDX-License-Identifier: GPL-2.0-or-later
// Pages of history as they went over the wire, until something in their room changes: after a restart, or when
// something happened, everybody asks for the same ones.
#pragma once
#include <alloquy/accounts/directory.hpp>
#include <alloquy/messages/messages.hpp>

#include <list>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace alloquy::chat {

class PageCache {
    struct Room;

public:
    /// A page that is being read for the cache. It isn't kept when its room changes meanwhile.
    using Reading = std::shared_ptr<Room>;

    PageCache(messages::Messages& messages, accounts::Directory& directory, std::size_t most_bytes);

    /// The page, or null. Good until the next await.
    std::string const* find(messages::Query const& query);
    /// Before the store is asked.
    Reading begin(messages::Query const& query);
    void keep(Reading const& reading, messages::Query const& query, std::string const& page);

    std::size_t bytes() const { return bytes_; }

private:
    /// All that tells queries of one room apart.
    using Key = std::tuple<
        messages::Query::Direction, std::optional<base::Id>, std::optional<base::Timestamp>, std::optional<base::Id>,
        std::optional<base::Timestamp>, std::size_t, bool, bool, std::optional<base::Id>>;
    static Key key_of(messages::Query const& query);

    struct Room {
        base::Id id = 0;
        bool outdated = false;
        std::map<Key, std::string> pages;
        std::size_t bytes = 0;
    };
    using Rooms = std::list<Reading>;  ///< The one that was asked for last is the first.

    template <class Event, class RoomOf>
    void forget_at(base::Publisher<Event>& events, RoomOf room_of);
    template <class Event>
    void forget_all_at(base::Publisher<Event>& events);
    void forget(base::Id room);
    void forget_all();
    void erase(Rooms::iterator room);

    std::size_t most_bytes_;
    std::size_t bytes_ = 0;
    Rooms rooms_;
    std::unordered_map<base::Id, Rooms::iterator> by_id_;
    std::vector<base::Subscription> subscriptions_;
};

}  // namespace alloquy::chat
