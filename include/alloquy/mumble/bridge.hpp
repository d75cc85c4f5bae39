// SPDX-License-Identifier: GPL-2.0-or-later
// Keeps Murmur a projection of the accounts: it asks us about every login, its channels are what we say, and who may
// not be there any more is sent away.
#pragma once
#include <alloquy/accounts/directory.hpp>
#include <alloquy/async/task_group.hpp>
#include <alloquy/base/clock.hpp>
#include <alloquy/mumble/murmur_child.hpp>
#include <alloquy/mumble/voice_state.hpp>

#include <memory>
#include <string>
#include <vector>

namespace alloquy::mumble {

struct BridgeSettings {
    bool enrol_certificates = true;  ///< mumble.enrol_certificates: a right password remembers the certificate.
    std::string lobby = "Lobby";     ///< The channel where everybody lands.
};

/// Somebody connected, moved, was muted …, or left (`connected` false). On the io thread.
struct VoiceStateChanged {
    VoiceState state;
    bool connected;
};

class Bridge {
public:
    /// Everything here must outlive the bridge. Sets the child's functions for its controller.
    Bridge(
        asio::any_io_executor executor, accounts::Directory& directory, MurmurChild& child, BridgeSettings settings,
        base::Clock const& clock
    );
    ~Bridge();
    Bridge(Bridge const&) = delete;
    Bridge& operator=(Bridge const&) = delete;

    /// Starts loading the accounts and looking for Murmur; call it before the supervisor starts the child. `tasks`
    /// must be stopped before stop() is called. Errors: unavailable.
    Result<> start(async::TaskGroup& tasks);
    /// Ends the connection to Murmur, which lets nobody new in from then on. Takes milliseconds.
    void stop();

    /// Whether Murmur asks us about logins right now.
    bool attached() const;
    std::size_t connected_users() const;
    std::vector<VoiceState> voice_states() const;
    base::Publisher<VoiceStateChanged>& voice_state_changed();

    struct Figures {
        std::size_t accounts = 0;  ///< In the snapshot.
        std::size_t snapshot_bytes = 0;
        std::uint64_t accepted = 0;  ///< Logins since start.
        std::uint64_t refused = 0;
        std::uint64_t over_budget = 0;  ///< Of the refused: not even checked.
    };
    Figures figures() const;
    /// The loopback port where Murmur calls back; 0 before start().
    std::uint16_t callback_port() const;

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace alloquy::mumble
