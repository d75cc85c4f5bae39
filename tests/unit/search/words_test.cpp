// SPDX-License-Identifier: GPL-2.0-or-later
#include "words.hpp"

#include <gtest/gtest.h>

namespace alloquy::search {
namespace {

/// "a b c": the folded words; those of scripts without spaces in brackets.
std::string words_of(std::string_view text) {
    std::string out;
    WordReader reader(text);
    Word word;
    while (reader.next(word)) {
        if (!out.empty()) out += ' ';
        out += word.unspaced ? "[" + std::string(word.folded) + "]" : std::string(word.folded);
    }
    return out;
}

TEST(Words, AreLettersAndDigits) {
    EXPECT_EQ(words_of("Hello, world! 3 times (or 4x)"), "hello world 3 times or 4x");
    EXPECT_EQ(words_of("don't snake_case C++ a-b"), "don t snake case c a b");
    EXPECT_EQ(words_of("https://example.org/a?b=c"), "https example org a b c");
    EXPECT_EQ(words_of(" \t\n...\x01\x7f"), "");
    EXPECT_EQ(words_of(""), "");
}

TEST(Words, HaveNeitherCaseNorDiacritics) {
    EXPECT_EQ(words_of("ÉCOLE école E\u0301cole ecole"), "ecole ecole ecole ecole");
    EXPECT_EQ(words_of("Straße STRASSE"), "strasse strasse");
    EXPECT_EQ(words_of("Ελλάδα ΕΛΛΑΔΑ Ёлка ёлка"), "ελλαδα ελλαδα елка елка");
    EXPECT_EQ(words_of("ﬁne Ｆｕｌｌ ①"), "fine full 1");
    EXPECT_EQ(words_of("שָׁלוֹם"), words_of("שלום"));
    EXPECT_EQ(words_of("İstanbul"), "istanbul");
}

TEST(Words, KeepMarksThatAreVowels) {
    EXPECT_NE(words_of("की"), words_of("का"));
    EXPECT_EQ(words_of("हिन्दी भाषा"), "हिन्दी भाषा");
}

TEST(Words, OfScriptsWithoutSpacesAreSingleCharacters) {
    EXPECT_EQ(words_of("日本語"), "[日] [本] [語]");
    EXPECT_EQ(words_of("東京2026年abc"), "[東] [京] 2026 [年] abc");
    EXPECT_EQ(words_of("がｶﾞ"), "[か\u3099] [カ\u3099]");
    EXPECT_EQ(words_of("ภาษา"), "[ภ] [า] [ษ] [า]");
    EXPECT_EQ(words_of("ที่"), "[ที่]");
    EXPECT_EQ(words_of("中、文"), "[中] [文]");
}

TEST(Words, AreNotHiddenByInvisibleCharacters) {
    EXPECT_EQ(words_of("se\u00ADcret se\u200Bcret \u202Esecret\u202C se\u2060cret"), "secret secret secret secret");
}

TEST(Words, KnowTheirPlaceInTheText) {
    std::string const text = "«Ça va» 日";
    WordReader reader(text);
    Word word;
    std::string found;
    while (reader.next(word)) found += text.substr(word.begin, word.end - word.begin) + "|";
    EXPECT_EQ(found, "Ça|va|日|");
}

TEST(Words, ComeAlsoFromTextThatIsNotUtf8) {
    EXPECT_EQ(words_of("good\xff\xfe more\xc3"), "good more");
    EXPECT_EQ(words_of(std::string("nul\0nul", 7)), "nul nul");
}

TEST(Words, CostNoMoreStackForLongTexts) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "\u0301\u200B ";
    EXPECT_EQ(words_of(text), "");
}

}  // namespace
}  // namespace alloquy::search
