// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/http/json_text.hpp>

#include <gtest/gtest.h>

namespace alloquy::http {
namespace {

std::string json_of(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

TEST(JsonText, CopiesWhatNeedsNoEscaping) {
    EXPECT_EQ(json_of(""), "\"\"");
    EXPECT_EQ(json_of("plain / text"), "\"plain / text\"");
    EXPECT_EQ(json_of("\xC3\xA4 \xE2\x82\xAC \xF0\x9F\x98\x80"), "\"\xC3\xA4 \xE2\x82\xAC \xF0\x9F\x98\x80\"");
}

TEST(JsonText, EscapesWhatWouldEndTheStringAndEveryControlCharacter) {
    EXPECT_EQ(json_of("\"a\\"), R"("\"a\\")");
    EXPECT_EQ(json_of(std::string_view("a\0\n\x1F", 4)), R"("a\u0000\n\u001f")");
}

TEST(JsonText, ReplacesEachByteThatIsNotUtf8) {
    constexpr auto kReplaced = "\xEF\xBF\xBD";
    EXPECT_EQ(json_of("a\xFFz"), "\"a" + std::string(kReplaced) + "z\"");
    EXPECT_EQ(json_of("cut \xE2\x82"), "\"cut " + std::string(kReplaced) + kReplaced + "\"");
    EXPECT_EQ(json_of("\xC0\x80\""), "\"" + std::string(kReplaced) + kReplaced + "\\\"\"");
}

}  // namespace
}  // namespace alloquy::http
