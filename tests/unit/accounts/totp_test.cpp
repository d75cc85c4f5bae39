// SPDX-License-Identifier: GPL-2.0-or-later
#include "totp.hpp"

#include <gtest/gtest.h>

namespace alloquy::accounts {
namespace {

/// RFC 6238, appendix B: the secret of its SHA-1 column. We show six digits, the table's last ones.
constexpr std::string_view kSecret = "12345678901234567890";

base::Timestamp at(std::int64_t seconds) {
    return base::Timestamp{std::chrono::seconds(seconds)};
}

TEST(Totp, GivesTheCodesOfItsRfc) {
    EXPECT_EQ(totp_code(kSecret, 59 / 30), "287082");
    EXPECT_EQ(totp_code(kSecret, 1111111109 / 30), "081804");
    EXPECT_EQ(totp_code(kSecret, 1111111111 / 30), "050471");
    EXPECT_EQ(totp_code(kSecret, 1234567890 / 30), "005924");
    EXPECT_EQ(totp_code(kSecret, 2000000000 / 30), "279037");
    EXPECT_EQ(totp_code(kSecret, 20000000000 / 30), "353130");
}

TEST(Totp, ForgivesAClockThatIsOneStepOff) {
    auto const step = 1111111109 / 30;
    for (std::int64_t error : {-30, 0, 30})
        EXPECT_EQ(matching_totp_step(kSecret, "081804", at(1111111109 + error), 0), step) << error;
    for (std::int64_t error : {-90, -60, 60, 90})
        EXPECT_EQ(matching_totp_step(kSecret, "081804", at(1111111109 + error), 0), std::nullopt) << error;
}

TEST(Totp, CodeIsGoodOnce) {
    auto const step = 1111111109 / 30;
    EXPECT_EQ(matching_totp_step(kSecret, "081804", at(1111111109), step - 1), step);
    EXPECT_EQ(matching_totp_step(kSecret, "081804", at(1111111109), step), std::nullopt);
    EXPECT_EQ(matching_totp_step(kSecret, totp_code(kSecret, step - 1), at(1111111109), step), std::nullopt)
        << "nor is an earlier one";
}

TEST(Totp, RefusesWhatIsNoCode) {
    for (auto const* code : {"", "81804", "0081804", "081805", "abcdef", " 081804"})
        EXPECT_EQ(matching_totp_step(kSecret, code, at(1111111109), 0), std::nullopt) << code;
}

TEST(Totp, UriCarriesIssuerNameAndSecret) {
    EXPECT_EQ(
        totp_uri("Our caf\xC3\xA9 & more", "alice_1", kSecret),
        "otpauth://totp/Our%20caf%C3%A9%20%26%20more:alice_1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=Our%20caf%C3%A9%20%26%20more"
    );
}

}  // namespace
}  // namespace alloquy::accounts
