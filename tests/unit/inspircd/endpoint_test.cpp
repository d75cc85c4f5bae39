// SPDX-License-Identifier: GPL-2.0-or-later
#include "endpoint.h"

#include <gtest/gtest.h>

namespace {

std::string const kFingerprint(64, 'a');

TEST(ModuleEndpoint, IsAHostAndAPort) {
    struct Case {
        std::string text, host;
        int port;
    };
    for (auto const& [text, host, port] : {
             Case{"chat.example.org:6700", "chat.example.org", 6700},
             Case{"192.0.2.1:1", "192.0.2.1", 1},
             Case{"[2001:db8::1]:65535", "2001:db8::1", 65535},
         }) {
        Endpoint endpoint;
        EXPECT_EQ(endpoint.SetServer(text, kFingerprint), "") << text;
        EXPECT_EQ(endpoint.host, host);
        EXPECT_EQ(endpoint.port, port);
        EXPECT_TRUE(endpoint.IsSet() && endpoint.IsRemote());
    }
    for (auto const* text :
         {"chat.example.org", ":6700", "chat.example.org:", "a:0", "a:65536", "a:-1", "a:6x", "a:999999999999"})
        EXPECT_NE(Endpoint().SetServer(text, kFingerprint), "") << text;
}

TEST(ModuleEndpoint, KnowsCertificatesByTheirFingerprint) {
    Endpoint endpoint;
    std::string colons;
    for (int i = 0; i < 32; ++i) colons += i ? ":AB" : "AB";
    EXPECT_EQ(endpoint.SetServer("a:1", "  " + kFingerprint + ", " + colons + " "), "");
    std::string plain;
    for (int i = 0; i < 32; ++i) plain += "ab";
    EXPECT_EQ(endpoint.fingerprints, (std::set<std::string>{kFingerprint, plain}));
    for (auto const& text :
         {std::string(), std::string(" , "), std::string(63, 'a'), std::string(64, 'g'), kFingerprint + " x"})
        EXPECT_NE(Endpoint().SetServer("a:1", text), "") << text;
}

TEST(ModuleEndpoint, IsAnotherOneWhenAnythingDiffers) {
    Endpoint one, other;
    one.SetServer("a:1", kFingerprint);
    other.SetServer("a:1", kFingerprint);
    EXPECT_EQ(one, other);
    other.secret = "s";
    EXPECT_NE(one, other);
    EXPECT_FALSE(Endpoint().IsSet());
}

}  // namespace
