// SPDX-License-Identifier: GPL-2.0-or-later
// The numbers of all watched accounts, moved along by what happens. Pure: whoever owns it counts in the database what
// this can't know, and tells clients what this says is new.
#pragma once
#include "badge.hpp"

#include <alloquy/messages/message.hpp>
#include <alloquy/unread/unread.hpp>

#include <chrono>
#include <map>
#include <set>
#include <unordered_map>
#include <vector>

namespace alloquy::unread {

class Ledger {
public:
    using Moment = std::chrono::steady_clock::time_point;

    explicit Ledger(Pace pace) : pace_(pace) {}

    void watch(base::Id account) { accounts_[account]; }
    void forget(base::Id account) { accounts_.erase(account); }
    bool watches(base::Id account) const { return accounts_.contains(account); }
    std::size_t watched() const { return accounts_.size(); }

    /// A room that an account sees from now on; one that is there already stays as it is. It has to be counted.
    void add_text_room(base::Id account, base::Id room);
    void add_conversation(base::Id account, base::Id room, base::Id other, std::string username);
    void rename(base::Id account, std::string const& username);

    // What happens.
    void room_created(rooms::Room const& room);
    void stored(messages::MessageStored const& event);
    void edited(messages::MessageEdited const& event);
    void redacted(messages::MessageRedacted const& event, Moment now);
    void expired(base::Id room);
    void marked(messages::ReadMarkerMoved const& event);

    /// Rooms of one account that have to be counted up to the newest message that `stored` was told of, at the moment
    /// when this is called. What happens between that and counted() comes on top.
    struct Wanted {
        base::Id account = 0;
        std::uint64_t number = 0;
        std::vector<base::Id> rooms;
        std::vector<std::pair<base::Id, base::Id>> nameless;  ///< Conversations, and whose name isn't known.
    };
    /// Without `account`: of any. Nothing in `rooms` when there is nothing to do.
    Wanted take_wanted(std::optional<base::Id> account = std::nullopt);
    /// `counts`: as in `wanted.rooms`. Rooms that were changed meanwhile in a way that can't be added are wanted again.
    void counted(Wanted const& wanted, std::vector<messages::Unread> const& counts, Moment now);
    /// It couldn't be counted: it is wanted still.
    void not_counted(Wanted const& wanted);
    void name_conversation(base::Id account, base::Id room, std::string username);

    /// What an account's clients should be told, each at most as often as the pace allows.
    struct News {
        base::Id account = 0;
        std::vector<Badge> read;    ///< Its marker was moved.
        std::vector<Badge> unread;  ///< Something was said there, or taken back.
    };
    std::vector<News> take_news(Moment now);
    /// Something waits to be counted or told.
    bool busy() const { return !wanting_.empty() || !touched_.empty() || !waiting_.empty(); }

    /// Text rooms in the order they were made, then conversations, newest first.
    std::vector<Badge> badges(base::Id account) const;

private:
    /// Of a room since the program began. Accounts remember where they started counting, so that a message in a room
    /// costs the same however many watch it.
    struct Totals {
        std::int64_t messages = 0;
        std::int64_t everyone = 0;
        base::Id newest = 0;
    };
    /// Added to the room's totals (in a conversation to nothing) it is what is shown.
    struct Count {
        std::int64_t unread = 0;
        std::int64_t mentions = 0;
    };
    struct Entry {
        bool conversation = false;
        base::Id other = 0;
        std::string username;
        std::optional<base::Timestamp> marker;
        base::Id read_up_to = 0;
        base::Id newest = 0;  ///< Of a conversation.
        Count now;
        Count next;  ///< What `now` will be, with what the database says added: kept while it is being counted.
        bool more = false;
        bool known = false;          ///< It was counted once.
        bool stale = true;           ///< It has to be counted, or is being counted.
        std::uint64_t counting = 0;  ///< Number of the count that is under way; another one's answer isn't for it.
        Moment counted_at{};
        bool moved = false;  ///< Its marker, and nobody was told.
        messages::Unread told{};
        Moment told_at{};
    };
    struct Account {
        std::unordered_map<base::Id, Entry> rooms;
        std::set<base::Id> wanted;   ///< Rooms to count.
        std::set<base::Id> waiting;  ///< Rooms to tell of.
    };

    Entry* find(base::Id account, base::Id room);
    Entry& conversation_of(base::Id account, base::Id room, base::Id other);
    Totals totals_of(base::Id room, Entry const& entry) const;
    messages::Unread show(base::Id room, Entry const& entry) const;
    void want(base::Id account, base::Id room, Entry& entry);
    void touch(base::Id account, base::Id room);
    void add(base::Id account, base::Id room, Count change);
    bool due(Entry const& entry, messages::Unread const& state, Moment now) const;

    Pace pace_;
    std::unordered_map<base::Id, Account> accounts_;
    std::unordered_map<base::Id, Totals> totals_;  ///< Of text rooms.
    std::set<base::Id> wanting_;                   ///< Accounts that have rooms to count,
    std::set<base::Id> waiting_;                   ///< and to tell of.
    std::set<base::Id> touched_;                   ///< Text rooms in which something was said.
    std::uint64_t counts_ = 0;
    Moment next_unread_{};
};

}  // namespace alloquy::unread
