// SPDX-License-Identifier: GPL-2.0-or-later
// The index follows the messages: what is new, what was edited, what is gone; across restarts, and when it is lost.
#include "index_file.hpp"
#include "search_fixture.hpp"

#include <alloquy/async/task_group.hpp>

namespace alloquy::search {
namespace {

using messages::Keep;

class InStep : public SearchFixture {
protected:
    /// Rows of the index that have this word, whatever is shown of them.
    std::size_t rows_with(std::string const& word) {
        auto key = test::read_text(keys_ / "search.key");
        TokenMaker tokens(key);
        auto connection = storage::Connection::open(index_.string(), storage::Connection::Mode::read_only);
        if (!connection) return 999;
        auto found = find_candidates(**connection, tokens.token(Mark::word, word), 1, 1'000'000, true, 100);
        return found ? found->size() : 999;
    }
    std::int64_t removals() { return number("SELECT count(*) FROM search_removals"); }
};

TEST_F(InStep, AnEditTakesTheOldWordsAway) {
    auto const id = say("butterfly here");
    catch_up();
    ASSERT_TRUE(run(messages_->edit(id, kAlice, "caterpillar here", clock_.now())));
    EXPECT_EQ(found("butterfly"), "");  // already before the index knows
    catch_up();
    EXPECT_EQ(found("caterpillar"), "caterpillar here");
    EXPECT_EQ(found("here"), "caterpillar here");
    EXPECT_EQ(rows_with("butterfly"), 0U);
    EXPECT_EQ(rows_with("caterpillar"), 1U);
    EXPECT_EQ(removals(), 0);
}

TEST_F(InStep, ManyEditsBetweenTwoStepsLeaveTheLastText) {
    auto const id = say("first");
    catch_up();
    for (auto text : {"second", "third", "fourth"}) ASSERT_TRUE(run(messages_->edit(id, kAlice, text, clock_.now())));
    catch_up();
    for (auto word : {"first", "second", "third"}) EXPECT_EQ(rows_with(word), 0U) << word;
    EXPECT_EQ(found("fourth"), "fourth");
}

TEST_F(InStep, AnEditBeforeTheFirstStepCountsOnce) {
    auto const id = say("early");
    ASSERT_TRUE(run(messages_->edit(id, kAlice, "late", clock_.now())));
    catch_up();
    EXPECT_EQ(rows_with("early"), 0U);
    EXPECT_EQ(rows_with("late"), 1U);
    ASSERT_TRUE(run(messages_->redact(id, kAlice, false)));
    catch_up();
    EXPECT_EQ(rows_with("late"), 0U);
}

TEST_F(InStep, ARedactionLeavesNothing) {
    auto const id = say("regret");
    say("regret nothing");
    catch_up();
    ASSERT_TRUE(run(messages_->redact(id, kAlice, false)));
    EXPECT_EQ(found("regret"), "regret nothing");
    EXPECT_EQ(removals(), 1);
    catch_up();
    EXPECT_EQ(rows_with("regret"), 1U);
    EXPECT_EQ(removals(), 0);
}

TEST_F(InStep, ARedactionOfTheOnlyMessageBeforeItWasSeenIsNoDamage) {
    ASSERT_TRUE(run(messages_->redact(say("gone"), kAlice, false)));
    catch_up();
    say("here");
    catch_up();
    EXPECT_EQ(rows_with("gone"), 0U);
    EXPECT_EQ(found("here"), "here");
}

TEST_F(InStep, RetentionTakesWordsAlong) {
    say_many(5);
    say("six");
    catch_up();
    Keep keep;
    keep.newest = 1;
    while (*run(messages_->expire_some(kRoom, keep, 2)) > 0) {}
    EXPECT_EQ(removals(), 5);
    catch_up();
    EXPECT_EQ(found("six"), "six");
    EXPECT_EQ(removals(), 0);
    say("seven");
    catch_up();
    EXPECT_EQ(found("in"), "");
}

TEST_F(InStep, DeletingAnAccountTakesWordsAlong) {
    say("mine alone");
    say("theirs", kRoom, kBob);
    catch_up();
    for (std::int64_t after = 0;;) {
        auto walk = run(messages_->redact_all_of(kAlice, after, 10));
        ASSERT_TRUE(walk);
        after = walk->reached;
        if (walk->done) break;
    }
    catch_up();
    EXPECT_EQ(rows_with("alone"), 0U);
    EXPECT_EQ(rows_with("theirs"), 1U);
}

TEST_F(InStep, AChangeThatFailsRemovesNothing) {
    auto const id = say("stays");
    catch_up();
    EXPECT_FALSE(run(messages_->redact(id, kBob, false)));
    EXPECT_FALSE(run(messages_->edit(id, kBob, "x", clock_.now())));
    ASSERT_TRUE(run(messages_->edit(id, kAlice, "stays", clock_.now())));  // the same text
    EXPECT_EQ(removals(), 0);
}

TEST_F(InStep, GoesOnAfterAKillWhereItWas) {
    say("before");
    catch_up();
    auto const id = say("between");
    ASSERT_TRUE(run(messages_->redact(say("unseen"), kAlice, false)));
    restart();
    EXPECT_EQ(found("before"), "before");
    EXPECT_EQ(found("between"), "");
    catch_up();
    EXPECT_EQ(found("between"), "between");
    ASSERT_TRUE(run(messages_->redact(id, kAlice, false)));
    restart();
    catch_up();
    EXPECT_EQ(rows_with("between"), 0U);
}

TEST_F(InStep, ARemovalThatWasDoneButNotCrossedOffIsNotDoneTwice) {
    auto const id = say("edited");
    catch_up();
    ASSERT_TRUE(run(messages_->edit(id, kAlice, "again", clock_.now())));
    execute("CREATE TEMP TABLE kept AS SELECT * FROM search_removals");
    catch_up();
    execute("INSERT INTO search_removals SELECT * FROM kept");  // as if killed in between
    restart();
    catch_up();
    EXPECT_EQ(rows_with("again"), 1U);
    EXPECT_EQ(found("again"), "again");
}

TEST_F(InStep, ALostIndexIsMadeAnew) {
    auto const id = say("everything");
    ASSERT_TRUE(run(messages_->edit(id, kAlice, "everything again", clock_.now())));
    catch_up();
    ASSERT_TRUE(run(messages_->redact(say("nothing"), kAlice, false)));
    stop();
    for (auto suffix : {"", "-wal", "-shm"}) std::filesystem::remove(index_.string() + suffix);
    restart();
    EXPECT_EQ(found("everything"), "");
    catch_up();
    EXPECT_EQ(found("everything"), "everything again");
    EXPECT_EQ(rows_with("nothing"), 0U);
}

TEST_F(InStep, AnIndexThatIsNoneIsMadeAnew) {
    say("everything");
    catch_up();
    stop();
    test::write_text(index_, std::string(8192, 'x'));
    restart();
    catch_up();
    EXPECT_EQ(found("everything"), "everything");
}

TEST_F(InStep, WithAnotherKeyTheIndexIsMadeAnew) {
    say("everything");
    catch_up();
    for (auto const& bytes : {std::string(16, 'k'), std::string("short")}) {
        stop();
        test::write_text(keys_ / "search.key", bytes);
        restart();
        EXPECT_EQ(found("everything"), "");
        catch_up();
        EXPECT_EQ(found("everything"), "everything");
    }
    EXPECT_EQ(test::read_text(keys_ / "search.key").size(), 16U);
}

TEST_F(InStep, AnIndexOfLaterMessagesThanThereAreIsMadeAnew) {
    say_many(3);
    catch_up();
    stop();
    auto const backup = test::read_text(file_);
    restart();
    say("lost with the backup");
    catch_up();
    stop();
    test::write_text(file_, backup);
    restart();
    say("has the same sequence");
    catch_up();
    EXPECT_EQ(found("same sequence"), "has the same sequence");
    EXPECT_EQ(rows_with("backup"), 0U);
}

TEST_F(InStep, AMessageThatCannotBeReadIsPassedOver) {
    say("readable");
    say("damaged");
    say("after");
    execute("UPDATE messages SET sealed = x'00' WHERE sequence = 2");
    catch_up();
    EXPECT_EQ(found("damaged"), "");
    EXPECT_EQ(found("after"), "after");
    // Also when it was damaged later.
    execute("UPDATE messages SET sealed = x'00' WHERE sequence = 3");
    EXPECT_EQ(found("after"), "");
    EXPECT_EQ(found("readable"), "readable");
}

TEST_F(InStep, MessagesSealedWithANewKeyAreFoundToo) {
    say("old key");
    ASSERT_TRUE(run(messages_->rotate_key()));
    say("new key");
    catch_up();
    EXPECT_EQ(found("key"), "new key | old key");
    while (*run(messages_->reseal_some(10)) > 0) {}
    EXPECT_EQ(found("key"), "new key | old key");
    EXPECT_EQ(removals(), 0);
}

TEST_F(InStep, ManyMessagesAreDoneInSeveralCommits) {
    std::vector<messages::NewMessage> batch;
    for (int i = 0; i < 9000; ++i) batch.push_back(make("flood " + std::to_string(i)));
    store(std::move(batch));
    catch_up();
    EXPECT_EQ(search_->indexed_to(), 9000);
    EXPECT_EQ(found("8999"), "flood 8999");
    // A phrase that the index can't tell from others may take several pages.
    auto asked = request("\"flood 0\"");
    auto page = page_of(asked);
    for (; page.hits.empty() && page.next; page = page_of(asked)) asked.cursor = page.next;
    EXPECT_EQ(texts(page), "flood 0");
    EXPECT_EQ(index_number("SELECT indexed_to FROM search_state"), 9000);
}

TEST_F(InStep, AHugeTextCostsABoundedNumberOfTokens) {
    std::string text;
    for (int i = 0; text.size() < messages::kMostText - 10; ++i) text += std::to_string(i * 7919) + " ";
    say(text);
    catch_up();
    EXPECT_EQ(page_of(request("7919")).hits.size(), 1U);
}

TEST_F(InStep, RunsByItselfUntilItIsStopped) {
    async::TaskGroup tasks(io_.get_executor(), "test");
    tasks.spawn(search_->run(tasks));
    auto const wait_until_found = [&](std::string const& word, std::size_t count) {
        auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (page_of(request(word)).hits.size() != count && std::chrono::steady_clock::now() < deadline)
            io_.run_one_for(std::chrono::milliseconds(50));
        EXPECT_EQ(page_of(request(word)).hits.size(), count);
    };
    auto const id = say("live");
    wait_until_found("live", 1);
    ASSERT_TRUE(run(messages_->edit(id, kAlice, "alive", clock_.now())));
    wait_until_found("alive", 1);
    run(tasks.stop(std::chrono::seconds(5)));
    EXPECT_EQ(tasks.size(), 0U);
}

TEST_F(InStep, ABrokenIndexIsMadeAnewWhileItRuns) {
    say_many(50);
    say("wholesome");
    catch_up();
    auto damaging = storage::Connection::open(index_.string(), storage::Connection::Mode::read_write);
    ASSERT_TRUE(damaging && (*damaging)->execute("DELETE FROM search_index_data WHERE id > 100"));
    EXPECT_EQ(test::error_of(run(search_->search(request("wholesome")))).code, Errc::internal);
    async::TaskGroup tasks(io_.get_executor(), "test");
    tasks.spawn(search_->run(tasks));
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    auto const found_again = [&] {
        auto page = run(search_->search(request("wholesome")));
        return page && !page->hits.empty();
    };
    while (!found_again() && std::chrono::steady_clock::now() < deadline)
        io_.run_one_for(std::chrono::milliseconds(50));
    EXPECT_TRUE(found_again());
    run(tasks.stop(std::chrono::seconds(5)));
}

TEST_F(InStep, NoWordIsInAnyFile) {
    std::vector<std::string> const words{"hummingbird", "nightingale", "sparrowhawk", "kingfisher"};
    auto const id = say(words[0] + " @" + words[1] + " https://" + words[2] + ".example/a.png");
    say("other", kAliceAndBob);
    catch_up();
    ASSERT_FALSE(found(words[0]).empty());
    ASSERT_TRUE(run(messages_->edit(id, kAlice, words[3], clock_.now())));
    auto const in_files = [&](std::string const& word) {
        std::string files;
        for (auto const& entry : std::filesystem::recursive_directory_iterator(folder_.path()))
            if (entry.is_regular_file()) files += test::read_text(entry.path());
        return files.find(word) != std::string::npos;
    };
    EXPECT_EQ(removals(), 1);  // what is noted for the index is there too
    for (auto const& word : words) EXPECT_FALSE(in_files(word)) << word;
    catch_up();
    EXPECT_TRUE(std::filesystem::exists(index_.string() + "-wal"));
    for (auto const& word : words) EXPECT_FALSE(in_files(word) || in_files(word.substr(0, 6))) << word;
    EXPECT_TRUE(in_files("search_index"));
}

}  // namespace
}  // namespace alloquy::search
