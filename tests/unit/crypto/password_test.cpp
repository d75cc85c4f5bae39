// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"

#include <alloquy/crypto/password.hpp>
#include <alloquy/crypto/secret.hpp>

#include <gtest/gtest.h>

namespace alloquy::crypto {
namespace {

using test::error_of;

/// Cheap, so that the tests are quick.
constexpr PasswordCost kCheap{8 * 1024 * 1024, 1};

class Password : public testing::Test {
protected:
    static void SetUpTestSuite() { ASSERT_TRUE(initialize()); }
};

TEST_F(Password, IsRecognizedAndAnotherIsNot) {
    auto verifier = hash_password("correct horse", kCheap);
    ASSERT_TRUE(verifier);
    EXPECT_EQ(verify_password(*verifier, "correct horse"), true);
    EXPECT_EQ(verify_password(*verifier, "correct horsE"), false);
    EXPECT_EQ(verify_password(*verifier, "correct horse "), false);
    EXPECT_EQ(verify_password(*verifier, ""), false);
    EXPECT_EQ(verify_password(*verifier, std::string_view("correct horse\0", 14)), false);
}

TEST_F(Password, IsSaltedAnewEachTime) {
    auto one = hash_password("same", kCheap), two = hash_password("same", kCheap);
    ASSERT_TRUE(one && two);
    EXPECT_EQ(one->salt.size(), 16U);
    EXPECT_EQ(one->hash.size(), 32U);
    EXPECT_NE(one->salt, two->salt);
    EXPECT_NE(one->hash, two->hash);
}

// Made with argon2id_hash_raw() of the reference implementation (libargon2), which shares no code with ours:
// "correct horse bättery", salt 00 01 … 0f, one lane.
TEST_F(Password, IsHashedWithArgon2idAsTheReferenceDoes) {
    PasswordVerifier verifier;
    for (std::size_t i = 0; i < 16; ++i) verifier.salt += char(i);
    auto hashes_to = [&](PasswordCost cost, std::string_view hex) {
        auto made = verifier;
        made.cost = cost;
        for (std::size_t i = 0; i < hex.size(); i += 2)
            made.hash += char(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
        return verify_password(made, "correct horse b\xC3\xA4ttery").value_or(false);
    };
    EXPECT_TRUE(hashes_to({19456 * 1024, 2}, "d3b39c1897563b10c182787de39849d6217e51eeac8059d3ba101ca7075b1a79"));
    EXPECT_TRUE(hashes_to(kCheap, "ad991f5442286eb2b468ef805fa62ac689d22bf81ab6d20571e788f915de34a9"));
    EXPECT_FALSE(hashes_to({16384 * 1024, 1}, "ad991f5442286eb2b468ef805fa62ac689d22bf81ab6d20571e788f915de34a9"));
}

TEST_F(Password, VerifierSurvivesItsColumn) {
    auto verifier = hash_password("p", {8 * 1024 * 1024, 3});
    ASSERT_TRUE(verifier);
    auto bytes = to_bytes(*verifier);
    EXPECT_EQ(bytes.size(), 57U);
    auto read = parse_verifier(bytes);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->cost, verifier->cost);
    EXPECT_EQ(read->salt, verifier->salt);
    EXPECT_EQ(read->hash, verifier->hash);
}

TEST_F(Password, DamagedVerifierIsAnErrorAndNeverAMatch) {
    auto verifier = hash_password("p", kCheap);
    ASSERT_TRUE(verifier);
    auto const bytes = to_bytes(*verifier);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_EQ(error_of(parse_verifier(bytes.substr(0, size))).code, Errc::internal) << size;
    EXPECT_FALSE(parse_verifier(bytes + "x"));
    auto other_format = bytes;
    other_format[0] = 2;
    EXPECT_FALSE(parse_verifier(other_format));
    auto without_cost = bytes;
    without_cost.replace(1, 8, std::string(8, '\0'));
    EXPECT_FALSE(parse_verifier(without_cost));
    auto changed = bytes;
    changed[30] = char(changed[30] ^ 1);
    EXPECT_EQ(verify_password(parse_verifier(changed).value(), "p"), false);
}

// Argon2id by libargon2 as above, then Python: hashlib.blake2b(b"auth/1", digest_size=32, key=master).
TEST_F(Password, Split1DerivesTheKeyThatAnyClientWouldSend) {
    std::string salt;
    for (std::size_t i = 0; i < 16; ++i) salt += char(i);
    auto key = derive_split1_auth_key("correct horse b\xC3\xA4ttery", salt, {19456 * 1024, 2});
    ASSERT_TRUE(key);
    EXPECT_EQ(to_hex(*key), "3ba0b8efea6f955f8a03696338ebde2dd73c484e8c44f0f70ca59903808b425c");
    auto cheap = derive_split1_auth_key("correct horse b\xC3\xA4ttery", salt, kCheap);
    ASSERT_TRUE(cheap);
    EXPECT_EQ(to_hex(*cheap), "e20d1d7297d9b740c74b19faa1eefdc10cc66d5bdb0434a9f7c7f1b8930b5d3d");
}

TEST_F(Password, Split1NeedsASaltOf16Bytes) {
    for (std::size_t size : {0, 15, 17}) {
        auto key = derive_split1_auth_key("p", std::string(size, 's'), kCheap);
        EXPECT_EQ(error_of(key).code, Errc::invalid_input) << size;
        EXPECT_EQ(error_of(key).field, "salt") << size;
    }
}

TEST_F(Password, CostThatTheMachineCannotPayIsUnavailableAndNoMatch) {
    auto impossible = hash_password("p", {std::uint64_t(1) << 46, 1});
    EXPECT_EQ(error_of(impossible).code, Errc::unavailable);
    EXPECT_EQ(error_of(impossible).reason, "busy");
}

}  // namespace
}  // namespace alloquy::crypto
