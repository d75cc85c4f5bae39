// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"

#include <alloquy/search/query.hpp>

#include <gtest/gtest.h>

namespace alloquy::search {
namespace {

/// "word", "word*", "\"two words\"", "-word" for each term.
std::string terms_of(std::vector<Term> const& terms) {
    std::string out;
    for (auto const& term : terms) {
        if (!out.empty()) out += ' ';
        if (term.excluded) out += '-';
        std::string words;
        for (auto const& piece : term.pieces) words += (words.empty() || piece.joined ? "" : "+") + piece.folded;
        out += words + (term.prefix ? "*" : "");
    }
    return out;
}
std::string terms(std::string_view text) {
    auto query = parse_query(text);
    return query ? terms_of(query->terms) : "error: " + query.error().message;
}
std::string message(std::string_view text) {
    auto query = parse_query(text);
    EXPECT_FALSE(query) << text;
    if (query) return {};
    EXPECT_EQ(query.error().code, Errc::invalid_input);
    EXPECT_EQ(query.error().field, "q");
    return query.error().message;
}

TEST(SearchQuery, HasWordsPrefixesPhrasesAndExclusions) {
    EXPECT_EQ(
        terms("Hello  wor* \"two words\" -not -\"nor this\" \"and so\"*"), "hello wor* two+words -not -nor+this and+so*"
    );
    EXPECT_EQ(terms("a-b - cd"), "error: there is nothing but signs to look for");
    EXPECT_EQ(terms("日本 abc日本"), "日本 abc日本");
    EXPECT_EQ(terms("don't"), "don+t");
}

TEST(SearchQuery, HasFilters) {
    auto query = parse_query(
        "from:alice FROM:me in:#general in:@bob mentions:carol has:link has:file has:image is:pinned "
        "after:2026-01-02 before:2026-01-03T04:05:06Z word"
    );
    ASSERT_TRUE(query) << query.error().message;
    EXPECT_EQ(query->from, (std::vector<std::string>{"alice", "me"}));
    EXPECT_EQ(query->in, (std::vector<std::string>{"#general", "@bob"}));
    EXPECT_EQ(query->mentions, std::vector<std::string>{"carol"});
    EXPECT_TRUE(query->link && query->file && query->image && query->pinned);
    EXPECT_EQ(base::to_rfc3339(*query->after), "2026-01-02T00:00:00.000Z");
    EXPECT_EQ(base::to_rfc3339(*query->before), "2026-01-03T04:05:06.000Z");
    EXPECT_EQ(terms_of(query->terms), "word");
}

TEST(SearchQuery, AFilterIsEnough) {
    EXPECT_EQ(terms("has:link"), "");
    EXPECT_EQ(terms("from:alice -boring"), "-boring");
}

TEST(SearchQuery, AddressesAndTimesAreWords) {
    EXPECT_EQ(terms("https://example.org/x"), "https+example+org+x");
    EXPECT_EQ(terms("10:30"), "10+30");
    EXPECT_EQ(terms("\"from:alice\""), "from+alice");
}

TEST(SearchQuery, NamesWhatIsAllowed) {
    EXPECT_EQ(
        message("form:alice"),
        "\"form:\" is no filter; there are from: in: mentions: has: before: after: is: (put text with a colon in "
        "quotes)"
    );
    EXPECT_EQ(message("has:video"), "has: must be link, file or image");
    EXPECT_EQ(message("is:read"), "is: must be pinned");
    for (auto wrong : {"yesterday", "2026-13-01", "2026-1-1", "2026-02-30", "1", "99999999999999999999"})
        EXPECT_EQ(
            message("before:" + std::string(wrong)),
            "before: must be a day such as 2026-11-25, or a time such as 2026-11-25T12:00:00Z"
        ) << wrong;
    EXPECT_EQ(message("after:2026-01-01 after:2026-01-01"), "after: can be asked only once");
    EXPECT_EQ(message("from: alice"), "from: needs a value right after it");
    EXPECT_EQ(message("-from:alice"), "only words and phrases can be excluded with -");
}

TEST(SearchQuery, RefusesWhatCannotBeLookedFor) {
    EXPECT_TRUE(message("").starts_with("say what to look for"));
    EXPECT_TRUE(message("   ").starts_with("say what to look for"));
    EXPECT_TRUE(message("-this").starts_with("say what to look for"));
    EXPECT_EQ(message("a"), "a word needs at least 2 letters");
    EXPECT_EQ(message("a b"), "a word needs at least 2 letters");
    EXPECT_EQ(message("a*"), "at least 2 letters must stand before *");
    EXPECT_EQ(message("!?"), "there is nothing but signs to look for");
    EXPECT_EQ(message("\"\""), "there is nothing but signs to look for");
    EXPECT_EQ(message("*"), "there is nothing but signs to look for");
    EXPECT_EQ(message("\"open"), "a phrase needs a second \" at its end");
    EXPECT_EQ(terms("日"), "日");
    EXPECT_EQ(terms("ab c"), "ab c");
}

TEST(SearchQuery, IsBounded) {
    EXPECT_EQ(message(std::string(1025, 'x')), "the search must have at most 1024 bytes");
    EXPECT_EQ(message("\xff\xfe"), "the search must be UTF-8");
    std::string words, phrase = "\"", names;
    for (int i = 0; i < 17; ++i) words += "w" + std::to_string(i) + " ";
    for (int i = 0; i < 49; ++i) phrase += "w" + std::to_string(i) + " ";
    for (int i = 0; i < 9; ++i) names += "from:a" + std::to_string(i) + " ";
    EXPECT_EQ(message(words), "the search has too many words");
    EXPECT_EQ(message(phrase + "\""), "the search has too many words");
    EXPECT_EQ(message(names), "at most 8 times from: can be asked");
}

TEST(SearchTerms, KnowNoFilters) {
    auto found = parse_terms("from:alice wor* \"a phrase\"");
    ASSERT_TRUE(found);
    EXPECT_EQ(terms_of(*found), "from+alice wor* a+phrase");
    EXPECT_TRUE(parse_terms("")->empty());
    EXPECT_EQ(test::error_of(parse_terms("\"")).field, "text");
}

}  // namespace
}  // namespace alloquy::search
