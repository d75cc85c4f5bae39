// SPDX-License-Identifier: GPL-2.0-or-later
// A running Murmur's virtual server 1, whichever slice its version speaks. Every call blocks for one round trip and
// throws what Ice throws (std::exception), so only IceLink's worker thread uses it.
#pragma once
#include "callbacks.hpp"

#include <alloquy/mumble/voice_state.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace Ice {
class ObjectAdapter;
class ObjectPrx;
}  // namespace Ice

namespace alloquy::mumble {

/// The channels that Murmur must have.
struct Layout {
    std::string lobby;  ///< Name of the one channel below the root, where everybody lands.
};

class SliceServer {
public:
    virtual ~SliceServer() = default;

    virtual std::string version() = 0;
    virtual bool running() = 0;
    /// Gives SuperUser (row 0, who may do everything) a password that nobody knows.
    virtual void lock_superuser(std::string const& password) = 0;
    /// Makes channels, permissions and stored settings what we want; others are removed.
    virtual void reconcile(Layout const& layout) = 0;
    /// Registers our authenticator and callbacks. Murmur forgets them after one failure, so this is repeated.
    virtual void attach() = 0;
    virtual std::vector<VoiceState> users() = 0;
    /// False when that session has gone meanwhile.
    virtual bool kick(std::int32_t session, std::string const& reason) = 0;
};

/// What the servants need. `secret` proves in both directions that a call is from the other side.
struct SliceContext {
    std::shared_ptr<Ice::ObjectAdapter> adapter;
    std::string secret;
    Callbacks& callbacks;
};

/// Null when the server at `meta` speaks another slice. `meta` carries the secret in its context.
using ConnectSlice =
    std::unique_ptr<SliceServer> (*)(SliceContext context, std::shared_ptr<Ice::ObjectPrx> const& meta);

/// One entry per slice that was there at build time.
std::vector<ConnectSlice> slices();

}  // namespace alloquy::mumble
