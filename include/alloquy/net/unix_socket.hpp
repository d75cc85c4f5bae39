// SPDX-License-Identifier: GPL-2.0-or-later
// Unix stream sockets at paths of any length: an address holds 107 bytes, a data directory may lie deeper.
#pragma once
#include <alloquy/base/result.hpp>

#include <boost/asio/local/stream_protocol.hpp>

#include <filesystem>

namespace alloquy::net {

using UnixSocket = boost::asio::local::stream_protocol::socket;
using UnixAcceptor = boost::asio::local::stream_protocol::acceptor;

/// Listens with mode 0600 from the first moment on; what was at `path` is replaced. Errors, with the path:
/// forbidden, unavailable.
Result<> listen_unix(UnixAcceptor& acceptor, std::filesystem::path const& path, int backlog);

/// Connects at once or not at all: a full backlog is as good as nobody listening. Errors, with the path: not_found
/// (nobody listens), forbidden, unavailable.
Result<> connect_unix(UnixSocket& socket, std::filesystem::path const& path);

}  // namespace alloquy::net
