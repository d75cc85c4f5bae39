// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/net/address.hpp>

#include <gtest/gtest.h>

using namespace alloquy;

namespace {

std::string normal(std::string_view text) {
    auto address = net::parse_address(text);
    return address ? address->to_string() : "refused";
}

bool is_public(std::string_view text) {
    return net::is_public(*net::parse_address(text));
}

}  // namespace

TEST(Address, HasOneSpelling) {
    EXPECT_EQ(normal("1.2.3.4"), "1.2.3.4");
    EXPECT_EQ(normal("::ffff:1.2.3.4"), "1.2.3.4");
    EXPECT_EQ(normal("[2001:DB8:0::1]"), "2001:db8::1");
    for (auto text : {"", "1.2.3", "1.2.3.4.5", "host", "1.2.3.4/8", "[]", "::1::", "0x7f.1"})
        EXPECT_EQ(normal(text), "refused") << text;
}

TEST(Address, KnowsLoopback) {
    for (auto text : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"})
        EXPECT_TRUE(net::is_loopback(*net::parse_address(text))) << text;
    EXPECT_FALSE(net::is_loopback(*net::parse_address("128.0.0.1")));
}

TEST(Address, LimitsCountIpv6ByNetwork) {
    auto key = [](std::string_view text) { return net::limit_key(*net::parse_address(text)); };
    EXPECT_EQ(key("1.2.3.4"), "1.2.3.4");
    EXPECT_EQ(key("2001:db8:1:2:3:4:5:6"), key("2001:db8:1:2::"));
    EXPECT_NE(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
}

TEST(Networks, ContainWhatTheySay) {
    auto networks = net::Networks::parse({"10.0.0.0/8", "192.168.1.7", "fd00::/9", "0.0.0.0/32"}, "x");
    ASSERT_TRUE(networks);
    auto contains = [&](std::string_view text) { return networks->contains(*net::parse_address(text)); };
    for (auto text : {"10.255.0.1", "192.168.1.7", "::ffff:10.0.0.1", "fd7f::1", "0.0.0.0"})
        EXPECT_TRUE(contains(text)) << text;
    for (auto text : {"11.0.0.0", "192.168.1.8", "fd80::1", "::", "a00::"}) EXPECT_FALSE(contains(text)) << text;
    auto all = net::Networks::parse({"0.0.0.0/0"}, "x");
    EXPECT_TRUE(all->contains(*net::parse_address("8.8.8.8")));
    EXPECT_FALSE(all->contains(*net::parse_address("::1")));
}

TEST(Networks, NameTheBadEntryAndTheSetting) {
    for (std::string entry : {"10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "ten", "10.0.0.0/8/8"}) {
        auto networks = net::Networks::parse({"127.0.0.1", entry}, "http.trusted_proxies");
        ASSERT_FALSE(networks) << entry;
        EXPECT_EQ(networks.error().field, "http.trusted_proxies");
        EXPECT_NE(networks.error().message.find("\"" + entry + "\""), std::string::npos) << networks.error().message;
    }
}

TEST(Address, TellsPublicFromTheRest) {
    for (auto text : {"8.8.8.8", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "64:ff9b::8.8.8.8", "2002:808:808::1"})
        EXPECT_TRUE(is_public(text)) << text;
    for (auto text :
         {"127.0.0.1",
          "10.1.1.1",
          "172.16.0.1",
          "172.31.255.255",
          "192.168.0.1",
          "169.254.169.254",
          "100.64.0.1",
          "0.0.0.0",
          "0.1.2.3",
          "224.0.0.1",
          "240.0.0.1",
          "255.255.255.255",
          "198.18.0.1",
          "192.0.2.1",
          "203.0.113.9",
          "::",
          "::1",
          "::ffff:10.0.0.1",
          "::ffff:169.254.169.254",
          "::10.0.0.1",
          "fe80::1",
          "fc00::1",
          "fd12::1",
          "ff02::1",
          "64:ff9b::10.0.0.1",
          "64:ff9b:1::1",
          "2002:a00:1::1",
          "2001:db8::1",
          "2001::1",
          "fec0::1"})
        EXPECT_FALSE(is_public(text)) << text;
}
