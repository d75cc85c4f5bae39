// SPDX-License-Identifier: GPL-2.0-or-later
// Messages for bots on the gateway, which ask for them with {"op":"subscribe","messages":true}.
// docs/protocol/gateway.md describes the events.
#pragma once
#include <alloquy/async/task_group.hpp>
#include <alloquy/gateway/hub.hpp>
#include <alloquy/messages/messages.hpp>
#include <alloquy/rooms/rooms.hpp>

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::chat {

class MessageFeed {
public:
    static constexpr std::string_view kSubscription = "messages";

    /// What is referred to must outlive this; `tasks` must be stopped before this is destroyed.
    MessageFeed(gateway::Feed& feed, rooms::Rooms& rooms, messages::Messages& messages, async::TaskGroup& tasks);

private:
    void created(messages::MessageStored const& event);
    /// To all who may see the room.
    void changed(base::Id room, std::string_view type, nlohmann::json const& data);
    Task<> changed_in_conversation(base::Id room, std::string type, std::shared_ptr<nlohmann::json const> data);

    gateway::Feed& feed_;
    rooms::Rooms& rooms_;
    async::TaskGroup& tasks_;
    std::vector<base::Subscription> subscriptions_;
};

}  // namespace alloquy::chat
