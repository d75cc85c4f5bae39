// SPDX-License-Identifier: GPL-2.0-or-later
#include "forwarded.hpp"

#include <alloquy/base/text.hpp>

#include <algorithm>

namespace alloquy::http {
namespace {

/// "1.2.3.4", "1.2.3.4:5678", "::1", "[::1]:443", with or without quotes.
Result<net::Address> parse_hop(std::string_view text) {
    text = base::trim(text);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    if (text.starts_with('[')) return net::parse_address(text.substr(0, text.find(']') + 1));
    // One colon is a port; more are IPv6.
    if (std::ranges::count(text, ':') == 1) text = text.substr(0, text.find(':'));
    return net::parse_address(text);
}

/// The value of "for=" in one element of Forwarded, or empty.
std::string_view forwarded_for(std::string_view element) {
    for (auto pair : base::split(element, ';')) {
        pair = base::trim(pair);
        if (pair.size() > 4 && base::equals_ignoring_case(pair.substr(0, 4), "for=")) return pair.substr(4);
    }
    return {};
}

/// All hops of all lines of a header, in order: several lines are one list (RFC 9110 §5.3).
std::vector<std::string_view> hops(Request const& request, std::string_view name) {
    std::vector<std::string_view> all;
    for (auto const& [header, value] : request.headers) {
        if (header != name) continue;
        for (auto element : base::split(value, ','))
            all.push_back(name == "forwarded" ? forwarded_for(element) : element);
    }
    return all;
}

}  // namespace

net::Address client_address(net::Address const& peer, net::Networks const& trusted, Request const& request) {
    if (trusted.empty() || !trusted.contains(peer)) return peer;
    auto list = hops(request, "x-forwarded-for");
    if (list.empty()) list = hops(request, "forwarded");
    auto client = peer;
    for (auto hop = list.rbegin(); hop != list.rend(); ++hop) {
        auto address = parse_hop(*hop);
        // "unknown", "_hidden" or garbage: nothing to the left of it can be believed either.
        if (!address) return client;
        client = *address;
        if (!trusted.contains(client)) return client;
    }
    return client;
}

}  // namespace alloquy::http
