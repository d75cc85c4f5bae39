// SPDX-License-Identifier: GPL-2.0-or-later
#include "machine_addresses.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace alloquy::turn {
namespace {

using Texts = std::vector<std::string>;

TEST(MachineAddresses, AMachineWithoutANetworkListensOnLoopback) {
    EXPECT_EQ(listen_without_network(Texts{"127.0.0.1", "::1"}), Texts{"127.0.0.1"});
    EXPECT_EQ(listen_without_network(Texts{"127.0.0.1", "fe80::1%eth0"}), Texts{"127.0.0.1"});
}

TEST(MachineAddresses, OtherwiseCoturnChooses) {
    EXPECT_EQ(listen_without_network(Texts{"127.0.0.1", "192.0.2.1"}), Texts{});
    EXPECT_EQ(listen_without_network(Texts{"::1", "2001:db8::1"}), Texts{});
    EXPECT_EQ(listen_without_network(Texts{}), Texts{});
}

TEST(MachineAddresses, LoopbackIsAmongThoseOfThisMachine) {
    auto addresses = machine_addresses();
    EXPECT_NE(std::ranges::find(addresses, "127.0.0.1"), addresses.end());
}

}  // namespace
}  // namespace alloquy::turn
