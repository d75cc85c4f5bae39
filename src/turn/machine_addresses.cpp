// SPDX-License-Identifier: GPL-2.0-or-later
#include "machine_addresses.hpp"

#include <boost/asio/ip/address.hpp>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>

namespace alloquy::turn {
namespace {

bool usable(std::string const& text) {
    boost::system::error_code error;
    auto address = boost::asio::ip::make_address(text, error);
    if (error || address.is_loopback()) return false;
    return address.is_v4() || !address.to_v6().is_link_local();
}

}  // namespace

std::vector<std::string> machine_addresses() {
    std::vector<std::string> addresses;
    ifaddrs* first = nullptr;
    if (::getifaddrs(&first) != 0) return addresses;
    for (auto const* each = first; each; each = each->ifa_next) {
        if (!each->ifa_addr || !(each->ifa_flags & IFF_UP)) continue;
        auto family = each->ifa_addr->sa_family;
        if (family != AF_INET && family != AF_INET6) continue;
        char text[NI_MAXHOST];
        auto size = socklen_t(family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6));
        if (::getnameinfo(each->ifa_addr, size, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0)
            addresses.emplace_back(text);
    }
    ::freeifaddrs(first);
    return addresses;
}

std::vector<std::string> listen_without_network(std::span<std::string const> addresses) {
    if (addresses.empty() || std::ranges::any_of(addresses, usable)) return {};
    return {"127.0.0.1"};
}

}  // namespace alloquy::turn
