// SPDX-License-Identifier: GPL-2.0-or-later
// The cache over the real store: whatever changes, a page that was asked for afterwards shows it.
#include "page_cache.hpp"

#include "message_wire.hpp"
#include "messages_fixture.hpp"
#include "support/fake_directory.hpp"

namespace alloquy::chat {
namespace {

constexpr std::size_t kMebibyte = 1024 * 1024;

class PageCacheTest : public messages::MessagesFixture {
protected:
    PageCacheTest() { use(kMebibyte); }

    void use(std::size_t bytes) { cache_ = std::make_unique<PageCache>(*messages_, directory_, bytes); }

    static messages::Query latest(base::Id room = kRoom) {
        messages::Query query;
        query.room = room;
        query.details = true;
        return query;
    }
    /// As a route does it.
    std::string read(messages::Query const& query = latest()) {
        if (auto const* known = cache_->find(query)) return *known;
        auto const reading = cache_->begin(query);
        auto page = page_json(run(messages_->page(query)).value(), std::nullopt, std::nullopt);
        cache_->keep(reading, query, page);
        return page;
    }
    bool knows(messages::Query const& query = latest()) { return cache_->find(query) != nullptr; }
    std::string fresh(messages::Query const& query = latest()) {
        return page_json(run(messages_->page(query)).value(), std::nullopt, std::nullopt);
    }
    /// Whether the page is the store's own after a change, and not the one of before.
    void expect_seen(std::string const& before) {
        EXPECT_FALSE(knows());
        EXPECT_NE(read(), before);
        EXPECT_EQ(read(), fresh());
    }

    test::FakeDirectory directory_;
    std::unique_ptr<PageCache> cache_;
};

TEST_F(PageCacheTest, AnswersASecondReaderWithoutTheStore) {
    say("hello");
    EXPECT_FALSE(knows());
    auto const page = read();
    EXPECT_TRUE(knows());
    EXPECT_EQ(read(), page);
    EXPECT_EQ(page, fresh());
}

TEST_F(PageCacheTest, TellsQueriesOfARoomApart) {
    auto const ids = say_many(5);
    auto before = latest();
    before.direction = messages::Query::Direction::before;
    before.from.id = ids[3];
    auto few = latest();
    few.limit = 2;
    for (auto const& query : {latest(), before, few}) EXPECT_EQ(read(query), fresh(query));
    for (auto const& query : {latest(), before, few}) {
        EXPECT_TRUE(knows(query));
        EXPECT_EQ(read(query), fresh(query));
    }
}

TEST_F(PageCacheTest, ForgetsARoomInWhichSomethingIsSaidAndNoOther) {
    say("one");
    say("elsewhere", kOtherRoom);
    auto const before = read();
    read(latest(kOtherRoom));
    say("two");
    EXPECT_TRUE(knows(latest(kOtherRoom)));
    expect_seen(before);
}

TEST_F(PageCacheTest, ShowsEditsRedactionsReactionsAndPins) {
    auto const id = say("frist");
    auto const second = say("second");
    auto before = read();
    EXPECT_TRUE(run(messages_->edit(id, kAlice, "first", clock_.now())));
    expect_seen(before);
    before = read();
    EXPECT_TRUE(run(messages_->react(id, kBob, "+1")));
    expect_seen(before);
    before = read();
    EXPECT_TRUE(run(messages_->unreact(id, kBob, "+1")));
    expect_seen(before);
    before = read();
    EXPECT_TRUE(run(messages_->pin(id, kBob)));
    expect_seen(before);
    before = read();
    EXPECT_TRUE(run(messages_->unpin(id)));
    expect_seen(before);
    before = read();
    EXPECT_TRUE(run(messages_->redact(second, kAlice, false)));
    expect_seen(before);
}

TEST_F(PageCacheTest, ForgetsWhatExpiredAndWhatADeletedAccountLeft) {
    auto const id = say("old");
    say("new");
    EXPECT_TRUE(run(messages_->react(id, kBob, "+1")));
    auto before = read();
    EXPECT_TRUE(run(messages_->redact_all_of(kBob, 0, 100)));
    expect_seen(before);
    before = read();
    EXPECT_EQ(run(messages_->expire_some(kRoom, {.since = std::nullopt, .newest = 1}, 100)), 1U);
    expect_seen(before);
}

TEST_F(PageCacheTest, ForgetsEverythingWhenSomebodyIsRenamedOrGone) {
    auto const account = directory_.add("alice", "secret");
    say("hello");
    read();
    directory_.rename(account, "alicia");
    EXPECT_FALSE(knows());
    read();
    directory_.remove(account);
    EXPECT_FALSE(knows());
}

TEST_F(PageCacheTest, KeepsNoPageThatWasReadBeforeAChange) {
    say("one");
    auto const reading = cache_->begin(latest());
    auto const page = fresh();
    say("two");
    cache_->keep(reading, latest(), page);
    EXPECT_FALSE(knows());
    EXPECT_EQ(read(), fresh());
}

TEST_F(PageCacheTest, StaysWithinItsBoundAndDropsTheRoomThatWasAskedForLongestAgo) {
    use(10'000);
    for (base::Id room = 1; room <= 3; ++room) say(std::string(4000, 'x'), room);
    read(latest(1));
    read(latest(2));
    read(latest(1));
    read(latest(3));
    EXPECT_LE(cache_->bytes(), 10'000U);
    EXPECT_TRUE(knows(latest(1)));
    EXPECT_FALSE(knows(latest(2)));
    EXPECT_TRUE(knows(latest(3)));
    say(std::string(60'000, 'x'), 4);
    EXPECT_EQ(read(latest(4)), fresh(latest(4)));
    EXPECT_FALSE(knows(latest(4)));
}

}  // namespace
}  // namespace alloquy::chat
