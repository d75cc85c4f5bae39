// SPDX-License-Identifier: GPL-2.0-or-later
// What an account's clients see, and when they are told.
#include "ledger.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace alloquy::unread {

Ledger::Totals Ledger::totals_of(base::Id room, Entry const& entry) const {
    if (entry.conversation) return {0, 0, entry.newest};
    auto const found = totals_.find(room);
    return found == totals_.end() ? Totals{} : found->second;
}

messages::Unread Ledger::show(base::Id room, Entry const& entry) const {
    auto const totals = totals_of(room, entry);
    auto const shown = [](std::int64_t count) { return std::size_t(std::max<std::int64_t>(count, 0)); };
    auto const unread = shown(entry.now.unread + totals.messages);
    messages::Unread state;
    state.marker = entry.marker;
    state.read_up_to = entry.read_up_to;
    state.newest = totals.newest;
    state.unread = std::min(unread, messages::kMostUnread);
    state.more = entry.more || unread > messages::kMostUnread;
    state.mentions = std::min(shown(entry.now.mentions + totals.everyone), messages::kMostUnread);
    return state;
}

std::vector<Badge> Ledger::badges(base::Id account) const {
    std::vector<Badge> out;
    auto const watched = accounts_.find(account);
    if (watched == accounts_.end()) return out;
    for (auto const& [room, entry] : watched->second.rooms)
        out.push_back({room, entry.conversation, entry.username, show(room, entry)});
    std::ranges::sort(out, {}, [](Badge const& badge) {
        return std::tuple(badge.conversation, badge.conversation ? -badge.state.newest : badge.room);
    });
    return out;
}

/// That a room has something new, and how often one was mentioned, is news at once; how much there is to read isn't.
bool Ledger::due(Entry const& entry, messages::Unread const& state, Moment now) const {
    return state.mentions != entry.told.mentions || entry.told.unread == 0 || state.unread < entry.told.unread ||
           entry.conversation || now - entry.told_at >= pace_.growth;
}

std::vector<Ledger::News> Ledger::take_news(Moment now) {
    bool const tells_unread = now >= next_unread_;
    if (tells_unread) {
        for (auto room : std::exchange(touched_, {}))
            for (auto& [id, account] : accounts_)
                if (account.rooms.contains(room)) touch(id, room);
    }
    std::vector<News> out;
    std::erase_if(waiting_, [&](base::Id id) {
        auto const found = accounts_.find(id);
        if (found == accounts_.end()) return true;
        auto& account = found->second;
        News news{id, {}, {}};
        std::erase_if(account.waiting, [&](base::Id room) {
            auto& entry = account.rooms.at(room);
            if (entry.stale) return false;
            auto const state = show(room, entry);
            bool const changed = state.unread != entry.told.unread || state.more != entry.told.more ||
                                 state.mentions != entry.told.mentions || state.newest != entry.told.newest;
            if (!entry.moved && !changed) return true;
            if (!entry.moved && (!tells_unread || !due(entry, state, now))) return false;
            auto& list = std::exchange(entry.moved, false) ? news.read : news.unread;
            list.push_back({room, entry.conversation, entry.username, state});
            entry.told = state;
            entry.told_at = now;
            return true;
        });
        if (!news.unread.empty()) next_unread_ = now + pace_.unread;
        if (!news.read.empty() || !news.unread.empty()) out.push_back(std::move(news));
        return account.waiting.empty();
    });
    return out;
}

}  // namespace alloquy::unread
