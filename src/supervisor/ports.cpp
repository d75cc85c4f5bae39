// SPDX-License-Identifier: GPL-2.0-or-later
#include "ports.hpp"

#include <alloquy/process/descriptor.hpp>
#include <alloquy/process/proc_info.hpp>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <fmt/core.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace alloquy::supervisor {
namespace {

/// 0, or why the address can't be bound (errno).
int try_to_bind(asio::ip::address const& address, Port const& port) {
    bool const tcp = port.protocol == Port::Protocol::tcp;
    process::Descriptor socket(
        ::socket(address.is_v6() ? AF_INET6 : AF_INET, (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0)
    );
    if (!socket) return errno;
    int const on = 1;
    // As servers do: connections of the last run that wait in TIME_WAIT don't count. (For UDP it would let us share.)
    if (tcp) ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    asio::ip::udp::endpoint const endpoint(address, port.number);
    return ::bind(socket.get(), endpoint.data(), socklen_t(endpoint.size())) == 0 ? 0 : errno;
}

std::string describe_owner(Port const& port) {
    auto kind = port.protocol == Port::Protocol::tcp ? process::SocketKind::tcp : process::SocketKind::udp;
    auto owner = process::port_owner(kind, port.number);
    if (!owner) return "another process";
    if (owner->pid == 0) return fmt::format("another process (of the user {})", owner->user);
    return fmt::format("{} (pid {}, user {})", owner->name, owner->pid, owner->user);
}

}  // namespace

Result<> check_port_free(Port const& port) {
    auto place = fmt::format(
        "{} port {} on {}", port.protocol == Port::Protocol::tcp ? "TCP" : "UDP", port.number, port.address
    );
    boost::system::error_code bad;
    auto address = asio::ip::make_address(port.address, bad);
    if (bad) return fail_field(port.setting, fmt::format("{}: not an IP address", place));
    int const error = try_to_bind(address, port);
    switch (error) {
        case 0:
        case EAFNOSUPPORT:  // no IPv6 here: the child says what it makes of that
            return {};
        case EADDRINUSE:
            return fail_as(
                Errc::conflict, "port_taken",
                fmt::format("{} is taken by {}: stop it, or change {}", place, describe_owner(port), port.setting)
            );
        case EACCES:
            return fail_as(
                Errc::forbidden, "port_forbidden",
                fmt::format(
                    "{} needs rights that Alloquy doesn't have: change {} to 1024 or above", place, port.setting
                )
            );
        case EADDRNOTAVAIL:
            return fail_field(port.setting, fmt::format("{}: this machine has no such address", place));
        default:
            return fail(Errc::unavailable, fmt::format("cannot use {}: {}", place, std::strerror(error)));
    }
}

Result<> check_ports_free(std::vector<Port> const& ports) {
    for (auto const& port : ports)
        if (auto free = check_port_free(port); !free) return free;
    return {};
}

}  // namespace alloquy::supervisor
