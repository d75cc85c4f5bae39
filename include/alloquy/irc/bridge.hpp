// SPDX-License-Identifier: GPL-2.0-or-later
// Accounts on IRC: signs people in, keeps their nicks, ends what an account may not have any more. Speaks to InspIRCd
// over the services link, which it keeps up by itself.
#pragma once
#include <alloquy/accounts/directory.hpp>
#include <alloquy/async/task_group.hpp>
#include <alloquy/base/clock.hpp>
#include <alloquy/irc/network_state.hpp>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

namespace alloquy::irc {

struct BridgeSettings {
    bool guests = false;      ///< irc.guests: people without account may come in.
    std::string sign_in_url;  ///< Where a person makes an account; appears in refusals.
};

struct BridgeStatus {
    bool synced = false;  ///< The link is up and InspIRCd's state is known.
    std::string version;  ///< "InspIRCd-3.15.0-debian"; empty while not synced.
    std::size_t users = 0;
    std::size_t signed_in = 0;  ///< Connections with an account.
    std::size_t channels = 0;
    std::size_t sign_ins_under_way = 0;
    std::uint64_t links = 0;  ///< How often the link came up since the start.
};

// Events, published on the io thread.
struct LinkSynced {};
struct LinkLost {};

class Bridge {
public:
    Bridge(
        asio::any_io_executor executor, accounts::Directory& directory, base::Clock const& clock,
        BridgeSettings settings
    );
    ~Bridge();
    Bridge(Bridge const&) = delete;
    Bridge& operator=(Bridge const&) = delete;

    /// Starts connecting. `tasks` must be stopped before the bridge is destroyed.
    void start(async::TaskGroup& tasks);
    /// Closes the link. The children and `tasks` may be stopped in any order afterwards.
    void stop();

    BridgeStatus status() const;
    /// InspIRCd answers on a link in sync: its version, or why not (within 2 s).
    Task<Result<std::string>> probe();

    /// A new InspIRCd will listen on this unix socket with this link password: its connections are all new.
    void server_starts(std::filesystem::path socket, std::string password);
    void server_ended();

    /// Cuts the services link once; it comes back by itself.
    void drop_link();

    /// InspIRCd reads its configuration again; nothing without a link. `server` is its name.
    void read_configuration_again(std::string const& server);
    /// Ends the link of another server with ours, if there is one.
    void unlink(std::string const& server);

    NetworkState& network();

    base::Publisher<LinkSynced> link_synced;
    base::Publisher<LinkLost> link_lost;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace alloquy::irc
