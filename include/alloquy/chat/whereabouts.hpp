// SPDX-License-Identifier: GPL-2.0-or-later
// What chat asks about connections on IRC: who is in which channel. The IRC bridge knows it from the services link.
#pragma once
#include <alloquy/base/ids.hpp>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::chat {

class Whereabouts {
public:
    virtual ~Whereabouts() = default;
    /// The letters of the connection's prefix modes in the channel, empty for a plain member; nothing when it isn't
    /// there.
    virtual std::optional<std::string> standing(std::string_view uid, std::string_view channel) const = 0;
    /// Of all connections of an account together; nothing when none is there.
    virtual std::optional<std::string> standing_of(base::Id account, std::string_view channel) const = 0;
    /// Names of the channels that the connection is in.
    virtual std::vector<std::string> channels(std::string_view uid) const = 0;
    virtual bool exists(std::string_view channel) const = 0;
    /// Names of the accounts that somebody in the channel is signed in with.
    virtual std::set<std::string> accounts_in(std::string_view channel) const = 0;
    /// The account that the connection is signed in to, empty for a guest; nothing when it isn't known (yet, any more).
    virtual std::optional<std::string> account_of(std::string_view uid) const = 0;
    /// The connection with this nick; empty when there is none.
    virtual std::string holder_of(std::string_view nick) const = 0;
};

}  // namespace alloquy::chat
