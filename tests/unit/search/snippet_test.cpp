// SPDX-License-Identifier: GPL-2.0-or-later
#include "snippet.hpp"

#include <alloquy/base/text.hpp>

#include <gtest/gtest.h>

namespace alloquy::search {
namespace {

/// "before [match] after" of what a search for `query` shows of `text`.
std::string snippet(std::string const& text, std::string_view query) {
    auto const terms = parse_terms(query);
    Matcher matcher(*terms);
    EXPECT_TRUE(matcher.matches(text));
    std::string out;
    for (auto const& part : make_snippet(text, matcher.ranges())) out += part.match ? "[" + part.text + "]" : part.text;
    return out;
}

TEST(Snippet, MarksWhatWasFound) {
    EXPECT_EQ(snippet("Hello, World", "world"), "Hello, [World]");
    EXPECT_EQ(snippet("one two one", "one"), "[one] two [one]");
    EXPECT_EQ(snippet("one two three", "\"one two\" three"), "[one two] [three]");
    EXPECT_EQ(snippet("interesting", "inter*"), "[interesting]");
    EXPECT_EQ(snippet("東京都", "京都"), "東[京都]");
    EXPECT_EQ(snippet("東京都", "東京 京都"), "[東京都]");
    EXPECT_EQ(snippet("Ça va", "ca"), "[Ça] va");
    EXPECT_EQ(snippet("a <b>bold</b> & text", "bold"), "a <b>[bold]</b> & text");
    EXPECT_EQ(snippet("nothing marked", ""), "nothing marked");
    EXPECT_EQ(snippet("", ""), "");
}

TEST(Snippet, IsAPartOfALongText) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "filler ";
    text += "needle";
    for (int i = 0; i < 100; ++i) text += " behind";
    auto const part = snippet(text, "needle");
    EXPECT_TRUE(part.starts_with("…filler")) << part;
    EXPECT_TRUE(part.ends_with("behind…")) << part;
    EXPECT_NE(part.find(" [needle] "), std::string::npos) << part;
    EXPECT_LE(base::code_points(part), 245U);
}

TEST(Snippet, IsCutBetweenCharacters) {
    std::string text;
    for (int i = 0; i < 400; ++i) text += "é日";
    for (auto query : {"\"é日\"", "日"}) {
        auto const part = snippet(text, query);
        EXPECT_TRUE(base::is_utf8(part));
        EXPECT_LE(base::code_points(part), 700U);  // with the brackets of this test
    }
    EXPECT_TRUE(base::is_utf8(snippet(std::string(70, 'x') + " " + text, "\"日 é\"")));
}

TEST(Matcher, ShowsABoundedNumberOfMatches) {
    std::string text;
    for (int i = 0; i < 10'000; ++i) text += "xx ";
    auto const terms = parse_terms("xx");
    Matcher matcher(*terms);
    ASSERT_TRUE(matcher.matches(text));
    EXPECT_EQ(matcher.ranges().size(), 100U);
}

}  // namespace
}  // namespace alloquy::search
