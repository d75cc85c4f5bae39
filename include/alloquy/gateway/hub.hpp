// SPDX-License-Identifier: GPL-2.0-or-later
// The gateway's inside: who is connected, and sending events to them. Feature code publishes here and never sees a
// socket.
#pragma once
#include <alloquy/base/ids.hpp>

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <string_view>

namespace alloquy::gateway {

/// Who gets an event.
enum class Audience { everyone, staff };

class Hub {
public:
    virtual ~Hub() = default;
    /// Sends {"op":"event","s":…,"t":type,"d":data} to all in `audience`; `type` as docs/protocol/gateway.md lists.
    virtual void publish(Audience audience, std::string_view type, nlohmann::json const& data) = 0;
    virtual void publish_to_account(base::Id account, std::string_view type, nlohmann::json const& data) = 0;
    /// Ends connections, with close code 4003 (session revoked) and no resume.
    virtual void close_session(base::Id session) = 0;
    virtual void close_account(base::Id account) = 0;
    virtual std::size_t connections() const = 0;
};

/// Events that only those get who asked for them: {"op":"subscribe","<name>":true}.
class Feed {
public:
    virtual ~Feed() = default;
    /// Whether anybody asked. Making an event may cost something.
    virtual bool is_wanted(std::string_view subscription) const = 0;
    virtual void publish_to_subscribers(
        std::string_view subscription, std::function<bool(base::Id account)> const& may_see, std::string_view type,
        nlohmann::json const& data
    ) = 0;
};

}  // namespace alloquy::gateway
