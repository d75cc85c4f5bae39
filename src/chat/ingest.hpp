// SPDX-License-Identifier: GPL-2.0-or-later
// From the module link into the store: finds out where each message belongs, stores what came meanwhile in one commit,
// and acknowledges it.
#pragma once
#include "incoming.hpp"
#include "link_session.hpp"
#include "people.hpp"

#include <alloquy/async/task_group.hpp>
#include <alloquy/messages/messages.hpp>
#include <alloquy/privacy/privacy.hpp>
#include <alloquy/rooms/rooms.hpp>

#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <memory>
#include <optional>

namespace alloquy::chat {

class Ingest {
public:
    Ingest(
        asio::any_io_executor executor, People& people, rooms::Rooms& rooms, privacy::Privacy& privacy,
        messages::Messages& messages
    );

    /// How many may wait is the module's business: it was told in its welcome.
    void add(std::shared_ptr<LinkSession> session, IncomingMessage message);
    Task<> run(async::TaskGroup& tasks);

    struct Stored {
        bool known = false;  ///< It was there before, under the same id.
    };
    /// A message that came by no module: returns when it is on disk. What can't be done about an earlier message is an
    /// error here, too. Errors: those of the store; unavailable when it was stopped first.
    Task<Result<Stored>> post(IncomingMessage message);

    /// Returns when everything that was added before is stored or refused; false when it was stopped first.
    Task<bool> settled();

    std::size_t waiting() const { return added_ - settled_; }
    std::uint64_t stored() const { return stored_; }
    std::uint64_t refused() const { return refused_; }

private:
    /// Somebody waits for a message of post().
    struct Waiting {
        asio::steady_timer timer;
        std::optional<Result<Stored>> outcome{};
    };
    struct Item {
        std::shared_ptr<LinkSession> session;  ///< Where to acknowledge it; null: `waiting` does.
        IncomingMessage message;
        std::shared_ptr<Waiting> waiting{};
        std::size_t bytes = 0;  ///< About; what its session counts.
    };
    /// What is to be done with a message besides delivering it, which InspIRCd did.
    struct Plan {
        enum class Action { none, store, edit };
        Action action = Action::none;
        base::Id room = 0;
        base::Id author = 0;
        base::Id recipient = 0;  ///< In a conversation the other account.
        base::Id subject = 0;    ///< The message that is edited or reacted to.
        std::vector<base::Id> mentions{};
        bool known = false;
        Result<> outcome;
    };

    struct Where {
        base::Id room = 0;  ///< 0: a place whose messages aren't kept, such as the conversation of two guests.
        base::Id recipient = 0;
    };
    /// Of a message to a room, without waiting; nothing for any other, and when the database must be asked. A coroutine
    /// for each message takes longer than all the rest of its planning.
    std::optional<Plan> plan_from_memory(IncomingMessage const& message) const;
    Task<Result<Plan>> plan(IncomingMessage const& message);
    /// What its tags make of a message that belongs there.
    static void put(Plan& plan, IncomingMessage const& message, Where const& where);
    Task<Result<Where>> place_of(IncomingMessage const& message, base::Id author);
    Task<> find_mentioned(std::deque<Item> const& items, std::vector<Plan>& plans);
    Task<> note_visits(std::deque<Item> const& items, std::vector<Plan> const& plans);
    static messages::NewMessage to_new(IncomingMessage&& message, Plan const& plan);
    Task<> store(std::deque<Item>& items, std::vector<Plan>& plans);
    Task<Result<>> follow_up(Item const& item, Plan const& plan);
    void acknowledge(std::deque<Item> const& items, std::vector<Plan> const& plans);

    People& people_;
    rooms::Rooms& rooms_;
    privacy::Privacy& privacy_;
    messages::Messages& messages_;
    std::deque<Item> queue_;
    asio::steady_timer wake_;
    bool asleep_ = false;  ///< Then wake_ is worth cancelling.
    asio::steady_timer settle_;
    std::uint64_t added_ = 0, settled_ = 0, stored_ = 0, refused_ = 0;
};

}  // namespace alloquy::chat
