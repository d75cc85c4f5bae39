// SPDX-License-Identifier: GPL-2.0-or-later
// Words, prefixes, phrases, filters and pages.
#include "search_fixture.hpp"

namespace alloquy::search {
namespace {

class Finding : public SearchFixture {};

TEST_F(Finding, WholeWordsInAnyCaseNewestFirst) {
    say("The quick brown fox");
    say("foxes are quick");
    say("QUICK! said the Fox.");
    catch_up();
    EXPECT_EQ(found("fox"), "QUICK! said the Fox. | The quick brown fox");
    EXPECT_EQ(found("quick FOX"), "QUICK! said the Fox. | The quick brown fox");
    EXPECT_EQ(found("quick brown foxes"), "");
    EXPECT_EQ(found("nothing"), "");
}

TEST_F(Finding, PrefixesFromTwoLettersToAnyLength) {
    say("internationalisation");
    say("international");
    say("interval");
    catch_up();
    EXPECT_EQ(found("in*"), "interval | international | internationalisation");
    EXPECT_EQ(found("intern*"), "international | internationalisation");
    EXPECT_EQ(found("internationali*"), "internationalisation");
    EXPECT_EQ(found("international*"), "international | internationalisation");
    EXPECT_EQ(found("intern"), "");
}

TEST_F(Finding, WithoutDiacritics) {
    say("Ça va à Orléans?");
    catch_up();
    EXPECT_EQ(found("orleans"), "Ça va à Orléans?");
    EXPECT_EQ(found("ORLÉ*"), "Ça va à Orléans?");
    EXPECT_EQ(found("\"ca va\""), "Ça va à Orléans?");
}

TEST_F(Finding, PhrasesAreInOrder) {
    say("one two three");
    say("three two one");
    say("one, two; and three");
    catch_up();
    EXPECT_EQ(found("\"one two\""), "one, two; and three | one two three");
    EXPECT_EQ(found("\"one two three\""), "one two three");
    EXPECT_EQ(found("\"two th\"*"), "one two three");
    // What is written together is one: "don't" isn't "don" and "t" anywhere.
    say("don't");
    say("t don");
    catch_up();
    EXPECT_EQ(found("don't"), "don't");
}

TEST_F(Finding, PartsOfTextsWithoutSpaces) {
    say("東京都に住んでいます");
    say("京東");
    say("東 京");
    catch_up();
    EXPECT_EQ(found("東京"), "東京都に住んでいます");
    EXPECT_EQ(found("京都"), "東京都に住んでいます");
    EXPECT_EQ(found("東"), "東 京 | 京東 | 東京都に住んでいます");
    EXPECT_EQ(found("東京都に住んで"), "東京都に住んでいます");
    EXPECT_EQ(found("都東"), "");
    EXPECT_EQ(found("住んで*"), "東京都に住んでいます");
}

TEST_F(Finding, WithoutWhatIsExcluded) {
    say("tea with milk");
    say("tea with lemon");
    catch_up();
    EXPECT_EQ(found("tea -milk"), "tea with lemon");
    EXPECT_EQ(found("tea -\"with le\"*"), "tea with milk");
    EXPECT_EQ(found("tea -mi*"), "tea with lemon");
}

TEST_F(Finding, ShortWordsOnlyTogetherWithOthers) {
    say("vitamin c");
    say("vitamin d");
    catch_up();
    EXPECT_EQ(found("vitamin c"), "vitamin c");
    EXPECT_EQ(found("\"vitamin d\""), "vitamin d");
}

TEST_F(Finding, ByAuthor) {
    say("mine");
    say("theirs", kRoom, kBob);
    catch_up();
    auto by_bob = request("from:bob");
    by_bob.authors = {kBob};
    EXPECT_EQ(texts(page_of(by_bob)), "theirs");
    by_bob.authors = {kBob, kAlice};
    EXPECT_EQ(texts(page_of(by_bob)), "theirs | mine");
    by_bob.authors = {kCarol};
    EXPECT_EQ(texts(page_of(by_bob)), "");
}

TEST_F(Finding, ByMention) {
    say("hello @Bob, and @carol.");
    say("bob@carol.example isn't a mention, nor is @bobby one of bob");
    catch_up();
    EXPECT_EQ(found("mentions:bob"), "hello @Bob, and @carol.");
    EXPECT_EQ(found("mentions:BOB mentions:Carol hello"), "hello @Bob, and @carol.");
    EXPECT_EQ(found("mentions:alice"), "");
    say("alice: and `@dave` is code, @everyone");
    catch_up();
    EXPECT_EQ(found("mentions:alice"), "alice: and `@dave` is code, @everyone");
    EXPECT_EQ(found("mentions:dave"), "");
    EXPECT_EQ(found("mentions:everyone"), "alice: and `@dave` is code, @everyone");
}

TEST_F(Finding, ByWhatItCarries) {
    say("see https://example.org/page");
    say("see HTTP://example.org/cat.JPG?size=1 now");
    auto attached = make("the minutes");
    attached.tags = "+reply=1;+n-3-0.github.io/attach=17";
    store({attached});
    say("http:// is nothing, file.png neither");
    catch_up();
    EXPECT_EQ(found("has:link"), "see HTTP://example.org/cat.JPG?size=1 now | see https://example.org/page");
    EXPECT_EQ(found("has:image"), "see HTTP://example.org/cat.JPG?size=1 now");
    EXPECT_EQ(found("has:file"), "the minutes");
    EXPECT_EQ(found("has:link has:file"), "");
}

TEST_F(Finding, ByTime) {
    auto const first = clock_.now();
    say("one");
    clock_.advance(std::chrono::hours(48));
    auto const second = clock_.now();
    say("two");
    clock_.advance(std::chrono::hours(48));
    say("three");
    catch_up();
    auto at = [](base::Timestamp time) { return base::to_rfc3339(time); };
    EXPECT_EQ(found("after:" + at(second)), "three | two");
    EXPECT_EQ(found("before:" + at(second)), "one");
    EXPECT_EQ(found("after:" + at(first) + " before:" + at(second)), "one");
    EXPECT_EQ(found("after:" + at(clock_.now())), "");
    EXPECT_EQ(found("before:2001-01-01"), "");
}

TEST_F(Finding, PinnedOnes) {
    auto const rules = say("the rules");
    say("the weather");
    auto const secret = say("the key", kBobAndCarol, kBob);
    ASSERT_TRUE(run(messages_->pin(rules, kAlice)));
    ASSERT_TRUE(run(messages_->pin(secret, kBob)));
    catch_up();
    EXPECT_EQ(found("is:pinned"), "the rules");
    EXPECT_EQ(found("is:pinned", kBob), "the key | the rules");
    EXPECT_EQ(found("is:pinned rules"), "the rules");
    EXPECT_EQ(found("is:pinned weather"), "");
    ASSERT_TRUE(run(messages_->unpin(rules)));
    EXPECT_EQ(found("is:pinned"), "");
}

TEST_F(Finding, PagesThatFollowEachOther) {
    for (int i = 1; i <= 7; ++i) say("page " + std::to_string(i));
    say("other");
    catch_up();
    for (auto order : {Order::newest, Order::oldest}) {
        auto asked = request("page");
        asked.limit = 3;
        asked.order = order;
        std::string all;
        int pages = 0;
        for (;; ++pages) {
            auto page = page_of(asked);
            all += texts(page) + " / ";
            if (!page.next) break;
            asked.cursor = page.next;
        }
        EXPECT_LE(pages, 3);
        EXPECT_TRUE(all.starts_with(
            order == Order::newest ? "page 7 | page 6 | page 5 / page 4 | page 3 | page 2 / page 1"
                                   : "page 1 | page 2 | page 3 / page 4 | page 5 | page 6 / page 7"
        )) << all;
    }
}

TEST_F(Finding, TheBestOnesFirstWhenAsked) {
    say("coffee coffee coffee");
    say("coffee, among a great many other things that one may or may not wish to have in the morning");
    say("coffee");
    catch_up();
    auto asked = request("coffee");
    asked.order = Order::relevance;
    auto const page = page_of(asked);
    EXPECT_EQ(page.hits.size(), 3U);
    EXPECT_EQ(page.hits.front().message.text, "coffee coffee coffee");
    EXPECT_EQ(page.hits.back().message.text.substr(0, 7), "coffee,");
    EXPECT_FALSE(page.next);
    asked.limit = 1;
    EXPECT_EQ(texts(page_of(asked)), "coffee coffee coffee");
}

TEST_F(Finding, WithReactionsWhenAsked) {
    auto const id = say("nice");
    ASSERT_TRUE(run(messages_->react(id, kBob, ":)")));
    catch_up();
    auto asked = request("nice");
    EXPECT_TRUE(page_of(asked).hits.at(0).message.reactions.empty());
    asked.details = true;
    EXPECT_EQ(page_of(asked).hits.at(0).message.reactions.at(0).value, ":)");
}

TEST_F(Finding, RefusesALimitThatIsNone) {
    for (std::size_t limit : {0U, 101U}) {
        auto asked = request("word");
        asked.limit = limit;
        EXPECT_EQ(test::error_of(run(search_->search(asked))).field, "limit");
    }
}

TEST_F(Finding, NeitherEventsNorReactions) {
    auto event = make("JOIN #findme");
    event.kind = messages::Kind::event;
    auto tag = make("");
    tag.kind = messages::Kind::tagmsg;
    tag.tags = "+draft/react=findme";
    auto notice = make("findme as a notice");
    notice.kind = messages::Kind::notice;
    store({event, tag, notice});
    catch_up();
    EXPECT_EQ(found("findme"), "findme as a notice");
}

}  // namespace
}  // namespace alloquy::search
