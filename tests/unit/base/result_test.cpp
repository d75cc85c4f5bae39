// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/result.hpp>

#include <gtest/gtest.h>

#include <set>

namespace alloquy {
namespace {

TEST(Result, FailureWithoutAReasonOfItsOwnGetsTheOneOfItsCode) {
    Result<int> result = fail(Errc::not_found, "no such session", "session 42");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::not_found);
    EXPECT_EQ(result.error().reason, "not_found");
    EXPECT_EQ(result.error().message, "no such session");
    EXPECT_EQ(result.error().detail, "session 42");
    EXPECT_EQ(result.error().field, "");
    EXPECT_FALSE(result.error().retry_after);
}

TEST(Result, FailureKeepsANarrowerReason) {
    Result<> result = fail_as(Errc::conflict, "username_taken", "that name is taken");
    EXPECT_EQ(result.error().code, Errc::conflict);
    EXPECT_EQ(result.error().reason, "username_taken");
}

TEST(Result, FailureOfAFieldIsInvalidInputThatNamesIt) {
    Result<> result = fail_field("password", "must not be empty");
    EXPECT_EQ(result.error().code, Errc::invalid_input);
    EXPECT_EQ(result.error().field, "password");
    EXPECT_EQ(result.error().reason, "invalid_input");
    EXPECT_EQ(Result<>(fail_field("password", "too short", "password_too_short")).error().reason, "password_too_short");
}

TEST(Result, EveryCodeHasAReasonOfItsOwn) {
    std::set<std::string_view> reasons;
    for (auto code :
         {Errc::invalid_input, Errc::unauthenticated, Errc::forbidden, Errc::not_found, Errc::conflict, Errc::too_large,
          Errc::rate_limited, Errc::unavailable, Errc::timeout, Errc::internal})
        reasons.insert(default_reason(code));
    EXPECT_EQ(reasons.size(), 10U);
    EXPECT_FALSE(reasons.contains(""));
}

}  // namespace
}  // namespace alloquy
