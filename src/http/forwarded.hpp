// SPDX-License-Identifier: GPL-2.0-or-later
// Whose request a trusted proxy passes on. Pure.
#pragma once
#include <alloquy/http/message.hpp>
#include <alloquy/net/address.hpp>

namespace alloquy::http {

/// The rightmost address that isn't a trusted proxy in X-Forwarded-For or, without that, Forwarded (RFC 7239): what
/// stands further left was written by the client and proves nothing. `peer` itself unless it is trusted.
net::Address client_address(net::Address const& peer, net::Networks const& trusted, Request const& request);

}  // namespace alloquy::http
