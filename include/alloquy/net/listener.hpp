// SPDX-License-Identifier: GPL-2.0-or-later
// Opening a listening TCP socket, with errors an operator can act on.
#pragma once
#include <alloquy/async/task.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <string>

namespace alloquy::net {

struct ListenOn {
    std::string address;                          ///< "::" takes IPv4 too; where the machine has no IPv6, only IPv4.
    std::uint16_t port = 0;                       ///< 0 = any free one.
    std::string address_setting = "http.listen";  ///< What the error tells the operator to change.
    std::string port_setting = "http.port";
};

/// Errors: invalid_input (not an address), conflict (the port is taken), forbidden (a port below 1024), unavailable (an
/// address that isn't this machine's). The field is the setting.
Result<asio::ip::tcp::acceptor> listen(asio::any_io_executor executor, ListenOn const& where);

}  // namespace alloquy::net
