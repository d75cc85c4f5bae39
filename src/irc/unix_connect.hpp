// SPDX-License-Identifier: GPL-2.0-or-later
// Connecting to a unix socket whatever the length of its path.
#pragma once
#include <alloquy/base/result.hpp>

#include <boost/asio/local/stream_protocol.hpp>

#include <filesystem>

namespace alloquy::irc {

/// Connects at once or fails: on a unix socket there is nothing to wait for. A socket address holds 107 bytes of path;
/// longer ones are reached through a descriptor of their folder. Errors: unavailable.
Result<> connect_unix(boost::asio::local::stream_protocol::socket& socket, std::filesystem::path const& path);

}  // namespace alloquy::irc
