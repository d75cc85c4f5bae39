// SPDX-License-Identifier: GPL-2.0-or-later
// Conversations on IRC: takes what our module in InspIRCd delivered into the store, acknowledges it after the commit,
// and answers clients' questions about what was said. docs/protocol/module-link.md is the wire.
#pragma once
#include <alloquy/accounts/directory.hpp>
#include <alloquy/async/task_group.hpp>
#include <alloquy/base/embedded.hpp>
#include <alloquy/base/events.hpp>
#include <alloquy/chat/leaves.hpp>
#include <alloquy/chat/whereabouts.hpp>
#include <alloquy/messages/messages.hpp>
#include <alloquy/net/listener.hpp>
#include <alloquy/privacy/privacy.hpp>
#include <alloquy/profiles/profiles.hpp>
#include <alloquy/rooms/rooms.hpp>
#include <alloquy/search/search.hpp>
#include <alloquy/webhooks/webhooks.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace alloquy::net {
class TlsContext;
}
namespace alloquy::storage {
class Database;
}

namespace alloquy::http {
class Router;
}

namespace alloquy::chat {

struct ChatStatus {
    std::size_t links = 0;  ///< Modules that are connected now.
    std::uint64_t stored = 0;
    std::uint64_t refused = 0;
    std::uint64_t requests = 0;
    std::size_t waiting = 0;  ///< Messages that came and aren't stored yet.
};

/// What the conversations on IRC are made of. All of it outlives Chat.
struct Parts {
    storage::Database& database;
    accounts::Directory& directory;
    rooms::Rooms& rooms;
    privacy::Privacy& privacy;
    messages::Messages& messages;
    search::Search& search;
    profiles::Profiles& profiles;
    Whereabouts const& whereabouts;
    webhooks::Webhooks& webhooks;
};

/// Somebody pinned or unpinned a message. A pin also ends, without this, when its message is deleted.
struct PinChanged {
    base::Id message = 0;
    base::Id room = 0;
    base::Id by = 0;
    bool pinned = false;
};

class Chat {
public:
    Chat(asio::any_io_executor executor, Parts const& parts);
    ~Chat();
    Chat(Chat const&) = delete;
    Chat& operator=(Chat const&) = delete;

    static std::span<base::EmbeddedFile const> migrations();

    /// `tasks` must be stopped before this is destroyed.
    void start(async::TaskGroup& tasks);
    /// Ends every link.
    void stop();

    /// Rooms and what is said in them on the web API: docs/protocol/openapi.yaml describes each path.
    /// `public_url`: without "/" at its end.
    void add_routes(http::Router& router, std::string public_url);

    /// An InspIRCd is about to start: its module will connect to this socket with this secret. Errors: unavailable.
    Result<> server_starts(std::filesystem::path const& socket, std::string secret);

    /// Ends the connections of all modules, which come back by themselves.
    void drop_links();
    /// Gives a room another name, and its channel on IRC. Errors: as rooms::Rooms::rename(); unavailable unless exactly
    /// one IRC server is connected.
    Task<Result<rooms::Room>> rename_room(base::Id room, std::string name);

    /// After start(): lets the modules of InspIRCds on other machines in, over TLS. Both must outlive this.
    /// Errors: as net::listen().
    Result<> listen_for_leaves(net::ListenOn const& where, net::TlsContext const& tls, Leaves& leaves);

    ChatStatus status() const;

    base::Publisher<PinChanged> pin_changed;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace alloquy::chat
