// SPDX-License-Identifier: GPL-2.0-or-later
// Which nick belongs to whom: decisions only, no state and no network.
#pragma once
#include <alloquy/base/ids.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::irc {

/// Account names and device nicks: "alice" is device 1, "alice|2" device 2.
struct DeviceNick {
    std::string_view account;
    unsigned number = 1;
};
/// Splits a nick that has the form of an account name (DESIGN "IRC") with or without device suffix ("|2" up to
/// "|9999", no leading zero). std::nullopt: no account can own that nick.
std::optional<DeviceNick> parse_device_nick(std::string_view nick);
std::string device_nick(std::string_view account, unsigned number);

/// One connection signed in to an account, and the nick it has now.
struct Device {
    std::string uid;
    std::string nick;
};
struct Rename {
    std::string uid;
    std::string nick;
    friend bool operator==(Rename const&, Rename const&) = default;
};
/// What has to change so that exactly one device has the account's name and the others have different suffixes, the
/// lowest free ones. Devices keep what is right already; when nobody has the name itself, the lowest number takes it.
/// `devices` in the order of their arrival.
std::vector<Rename> plan_device_nicks(std::string_view account, std::vector<Device> const& devices);

/// Whether a connection that isn't signed in must give the nick up whatever the accounts say: device suffixes and uids
/// are never a guest's.
bool is_never_a_guests(std::string_view nick);
/// "Guest" and a number of five digits made of `random`.
std::string guest_nick(std::uint32_t random);

}  // namespace alloquy::irc
