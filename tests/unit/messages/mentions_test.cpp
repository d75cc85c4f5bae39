// SPDX-License-Identifier: GPL-2.0-or-later
// Whom a text names (docs/protocol/irc.md, "Mentions").
#include <alloquy/messages/mentions.hpp>

#include <gtest/gtest.h>

#include <chrono>

using alloquy::messages::find_mentions;
using alloquy::messages::kMostMentions;

namespace {

/// "alice bob", with "*" for everyone.
std::string named(std::string_view text) {
    auto const found = find_mentions(text);
    std::string out = found.everyone ? "*" : "";
    for (auto const& name : found.names) out += (out.empty() ? "" : " ") + name;
    return out;
}

}  // namespace

TEST(Mentions, AreNamesAfterAnAtSign) {
    EXPECT_EQ(named("@alice"), "alice");
    EXPECT_EQ(named("hello @Alice, and @bob_2!"), "alice bob_2");
    EXPECT_EQ(named("(@alice) \"@bob\" **@carol** ~~@dave~~ ||@erin||"), "alice bob carol dave erin");
    EXPECT_EQ(named("@alice's hat; @bob-smith."), "alice bob-smith");
    EXPECT_EQ(named("@alice @ALICE @Alice"), "alice");
    EXPECT_EQ(named("first line\n@alice\nlast"), "alice");
    EXPECT_EQ(named("nobody here, or: there"), "");
    EXPECT_EQ(named(""), "");
    EXPECT_EQ(named("@"), "");
    EXPECT_EQ(named("@@alice"), "");
    EXPECT_EQ(
        named("\x01"
              "ACTION waves at @alice\x01"),
        "alice"
    );
    EXPECT_EQ(named("\x02@alice\x02"), "alice");
}

TEST(Mentions, ANameIsAnAccountNameAndNotLonger) {
    EXPECT_EQ(named("@2fast @-dash"), "");
    EXPECT_EQ(named("@" + std::string(24, 'a')), std::string(24, 'a'));
    EXPECT_EQ(named("@" + std::string(25, 'a')), "");
    EXPECT_EQ(named("_@alice_ __@bob__ @under_"), "alice bob under_");
}

TEST(Mentions, AddressesAndUrlsNameNobody) {
    EXPECT_EQ(named("write to carol@example.org or mailto:dave@example.org"), "");
    EXPECT_EQ(named("carol.smith@example.org, c+tag@alice"), "");
    EXPECT_EQ(named("https://social.example/@alice and ftp://x@bob/"), "");
    EXPECT_EQ(named("social.example/@alice"), "");
    EXPECT_EQ(named("@alice@social.example @bob:matrix.example @carol.example"), "");
    EXPECT_EQ(named("npm i @types/node"), "");
    EXPECT_EQ(named("see https://example.org/ @alice"), "alice");
    EXPECT_EQ(named("@alice: look. @bob/ @carol..."), "alice bob carol");
}

TEST(Mentions, CodeNamesNobody) {
    EXPECT_EQ(named("`@alice` but @bob"), "bob");
    EXPECT_EQ(named("``a ` @alice`` @bob"), "bob");
    EXPECT_EQ(named("```\n@alice\ncarol: x\n```\n@bob"), "bob");
    EXPECT_EQ(named("an open ` stays text: @alice"), "alice");
    EXPECT_EQ(named("``unbalanced` @alice"), "alice");
}

TEST(Mentions, AnAddresseeStandsAtTheBeginningOfALine) {
    EXPECT_EQ(named("alice: hello"), "alice");
    EXPECT_EQ(named("Alice, hello"), "alice");
    EXPECT_EQ(named("alice:"), "alice");
    EXPECT_EQ(named("so\nbob, are you there?"), "bob");
    EXPECT_EQ(named("alice:hello"), "");
    EXPECT_EQ(named("alice hello"), "");
    EXPECT_EQ(named("say alice: hello"), "");
    EXPECT_EQ(named("12:30 is fine"), "");
    EXPECT_EQ(named("https://example.org"), "");
}

TEST(Mentions, EveryoneIsAskedForByName) {
    EXPECT_EQ(named("@everyone lunch"), "*");
    EXPECT_EQ(named("@Everyone and @alice"), "* alice");
    EXPECT_EQ(named("`@everyone`"), "");
}

TEST(Mentions, OtherScriptsNeedNoSpaces) {
    EXPECT_EQ(named("你好@alice你好"), "alice");
    EXPECT_EQ(named("🎉@alice🎉"), "alice");
    EXPECT_EQ(named("«@alice»"), "alice");
    // Letters that go on: another word, or an address.
    EXPECT_EQ(named("@josé josé@example @bobпривет"), "");
}

TEST(Mentions, AreBounded) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "@name" + std::to_string(i) + " ";
    EXPECT_EQ(find_mentions(text).names.size(), kMostMentions);
    EXPECT_EQ(find_mentions(text).names.back(), "name19");
    EXPECT_EQ(named(text + "@everyone").front(), '*');
}

TEST(Mentions, TakeLinearTimeWhateverTheText) {
    // Runs of backticks of every length, none of which is closed; and nothing but underscores.
    std::string runs;
    for (std::size_t length = 1; runs.size() < 60'000; ++length) runs += std::string(length, '`') + " ";
    auto const begin = std::chrono::steady_clock::now();
    EXPECT_EQ(named(runs + "@alice"), "alice");
    EXPECT_EQ(named(std::string(60'000, '_') + "@a" + std::string(60'000, '_')), "a");
    EXPECT_EQ(named(std::string(60'000, '@')), "");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}
