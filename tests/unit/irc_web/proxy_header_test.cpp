// SPDX-License-Identifier: GPL-2.0-or-later
#include "proxy_header.hpp"

#include <alloquy/crypto/secret.hpp>

#include <gtest/gtest.h>

using namespace alloquy;

namespace {

std::string header_in_hex(std::string_view address, bool encrypted) {
    return crypto::to_hex(irc_web::proxy_header(*net::parse_address(address), encrypted));
}

constexpr auto kSignature = "0d0a0d0a000d0a515549540a";

}  // namespace

// By hand from section 2.2 of the PROXY protocol's description.
TEST(ProxyHeader, NamesTheClientOverIpv4) {
    EXPECT_EQ(
        header_in_hex("203.0.113.5", false), std::string(kSignature) + "2111000c" + "cb007105" + "7f000001" + "00000000"
    );
}

TEST(ProxyHeader, NamesTheClientOverIpv6) {
    EXPECT_EQ(
        header_in_hex("2001:db8::7", false), std::string(kSignature) + "21210024" + "20010db8000000000000000000000007" +
                                                 "00000000000000000000000000000001" + "00000000"
    );
}

TEST(ProxyHeader, SaysThatTheClientUsedTls) {
    EXPECT_EQ(
        header_in_hex("203.0.113.5", true),
        std::string(kSignature) + "21110014" + "cb007105" + "7f000001" + "00000000" + "200005" + "01" + "00000001"
    );
}
