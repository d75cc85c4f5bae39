// SPDX-License-Identifier: GPL-2.0-or-later
#include "conversations.hpp"

#include <algorithm>

namespace alloquy::unread {

Task<Result<Conversation>> describe_conversation(accounts::Directory& directory, rooms::Room room, base::Id account) {
    Conversation out{room.id, room.first == account ? room.second : room.first, {}};
    auto other = co_await directory.find_by_id(out.other);
    if (!other) co_return std::unexpected(other.error());
    if (*other) out.username = (*other)->username;
    co_return out;
}

Task<Result<std::vector<Conversation>>> newest_conversations(
    rooms::Rooms& rooms, messages::Messages& messages, accounts::Directory& directory, base::Id account
) {
    auto all = co_await rooms.conversations(account);
    if (!all) co_return std::unexpected(all.error());
    if (all->size() > kMostConversations) {
        std::vector<base::Id> ids;
        for (auto const& room : *all) ids.push_back(room.id);
        auto newest = co_await messages.newest_of(ids);
        if (!newest) co_return std::unexpected(newest.error());
        std::vector<std::pair<base::Id, std::size_t>> order;
        for (std::size_t i = 0; i < newest->size(); ++i) order.emplace_back((*newest)[i], i);
        std::ranges::nth_element(order, order.begin() + std::ptrdiff_t(kMostConversations), std::greater());
        std::vector<rooms::Room> kept;
        for (std::size_t i = 0; i < kMostConversations; ++i) kept.push_back(std::move((*all)[order[i].second]));
        *all = std::move(kept);
    }
    std::vector<Conversation> out;
    for (auto& room : *all) {
        auto described = co_await describe_conversation(directory, std::move(room), account);
        if (!described) co_return std::unexpected(described.error());
        out.push_back(std::move(*described));
    }
    co_return out;
}

}  // namespace alloquy::unread
