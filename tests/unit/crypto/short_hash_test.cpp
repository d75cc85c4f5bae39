// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/crypto/secret.hpp>
#include <alloquy/crypto/short_hash.hpp>

#include <gtest/gtest.h>

#include <string>

namespace alloquy::crypto {
namespace {

TEST(ShortHash, IsSipHash24) {
    // The test vector of the SipHash paper, appendix A: key 00…0f, message 00…0e.
    ASSERT_TRUE(initialize());
    std::string key, message;
    for (char c = 0; c < 16; ++c) key += c;
    for (char c = 0; c < 15; ++c) message += c;
    EXPECT_EQ(short_hash(key, message), 0xa129ca6149be45e5U);
}

TEST(ShortHash, DependsOnTheKey) {
    EXPECT_NE(short_hash(std::string(kShortHashKey, 'a'), "word"), short_hash(std::string(kShortHashKey, 'b'), "word"));
}

}  // namespace
}  // namespace alloquy::crypto
