// SPDX-License-Identifier: GPL-2.0-or-later
// The connection to Murmur's Ice port. The io thread asks; one worker thread of its own makes the (blocking) calls,
// each bounded to about two seconds, so a hanging Murmur never holds the io thread.
#pragma once
#include "slice_server.hpp"

#include <alloquy/async/task.hpp>
#include <alloquy/mumble/voice_state.hpp>

#include <memory>
#include <string>
#include <vector>

namespace alloquy::mumble {

/// Where a started Murmur listens for us, and what proves that we are its master.
struct IceEndpoint {
    std::uint16_t port = 0;  ///< On 127.0.0.1.
    std::string secret;
    friend bool operator==(IceEndpoint const&, IceEndpoint const&) = default;
};

class IceLink {
public:
    /// `callbacks` must live until this is destroyed. Errors of start(): unavailable (no loopback port for callbacks).
    explicit IceLink(Callbacks& callbacks);
    ~IceLink();
    IceLink(IceLink const&) = delete;
    IceLink& operator=(IceLink const&) = delete;
    Result<> start();
    /// Ends the connection and waits (milliseconds) until no call of either direction is running.
    void stop();

    /// The loopback port where Murmur calls us back; 0 before start().
    std::uint16_t callback_port() const;

    /// Connects, locks SuperUser, makes the layout right, registers authenticator and callbacks: Murmur's version.
    /// Errors: unavailable or timeout, with Ice's reason in the detail.
    Task<Result<std::string>> attach(IceEndpoint endpoint, Layout layout);
    /// Registers authenticator and callbacks again and lists who is connected. Errors as above; not_found when not
    /// attached.
    Task<Result<std::vector<VoiceState>>> reassert();
    /// Asks version and whether the virtual server runs. Errors as above.
    Task<Result<std::string>> check();
    /// Ends the connections of these sessions.
    struct Kick {
        std::int32_t session;
        std::string reason;
    };
    Task<Result<>> kick(std::vector<Kick> kicks);
    /// Who is connected now. Errors as above.
    Task<Result<std::vector<VoiceState>>> users();
    /// Returns when no call is under way (at most the calls' own two seconds), then hangs up.
    Task<> let_go();
    /// Hangs up at once; calls that wait for an answer fail. Until the next attach() everything fails.
    void hang_up();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace alloquy::mumble
