// SPDX-License-Identifier: GPL-2.0-or-later
// Which keys and values a profile may have.
#include "support/error_of.hpp"

#include <alloquy/profiles/profile.hpp>

#include <gtest/gtest.h>

namespace alloquy::profiles {
namespace {

using test::error_of;

std::string reason(std::string_view key, std::string_view value, Holder holder = Holder::account) {
    auto allowed = check(holder, key, value);
    return allowed ? "fine" : allowed.error().reason;
}

TEST(ProfileKeys, AreWhatTheSpecificationAllows) {
    for (auto const* key : {"avatar", "display-name", "example.org/x_1", "0"}) EXPECT_TRUE(is_key(key)) << key;
    for (auto const* key : {"", "Avatar", "a b", ":x", "a:b", "a,b", "$url$", "\xC3\xA9", "a\n"})
        EXPECT_FALSE(is_key(key)) << key;
    EXPECT_TRUE(is_key(std::string(kMaxKey, 'a')));
    EXPECT_FALSE(is_key(std::string(kMaxKey + 1, 'a')));
    EXPECT_EQ(reason("No!", "x"), "key_invalid");
}

TEST(ProfileValues, AreTextOfALine) {
    EXPECT_EQ(reason("example.org/x", "anything: \xF0\x9F\x90\x87"), "fine");
    EXPECT_EQ(reason("status", std::string(kMaxValue, 'x')), "fine");
    EXPECT_EQ(reason("status", std::string(kMaxValue + 1, 'x')), "value_invalid");
    for (auto const* value : {"", "two\r\nlines", "\x01", "\x7F", "not utf-8 \xFF"})
        EXPECT_EQ(reason("status", value), "value_invalid") << value;
    EXPECT_EQ(reason("status", std::string_view("a\0b", 3)), "value_invalid");
    EXPECT_EQ(reason("status", "   "), "value_invalid");
    EXPECT_EQ(reason("display-name", std::string(65, 'x')), "value_invalid");
}

TEST(ProfileValues, ColorsHaveSixHexadecimalDigits) {
    EXPECT_EQ(reason("color", "#1b9E77"), "fine");
    for (auto const* value : {"1b9e77", "#1b9e7", "#1b9e777", "#1b9e7g", "red", "#", "url(#x)"})
        EXPECT_EQ(reason("color", value), "value_invalid") << value;
}

TEST(ProfileValues, AddressesLeadToTheWebAndNowhereElse) {
    for (auto const* key : {"avatar", "homepage"}) {
        EXPECT_EQ(reason(key, "https://example.org/a.png?size=64#x"), "fine");
        EXPECT_EQ(reason(key, "HTTP://[2001:db8::1]:8080/"), "fine");
        for (auto const* value :
             {"javascript:alert(1)", "data:image/png;base64,AAAA", "file:///etc/passwd", "ftp://example.org/",
              "//example.org/a.png", "example.org", "https://", "https:///path", "https://:443/",
              "https://bank.example@evil.example/", "https://example.org/a b", "https://example.org/\"onload=x"})
            EXPECT_EQ(reason(key, value), "value_invalid") << key << " " << value;
    }
}

TEST(ProfileValues, RoomsHaveNoPronounsAndAreNoBots) {
    EXPECT_EQ(reason("pronouns", "they/them"), "fine");
    EXPECT_EQ(reason("pronouns", "they/them", Holder::room), "key_not_here");
    EXPECT_EQ(reason("bot", "yes", Holder::room), "key_not_here");
    EXPECT_EQ(reason("homepage", "https://example.org", Holder::room), "fine");
    EXPECT_EQ(error_of(check(Holder::room, "bot", "yes")).field, "bot");
}

}  // namespace
}  // namespace alloquy::profiles
