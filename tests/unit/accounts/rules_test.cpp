// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"

#include <alloquy/accounts/rules.hpp>

#include <gtest/gtest.h>

namespace alloquy::accounts {
namespace {

using test::error_of;
constexpr std::uint64_t kMiB = 1024 * 1024;

TEST(Username, IsLettersDigitsDashesAndUnderscores) {
    for (auto const* name : {"a", "_", "Alice", "a-b_c9", "abcdefghijklmnopqrstuvwx", "_1", "guesthouse", "Guest1a"})
        EXPECT_TRUE(check_username(name)) << name;
}

TEST(Username, IsRefusedWhenItIsNoNick) {
    for (auto const* name :
         {"", "1abc", "-abc", "a b", "a.b", "a|b", "a[b", "m\xC3\xBCller", "abcdefghijklmnopqrstuvwxy", "a\n", "#a",
          "a@b", "a:b", " a", "a "}) {
        EXPECT_EQ(error_of(check_username(name)).reason, "username_invalid") << name;
        EXPECT_EQ(error_of(check_username(name)).field, "username") << name;
    }
    EXPECT_FALSE(check_username(std::string_view("a\0b", 3)));
    EXPECT_FALSE(check_username(std::string(10'000'000, 'a')));
}

TEST(Username, IsRefusedInAnyCaseWhenServicesUseIt) {
    for (auto const* name :
         {"NickServ", "nickserv", "CHANSERV", "SuperUser", "root", "Admin", "alloquy", "everyone", "here", "Guest",
          "guest42", "GUEST0"})
        EXPECT_EQ(error_of(check_username(name)).reason, "username_reserved") << name;
}

TEST(NewPassword, IsEightBytesToOneKibibyte) {
    EXPECT_TRUE(check_new_password("12345678", "alice"));
    EXPECT_TRUE(check_new_password(std::string(1024, 'x'), "alice"));
    EXPECT_TRUE(check_new_password("p\xC3\xA4ssw\xC3\xB6rter", "alice"));
    EXPECT_EQ(error_of(check_new_password("", "alice")).reason, "password_too_short");
    EXPECT_EQ(error_of(check_new_password("1234567", "alice")).reason, "password_too_short");
    EXPECT_EQ(error_of(check_new_password(std::string(1025, 'x'), "alice")).reason, "password_too_long");
    EXPECT_EQ(error_of(check_new_password(std::string(10'000'000, 'x'), "alice")).reason, "password_too_long");
    EXPECT_EQ(error_of(check_new_password("", "alice")).field, "password");
}

TEST(NewPassword, IsTextWithoutControlCharacters) {
    for (auto const* password :
         {"12345678\n",
          "1234\x7F"
          "5678",
          "caf\xE9 caf\xE9", "\xED\xA0\x80 surrogate"})
        EXPECT_EQ(error_of(check_new_password(password, "alice")).reason, "password_invalid") << password;
    EXPECT_FALSE(check_new_password(std::string_view("1234\0005678", 9), "alice"));
}

TEST(NewPassword, IsNotTheUsernameInAnyCase) {
    EXPECT_EQ(error_of(check_new_password("aliceliddell", "AliceLiddell")).reason, "password_is_username");
}

TEST(DisplayName, IsShortTextThatShows) {
    EXPECT_TRUE(check_display_name("Alice Liddell \xF0\x9F\x90\x87"));
    EXPECT_TRUE(check_display_name(std::string(64, 'x')));
    for (std::string name :
         {std::string(), std::string("   "), std::string(65, 'x'), std::string("a\nb"), std::string("\xFF")})
        EXPECT_EQ(error_of(check_display_name(name)).field, "display_name") << name;
}

TEST(ClientCost, IsWithinTheServersBounds) {
    EXPECT_TRUE(check_client_cost({19 * kMiB, 2}));
    EXPECT_TRUE(check_client_cost({256 * kMiB, 10}));
    EXPECT_EQ(error_of(check_client_cost({19 * kMiB - 1024, 2})).field, "memlimit");
    EXPECT_EQ(error_of(check_client_cost({256 * kMiB + 1024, 2})).field, "memlimit");
    EXPECT_EQ(error_of(check_client_cost({64 * kMiB + 1, 3})).field, "memlimit");
    EXPECT_EQ(error_of(check_client_cost({64 * kMiB, 1})).field, "opslimit");
    EXPECT_EQ(error_of(check_client_cost({64 * kMiB, 11})).field, "opslimit");
}

}  // namespace
}  // namespace alloquy::accounts
