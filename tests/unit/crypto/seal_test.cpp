// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"

#include <alloquy/crypto/seal.hpp>
#include <alloquy/crypto/secret.hpp>

#include <gtest/gtest.h>

#include <set>

namespace alloquy::crypto {
namespace {

using test::error_of;

class Seal : public testing::Test {
protected:
    static void SetUpTestSuite() { ASSERT_TRUE(initialize()); }

    std::string key_ = random_bytes(32);
};

TEST_F(Seal, OpensUnderTheSameKeyAndContext) {
    for (std::string text : {"", "x", "a secret of some length"})
        EXPECT_EQ(unseal(key_, seal(key_, text, "totp:1"), "totp:1"), text);
    EXPECT_EQ(unseal(key_, seal(key_, "no context", ""), ""), "no context");
}

TEST_F(Seal, HidesTheTextAndDiffersEachTime) {
    auto sealed = seal(key_, "a secret", "c");
    EXPECT_EQ(sealed.size(), 24 + 8 + 16U);
    EXPECT_EQ(sealed.find("secret"), std::string::npos);
    EXPECT_NE(sealed, seal(key_, "a secret", "c"));
}

TEST_F(Seal, RefusesAnotherContextSoThatRowsCannotBeSwapped) {
    EXPECT_EQ(error_of(unseal(key_, seal(key_, "text", "totp:1"), "totp:2")).code, Errc::internal);
}

TEST_F(Seal, RefusesAnotherKey) {
    EXPECT_EQ(error_of(unseal(random_bytes(32), seal(key_, "text", "c"), "c")).code, Errc::internal);
    EXPECT_EQ(error_of(unseal("short", seal(key_, "text", "c"), "c")).code, Errc::internal);
}

TEST_F(Seal, RefusesEveryChangedByte) {
    auto const sealed = seal(key_, "text", "c");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = char(changed[i] ^ 1);
        EXPECT_FALSE(unseal(key_, changed, "c")) << "byte " << i;
    }
}

TEST_F(Seal, RefusesACutOrLengthenedText) {
    auto const sealed = seal(key_, "text", "c");
    for (std::size_t size = 0; size < sealed.size(); ++size) EXPECT_FALSE(unseal(key_, sealed.substr(0, size), "c"));
    EXPECT_FALSE(unseal(key_, sealed + '\0', "c"));
}

TEST_F(Seal, ManyInARowAreSealedEachWithItsOwnNonce) {
    BulkSealer sealer;
    std::set<std::string> nonces;
    std::string opened;
    for (int i = 0; i < 1000; ++i) {
        auto text = std::string(std::size_t(i), 'x');
        std::string sealed(sealer.seal(key_, text, "c"));
        EXPECT_EQ(unseal(key_, sealed, "c"), text);
        ASSERT_TRUE(unseal_into(opened, key_, sealed, "c"));
        EXPECT_EQ(opened, text);
        EXPECT_FALSE(unseal_into(opened, key_, sealed, "d"));
        nonces.insert(sealed.substr(0, 24));
    }
    EXPECT_EQ(nonces.size(), 1000U);
}

TEST_F(Seal, FailureShowsNothingOfTheSecret) {
    auto sealed = seal(key_, "hunter2", "c");
    auto error = error_of(unseal(key_, sealed, "other"));
    EXPECT_EQ(error.message, "internal error");
    EXPECT_EQ(error.detail.find("hunter2"), std::string::npos);
}

}  // namespace
}  // namespace alloquy::crypto
