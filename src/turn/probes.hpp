// SPDX-License-Identifier: GPL-2.0-or-later
// Proofs that coturn serves on its public ports. Bound them with with_timeout().
#pragma once
#include <alloquy/async/task.hpp>

#include <boost/asio/ip/address.hpp>

namespace alloquy::turn {

/// A STUN Binding over UDP; asks again twice, because datagrams get lost. Errors: unavailable, invalid_input.
Task<Result<>> probe_udp(asio::ip::address host, std::uint16_t port);
/// A STUN Binding over TCP. Errors as above.
Task<Result<>> probe_tcp(asio::ip::address host, std::uint16_t port);
/// A TLS handshake and a STUN Binding over it, whatever the certificate. Errors as above.
Task<Result<>> probe_tls(asio::ip::address host, std::uint16_t port);

}  // namespace alloquy::turn
