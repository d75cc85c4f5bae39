// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"

#include <alloquy/crypto/secret.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace alloquy::crypto {
namespace {

using test::error_of;

/// 0, 1, 2, … as `count` bytes.
std::string counting(std::size_t count) {
    std::string out(count, '\0');
    for (std::size_t i = 0; i < count; ++i) out[i] = char(i);
    return out;
}

class Secret : public testing::Test {
protected:
    static void SetUpTestSuite() { ASSERT_TRUE(initialize()); }
};

// Made with Python's hashlib.blake2b(digest_size=32).
TEST_F(Secret, TokensAreHashedWithBlake2b256) {
    auto hex = [](TokenHash const& hash) { return to_hex({reinterpret_cast<char const*>(hash.data()), hash.size()}); };
    EXPECT_EQ(hex(hash_token("")), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    EXPECT_EQ(hex(hash_token("abc")), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

// Made with Python's hashlib.blake2b(b"message", digest_size=…, key=…).
TEST_F(Secret, KeyedHashIsBlake2bWithKeysAndResultsOfAllSizes) {
    EXPECT_EQ(
        to_hex(keyed_hash(counting(32), "message")), "2615bcafac3ebcd31940a8f15d876916435d805823d2db78c201a8e94624a0ae"
    );
    EXPECT_EQ(to_hex(keyed_hash(counting(16), "message", 16)), "afe4cf020c87d09370776ed7673e7cf8");
    EXPECT_EQ(
        to_hex(keyed_hash(counting(64), "message", 64)),
        "f7bc8e8d6847457e4e6648721ff363dd87ef98676eea2ee7e9da3d33e74f83be"
        "a69a13c97498e63d77660e728b29a3f220bd2121768c318328f9ea61fea66c88"
    );
}

// RFC 2202, section 3.
TEST_F(Secret, HmacSha1GivesTheResultsOfItsRfc) {
    EXPECT_EQ(to_hex(hmac_sha1(std::string(20, '\x0b'), "Hi There")), "b617318655057264e28bc0b6fb378c8ef146be00");
    EXPECT_EQ(to_hex(hmac_sha1("Jefe", "what do ya want for nothing?")), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    EXPECT_EQ(
        to_hex(hmac_sha1(std::string(20, '\xaa'), std::string(50, '\xdd'))), "125d7342b9ac11cd91a39af48aa17b4f63f175d3"
    );
    EXPECT_EQ(
        to_hex(hmac_sha1(std::string(80, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
        "aa4ae5e15272d00e95705637ce8a3b55ed402112"
    );
    EXPECT_EQ(to_hex(hmac_sha1("", "")), "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d");
}

// RFC 4231, sections 4.2 and 4.3.
TEST_F(Secret, HmacSha256GivesTheResultsOfItsRfc) {
    EXPECT_EQ(
        to_hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    );
    EXPECT_EQ(
        to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
}

// FIPS 180-2, appendix B.1.
TEST_F(Secret, Sha256GivesTheResultOfItsStandard) {
    EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

// RFC 4648, section 10, without the padding.
TEST_F(Secret, Base32GivesTheResultsOfItsRfc) {
    EXPECT_EQ(to_base32(""), "");
    EXPECT_EQ(to_base32("f"), "MY");
    EXPECT_EQ(to_base32("fo"), "MZXQ");
    EXPECT_EQ(to_base32("foo"), "MZXW6");
    EXPECT_EQ(to_base32("foob"), "MZXW6YQ");
    EXPECT_EQ(to_base32("fooba"), "MZXW6YTB");
    EXPECT_EQ(to_base32("foobar"), "MZXW6YTBOI");
    EXPECT_EQ(to_base32("\xFF\xFF\xFF\xFF\xFF"), "77777777");
}

// RFC 4648, section 10.
TEST_F(Secret, Base64GivesTheResultsOfItsRfc) {
    EXPECT_EQ(to_base64(""), "");
    EXPECT_EQ(to_base64("f"), "Zg==");
    EXPECT_EQ(to_base64("fo"), "Zm8=");
    EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
    EXPECT_EQ(to_base64("\xFB\xFF"), "+/8=");
    EXPECT_EQ(to_base64url("\xFB\xFF"), "-_8");
}

TEST_F(Secret, Base64ReadsWhatItWrites) {
    for (std::size_t size : {0, 1, 2, 3, 4, 31, 32, 33, 255}) {
        auto bytes = counting(size);
        EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
        EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
    }
}

TEST_F(Secret, Base64RefusesWhatIsNot) {
    for (auto const* text : {"Zg", "Zg=", "Zg===", "Z", "Zg==\n", " Zg==", "Zg==Zg==", "Zh==", "-_8=", "Z*==", "===="})
        EXPECT_EQ(error_of(from_base64(text)).code, Errc::invalid_input) << text;
    for (auto const* text : {"Zg==", "Z", "+/8", "Zh", "Zg ", "Z g"})
        EXPECT_EQ(error_of(from_base64url(text)).code, Errc::invalid_input) << text;
}

TEST_F(Secret, HexIsLowerCase) {
    EXPECT_EQ(to_hex(std::string_view("\x00\xAB\xFF", 3)), "00abff");
    EXPECT_EQ(to_hex(""), "");
}

TEST_F(Secret, TokensAre43CharactersAndNeverTheSame) {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        auto token = random_token();
        ASSERT_EQ(token.size(), 43U);
        ASSERT_EQ(from_base64url(token).value().size(), 32U);
        seen.insert(token);
    }
    EXPECT_EQ(seen.size(), 1000U);
}

TEST_F(Secret, RandomBytesAreAsManyAsAsked) {
    EXPECT_EQ(random_bytes(0), "");
    EXPECT_EQ(random_bytes(17).size(), 17U);
    EXPECT_NE(random_bytes(16), random_bytes(16));
}

TEST_F(Secret, CodesAreGroupsThatPeopleCanWriteDown) {
    for (int i = 0; i < 200; ++i) {
        auto code = random_code(4);
        ASSERT_EQ(code.size(), 4 * 5 + 3U) << code;
        for (std::size_t k = 0; k < code.size(); ++k)
            if (k % 6 == 5)
                ASSERT_EQ(code[k], '-') << code;
            else
                ASSERT_NE(std::string("0123456789ABCDEFGHJKMNPQRSTVWXYZ").find(code[k]), std::string::npos) << code;
    }
    EXPECT_NE(random_code(4), random_code(4));
}

TEST_F(Secret, TypedCodesAreForgivenCaseSpacesDashesAndLookalikes) {
    EXPECT_EQ(normalize_code("AB12C-DEFGH"), "AB12CDEFGH");
    EXPECT_EQ(normalize_code(" ab12c defgh"), "AB12CDEFGH");
    EXPECT_EQ(normalize_code("oO0-iIlL1"), "00011111");
    EXPECT_EQ(normalize_code(""), "");
    auto code = random_code(5);
    auto typed = code;
    std::ranges::transform(typed, typed.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    EXPECT_EQ(normalize_code(typed), normalize_code(code));
}

TEST_F(Secret, ComparisonSeesEveryDifference) {
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_TRUE(equal_in_constant_time("secret", "secret"));
    EXPECT_FALSE(equal_in_constant_time("secret", "secreT"));
    EXPECT_FALSE(equal_in_constant_time("Secret", "secret"));
    EXPECT_FALSE(equal_in_constant_time("secret", "secret "));
    EXPECT_FALSE(equal_in_constant_time("", "x"));
}

TEST_F(Secret, WipingOverwritesTheCharacters) {
    std::string secret(100, 's');
    auto const* bytes = secret.data();
    wipe(secret);
    EXPECT_TRUE(secret.empty());
    // The buffer is still the string's own: its capacity is kept.
    ASSERT_EQ(secret.data(), bytes);
    secret.resize(100);
    EXPECT_EQ(secret, std::string(100, '\0'));
}

}  // namespace
}  // namespace alloquy::crypto
