// SPDX-License-Identifier: GPL-2.0-or-later
#include "proxy_header.hpp"

namespace alloquy::irc_web {
namespace {

constexpr std::string_view kSignature("\r\n\r\n\0\r\nQUIT\n", 12);
constexpr char kVersion2Proxy = 0x21;  // "proxied for somebody", not a health check of our own
constexpr char kTcpOverIpv4 = 0x11;
constexpr char kTcpOverIpv6 = 0x21;
constexpr char kTypeTls = 0x20;

/// PP2_TYPE_SSL (§2.2.6): the client used TLS, and showed no certificate that was checked.
std::string tls_part() {
    constexpr char kClientUsedTls = 0x01;
    constexpr std::string_view kNotVerified("\0\0\0\1", 4);
    std::string part{kTypeTls, 0, 5, kClientUsedTls};
    return part.append(kNotVerified);
}

void append_address(std::string& out, net::Address const& address) {
    auto append = [&out](auto const& bytes) { out.append(bytes.begin(), bytes.end()); };
    if (address.is_v4())
        append(address.to_v4().to_bytes());
    else
        append(address.to_v6().to_bytes());
}

}  // namespace

std::string proxy_header(net::Address const& client, bool encrypted) {
    // We don't tell ports, nor under which of our addresses we were reached: nothing depends on it.
    constexpr std::string_view kPorts("\0\0\0\0", 4);
    std::string body;
    append_address(body, client);
    if (client.is_v4())
        append_address(body, boost::asio::ip::address_v4::loopback());
    else
        append_address(body, boost::asio::ip::address_v6::loopback());
    body += kPorts;
    if (encrypted) body += tls_part();

    std::string header(kSignature);
    header += kVersion2Proxy;
    header += client.is_v4() ? kTcpOverIpv4 : kTcpOverIpv6;
    header += char(body.size() >> 8);
    header += char(body.size() & 0xFF);
    return header + body;
}

}  // namespace alloquy::irc_web
