// SPDX-License-Identifier: GPL-2.0-or-later
#include "verified_passwords.hpp"

#include <alloquy/crypto/secret.hpp>

#include <gtest/gtest.h>

namespace alloquy::mumble {
namespace {

using namespace std::chrono_literals;

crypto::PasswordVerifier verifier(char c) {
    return {{}, std::string(16, c), std::string(32, c)};
}

TEST(VerifiedPasswords, KnowsAPasswordForItsAccountAndItsTime) {
    ASSERT_TRUE(crypto::initialize());
    VerifiedPasswords verified(10min);
    VerifiedPasswords::Time now{1h};
    verified.add(verifier('a'), "password", now);
    EXPECT_TRUE(verified.contains(verifier('a'), "password", now + 9min));
    EXPECT_FALSE(verified.contains(verifier('a'), "other", now));
    EXPECT_FALSE(verified.contains(verifier('b'), "password", now)) << "another account, or after a change";
    EXPECT_FALSE(verified.contains(verifier('a'), "password", now + 10min));
}

TEST(VerifiedPasswords, IsBoundedAndRenewsWhatIsUsedAgain) {
    VerifiedPasswords verified(10min, 3);
    VerifiedPasswords::Time now{1h};
    for (char c : std::string("abc")) verified.add(verifier(c), "p", now);
    verified.add(verifier('a'), "p", now);
    verified.add(verifier('d'), "p", now);
    EXPECT_TRUE(verified.contains(verifier('a'), "p", now));
    EXPECT_FALSE(verified.contains(verifier('b'), "p", now)) << "the oldest made room";
    EXPECT_TRUE(verified.contains(verifier('c'), "p", now));
}

}  // namespace
}  // namespace alloquy::mumble
