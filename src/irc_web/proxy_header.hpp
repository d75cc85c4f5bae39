// SPDX-License-Identifier: GPL-2.0-or-later
// The header that tells a server behind us whose connection this is
// (https://www.haproxy.org/download/2.8/doc/proxy-protocol.txt, version 2). Pure.
#pragma once
#include <alloquy/net/address.hpp>

#include <string>

namespace alloquy::irc_web {

/// `encrypted`: the client speaks TLS to us. InspIRCd then counts the connection as secure.
std::string proxy_header(net::Address const& client, bool encrypted);

}  // namespace alloquy::irc_web
