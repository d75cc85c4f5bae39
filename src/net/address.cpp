// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/text.hpp>
#include <alloquy/net/address.hpp>

#include <algorithm>
#include <array>

namespace alloquy::net {
namespace {

using V4 = boost::asio::ip::address_v4;
using V6 = boost::asio::ip::address_v6;

/// The first `bits` bits of both agree.
template <std::size_t N>
bool same_prefix(std::array<unsigned char, N> const& a, std::array<unsigned char, N> const& b, unsigned bits) {
    std::size_t whole = bits / 8;
    if (!std::equal(a.begin(), a.begin() + std::ptrdiff_t(whole), b.begin())) return false;
    unsigned rest = bits % 8;
    if (rest == 0) return true;
    auto mask = static_cast<unsigned char>(0xFF << (8 - rest));
    return (a[whole] & mask) == (b[whole] & mask);
}

V4 embedded_v4(V6::bytes_type const& bytes, std::size_t at) {
    return V4(V4::bytes_type{bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]});
}

bool within(Address const& address, std::initializer_list<char const*> networks) {
    return std::ranges::any_of(networks, [&](char const* text) { return Network::parse(text)->contains(address); });
}

/// IANA special-purpose registries: everything that isn't "globally reachable", and multicast.
bool is_public_v4(Address const& address) {
    return !within(
        address, {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
                  "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
                  "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"}
    );
}

}  // namespace

Address normalize(Address const& address) {
    if (!address.is_v6()) return address;
    auto v6 = address.to_v6();
    if (v6.is_v4_mapped()) return embedded_v4(v6.to_bytes(), 12);
    return V6(v6.to_bytes());
}

Result<Address> parse_address(std::string_view text) {
    if (text.size() > 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
    boost::system::error_code error;
    auto address = boost::asio::ip::make_address(std::string(text), error);
    if (error || text.find('\0') != std::string_view::npos)
        return fail(Errc::invalid_input, "not an IPv4 or IPv6 address");
    return normalize(address);
}

bool is_loopback(Address const& address) {
    return normalize(address).is_loopback();
}

std::string limit_key(Address const& address) {
    auto plain = normalize(address);
    if (plain.is_v4()) return plain.to_string();
    auto bytes = plain.to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return V6(bytes).to_string() + "/64";
}

Result<Network> Network::parse(std::string_view text) {
    auto slash = text.find('/');
    auto address = parse_address(text.substr(0, slash));
    if (!address) return std::unexpected(address.error());
    Network network;
    network.base_ = *address;
    network.bits_ = address->is_v4() ? 32 : 128;
    if (slash == std::string_view::npos) return network;
    auto bits = base::to_number(text.substr(slash + 1));
    if (!bits || *bits > network.bits_)
        return fail(Errc::invalid_input, "the prefix length must be 0 to " + std::to_string(network.bits_));
    network.bits_ = unsigned(*bits);
    return network;
}

bool Network::contains(Address const& address) const {
    auto plain = normalize(address);
    if (plain.is_v4() != base_.is_v4()) return false;
    if (plain.is_v4()) return same_prefix(plain.to_v4().to_bytes(), base_.to_v4().to_bytes(), bits_);
    return same_prefix(plain.to_v6().to_bytes(), base_.to_v6().to_bytes(), bits_);
}

Result<Networks> Networks::parse(std::vector<std::string> const& entries, std::string_view setting) {
    Networks networks;
    for (auto const& entry : entries) {
        auto network = Network::parse(entry);
        if (!network)
            return fail_field(
                std::string(setting),
                "\"" + entry + "\" is neither an address nor a network like 10.0.0.0/8: " + network.error().message
            );
        networks.networks_.push_back(*network);
    }
    return networks;
}

bool Networks::contains(Address const& address) const {
    return std::ranges::any_of(networks_, [&](Network const& network) { return network.contains(address); });
}

bool is_public(Address const& address) {
    auto plain = normalize(address);
    if (plain.is_v4()) return is_public_v4(plain);
    auto bytes = plain.to_v6().to_bytes();
    // Only 2000::/3 is handed out; the rest is loopback, local, multicast or unassigned. NAT64 is the one exception.
    if (within(plain, {"64:ff9b::/96"})) return is_public_v4(embedded_v4(bytes, 12));
    if (!within(plain, {"2000::/3"})) return false;
    if (within(plain, {"2002::/16"})) return is_public_v4(embedded_v4(bytes, 2));
    // Teredo and other protocol assignments, documentation (two blocks), ORCHID.
    return !within(plain, {"2001::/23", "2001:db8::/32", "3fff::/20"});
}

}  // namespace alloquy::net
