// SPDX-License-Identifier: GPL-2.0-or-later
#include "room_events.hpp"

namespace alloquy::daemon {

using nlohmann::json;

RoomEvents::RoomEvents(rooms::Rooms& rooms, chat::Chat& chat, gateway::Hub& hub, async::TaskGroup& tasks)
    : rooms_(rooms), hub_(hub), tasks_(tasks) {
    subscriptions_.push_back(chat.pin_changed.subscribe([this](chat::PinChanged const& event) {
        json data{
            {"id", std::to_string(event.message)},
            {"room_id", std::to_string(event.room)},
            {"by", std::to_string(event.by)},
        };
        publish(event.room, event.pinned ? "message.pinned" : "message.unpinned", std::move(data));
    }));
    subscriptions_.push_back(rooms_.renamed.subscribe([this](rooms::RoomRenamed const& event) {
        json data{{"id", std::to_string(event.room.id)}, {"name", event.room.name}};
        data["irc_channel"] = event.room.channel();
        hub_.publish(gateway::Audience::everyone, "room.updated", data);
    }));
}

void RoomEvents::publish(base::Id room, std::string type, json data) {
    // Text rooms are known without waiting.
    if (rooms_.find(room))
        hub_.publish(gateway::Audience::everyone, type, data);
    else
        tasks_.spawn(find_and_publish(room, std::move(type), std::move(data)));
}

Task<> RoomEvents::find_and_publish(base::Id id, std::string type, json data) {
    auto room = co_await rooms_.room(id);
    if (!room || !*room) co_return;
    hub_.publish_to_account((*room)->first, type, data);
    if ((*room)->second != (*room)->first) hub_.publish_to_account((*room)->second, type, data);
}

}  // namespace alloquy::daemon
