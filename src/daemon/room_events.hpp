// SPDX-License-Identifier: GPL-2.0-or-later
// Events about a room for those on the gateway who may see the room.
#pragma once
#include <alloquy/async/task_group.hpp>
#include <alloquy/chat/chat.hpp>
#include <alloquy/gateway/hub.hpp>
#include <alloquy/rooms/rooms.hpp>

#include <nlohmann/json.hpp>

#include <string>

namespace alloquy::daemon {

class RoomEvents {
public:
    /// All of it must outlive `tasks`.
    RoomEvents(rooms::Rooms& rooms, chat::Chat& chat, gateway::Hub& hub, async::TaskGroup& tasks);

    /// A text room: to everyone; a conversation: to its two.
    void publish(base::Id room, std::string type, nlohmann::json data);

private:
    Task<> find_and_publish(base::Id room, std::string type, nlohmann::json data);

    rooms::Rooms& rooms_;
    gateway::Hub& hub_;
    async::TaskGroup& tasks_;
    std::vector<base::Subscription> subscriptions_;
};

}  // namespace alloquy::daemon
