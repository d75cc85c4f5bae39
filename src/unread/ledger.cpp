// SPDX-License-Identifier: GPL-2.0-or-later
// What happens, and counting. What is told is in news.cpp.
#include "ledger.hpp"

#include <algorithm>
#include <utility>

namespace alloquy::unread {
namespace {

using messages::kEveryone;
using messages::Kind;

/// A redaction's word may come this much later than a count that didn't see the message anymore.
constexpr auto kJustCounted = std::chrono::seconds(1);

bool contains(std::vector<base::Id> const& list, base::Id id) {
    return std::ranges::find(list, id) != list.end();
}

}  // namespace

Ledger::Entry* Ledger::find(base::Id account, base::Id room) {
    auto const watched = accounts_.find(account);
    if (watched == accounts_.end()) return nullptr;
    auto const entry = watched->second.rooms.find(room);
    return entry == watched->second.rooms.end() ? nullptr : &entry->second;
}

void Ledger::want(base::Id account, base::Id room, Entry& entry) {
    entry.stale = true;
    entry.counting = 0;
    accounts_.at(account).wanted.insert(room);
    wanting_.insert(account);
}

void Ledger::touch(base::Id account, base::Id room) {
    accounts_.at(account).waiting.insert(room);
    waiting_.insert(account);
}

void Ledger::add_text_room(base::Id account, base::Id room) {
    auto const [entry, added] = accounts_.at(account).rooms.try_emplace(room);
    if (added) want(account, room, entry->second);
}

void Ledger::add_conversation(base::Id account, base::Id room, base::Id other, std::string username) {
    conversation_of(account, room, other).username = std::move(username);
}

/// It becomes known when somebody writes in it, if it wasn't before.
Ledger::Entry& Ledger::conversation_of(base::Id account, base::Id room, base::Id other) {
    auto const [entry, added] = accounts_.at(account).rooms.try_emplace(room);
    if (added) {
        entry->second.conversation = true;
        entry->second.other = other;
        want(account, room, entry->second);
    }
    return entry->second;
}

void Ledger::rename(base::Id account, std::string const& username) {
    for (auto& [id, watched] : accounts_)
        for (auto& [room, entry] : watched.rooms)
            if (entry.conversation && entry.other == account) entry.username = username;
}

void Ledger::name_conversation(base::Id account, base::Id room, std::string username) {
    if (auto* entry = find(account, room)) entry->username = std::move(username);
}

void Ledger::room_created(rooms::Room const& room) {
    if (room.kind == rooms::Kind::text)
        for (auto const& [id, account] : accounts_) add_text_room(id, room.id);
}

/// To what is shown, and to what a count that is under way will show.
void Ledger::add(base::Id account, base::Id room, Count change) {
    auto* entry = find(account, room);
    if (!entry) return;
    for (auto* count : {&entry->now, &entry->next}) {
        count->unread += change.unread;
        count->mentions += change.mentions;
    }
    touch(account, room);
}

void Ledger::stored(messages::MessageStored const& event) {
    auto const& message = event.message;
    if (message.kind > Kind::notice) return;
    if (message.recipient != 0) {
        auto const people = {
            std::pair(message.recipient, message.author), std::pair(message.author, message.recipient)
        };
        for (auto const& [account, other] : people) {
            if (!watches(account)) continue;
            auto& entry = conversation_of(account, message.room, other);
            entry.newest = std::max(entry.newest, message.id);
            add(account, message.room, {account == message.author ? 0 : 1, 0});
        }
        return;
    }
    bool const everyone = contains(message.mentions, kEveryone);
    auto& totals = totals_[message.room];
    ++totals.messages;
    totals.everyone += everyone ? 1 : 0;
    totals.newest = std::max(totals.newest, message.id);
    touched_.insert(message.room);
    // One's own don't count, and one message mentions once.
    add(message.author, message.room, {-1, everyone ? -1 : 0});
    if (everyone) return;
    for (auto account : message.mentions)
        if (account != message.author) add(account, message.room, {0, 1});
    if (event.answered != 0 && !contains(message.mentions, event.answered)) add(event.answered, message.room, {0, 1});
}

void Ledger::edited(messages::MessageEdited const& event) {
    auto const changed = [&](base::Id account) {
        auto* entry = find(account, event.room);
        if (entry && event.id > entry->read_up_to) want(account, event.room, *entry);
    };
    for (auto const* list : {&event.mentioned, &event.no_longer_mentioned}) {
        if (contains(*list, kEveryone))
            for (auto const& [id, account] : accounts_) changed(id);
        for (auto account : *list) changed(account);
    }
}

void Ledger::redacted(messages::MessageRedacted const& event, Moment now) {
    if (event.kind > Kind::notice) return;
    bool const everyone = contains(event.mentioned, kEveryone);
    for (auto const& [id, account] : accounts_) {
        auto* entry = find(id, event.room);
        if (!entry || event.id <= entry->read_up_to || event.author == id) continue;
        // A count may have seen it, or not.
        if (entry->stale || now - entry->counted_at < kJustCounted)
            want(id, event.room, *entry);
        else
            add(id, event.room, {-1, everyone || contains(event.mentioned, id) ? -1 : 0});
    }
}

void Ledger::expired(base::Id room) {
    for (auto const& [id, account] : accounts_) {
        auto* entry = find(id, room);
        if (!entry) continue;
        auto const state = show(room, *entry);
        if (entry->stale || state.unread > 0 || state.more) want(id, room, *entry);
    }
}

void Ledger::marked(messages::ReadMarkerMoved const& event) {
    auto* entry = find(event.account, event.room);
    if (!entry) return;
    entry->marker = event.at;
    entry->read_up_to = messages::read_up_to(event.account, event.at);
    entry->moved = true;
    touch(event.account, event.room);
    auto const totals = totals_of(event.room, *entry);
    if (!entry->known || totals.newest > entry->read_up_to) return want(event.account, event.room, *entry);
    // The usual case: all is read.
    entry->now = {-totals.messages, -totals.everyone};
    entry->more = entry->stale = false;
    entry->counting = 0;
    accounts_.at(event.account).wanted.erase(event.room);
}

Ledger::Wanted Ledger::take_wanted(std::optional<base::Id> account) {
    Wanted out;
    if (!account && !wanting_.empty()) account = *wanting_.begin();
    if (!account || wanting_.erase(*account) == 0 || !watches(*account)) return out;
    out.account = *account;
    out.number = ++counts_;
    auto& watched = accounts_.at(*account);
    for (auto room : std::exchange(watched.wanted, {})) {
        auto& entry = watched.rooms.at(room);
        auto const totals = totals_of(room, entry);
        entry.next = {-totals.messages, -totals.everyone};
        entry.counting = out.number;
        out.rooms.push_back(room);
        if (entry.conversation && entry.username.empty()) out.nameless.emplace_back(room, entry.other);
    }
    return out;
}

void Ledger::counted(Wanted const& wanted, std::vector<messages::Unread> const& counts, Moment now) {
    for (std::size_t i = 0; i < wanted.rooms.size(); ++i) {
        auto const room = wanted.rooms[i];
        auto* entry = find(wanted.account, room);
        if (!entry) return;
        auto const& count = counts[i];
        // Worth knowing whatever else happened meanwhile.
        auto& newest = entry->conversation ? entry->newest : totals_[room].newest;
        newest = std::max(newest, count.newest);
        if (entry->counting != wanted.number) continue;
        entry->now = {
            entry->next.unread + std::int64_t(count.unread), entry->next.mentions + std::int64_t(count.mentions)
        };
        entry->more = count.more;
        entry->marker = count.marker;
        entry->read_up_to = count.read_up_to;
        bool const first = !std::exchange(entry->known, true);
        entry->stale = false;
        entry->counting = 0;
        entry->counted_at = now;
        // What its clients are told when they come isn't news.
        if (first && !accounts_.at(wanted.account).waiting.contains(room)) {
            entry->told = show(room, *entry);
            entry->told_at = now;
        } else {
            touch(wanted.account, room);
        }
    }
}

void Ledger::not_counted(Wanted const& wanted) {
    for (auto room : wanted.rooms) {
        auto* entry = find(wanted.account, room);
        if (entry && entry->counting == wanted.number) want(wanted.account, room, *entry);
    }
}

}  // namespace alloquy::unread
