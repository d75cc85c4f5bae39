// SPDX-License-Identifier: GPL-2.0-or-later
// Internet addresses: one spelling for each, networks in CIDR form, and which of them are nobody's business outside.
#pragma once
#include <alloquy/base/result.hpp>

#include <boost/asio/ip/address.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace alloquy::net {

using Address = boost::asio::ip::address;

/// An IPv4 address wrapped into IPv6 (::ffff:1.2.3.4, as dual-stack sockets report it) becomes the IPv4 address;
/// a scope id ("%eth0") is dropped.
Address normalize(Address const& address);

/// Accepts "1.2.3.4", "::1" and "[::1]", without a port, and normalizes. Errors: invalid_input.
Result<Address> parse_address(std::string_view text);

bool is_loopback(Address const& address);

/// What limits count by: the address, or for IPv6 its /64, because a home has a whole /64 to choose from.
std::string limit_key(Address const& address);

/// "192.168.0.0/16", "fd00::/8", or one address.
class Network {
public:
    /// Errors: invalid_input.
    static Result<Network> parse(std::string_view text);
    bool contains(Address const& address) const;

private:
    Address base_;
    unsigned bits_ = 0;  ///< Leading bits that must agree.
};

/// A list of networks, as settings give it.
class Networks {
public:
    Networks() = default;
    /// Errors: invalid_input; the message names the entry, `setting` becomes the field.
    static Result<Networks> parse(std::vector<std::string> const& entries, std::string_view setting);
    bool contains(Address const& address) const;
    bool empty() const { return networks_.empty(); }

private:
    std::vector<Network> networks_;
};

/// Whether the whole internet may be sent there: false for loopback, private (RFC 1918, RFC 4193), shared (RFC 6598),
/// link-local (with the clouds' metadata address 169.254.169.254), multicast, documentation and reserved ranges, and
/// for IPv6 forms that carry such an IPv4 address (mapped, NAT64 64:ff9b::/96, 6to4).
bool is_public(Address const& address);

}  // namespace alloquy::net
