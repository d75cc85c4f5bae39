// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"
#include "support/fake_clock.hpp"
#include "support/run_task.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/accounts/accounts.hpp>
#include <alloquy/privacy/privacy.hpp>
#include <alloquy/rooms/rooms.hpp>

#include <gtest/gtest.h>

namespace alloquy::privacy {
namespace {

using test::error_of;

class StoredPrivacy : public testing::Test {
protected:
    static constexpr base::Id kAlice = 11, kBob = 12, kCarol = 13;

    StoredPrivacy() {
        open();
        for (auto const& [id, name] : {std::pair(kAlice, "Alice"), {kBob, "bob"}, {kCarol, "carol"}}) add(id, name);
        execute("INSERT INTO rooms (id, kind, slug, created_at) VALUES (101, 'text', 'general', 0)");
        execute("INSERT INTO rooms (id, kind, slug, created_at) VALUES (102, 'text', 'random', 0)");
        execute("INSERT INTO rooms (id, kind, first_account, second_account, created_at) VALUES (103, 'dm', 11, 12, 0)"
        );
    }

    /// Also a restart.
    void open() {
        privacy_.reset();
        database_.reset();
        std::span<base::EmbeddedFile const> const migrations[] = {
            accounts::migrations(), rooms::Rooms::migrations(), Privacy::migrations()
        };
        auto database = storage::Database::open((folder_ / "alloquy.db").string(), migrations);
        if (!database) throw std::runtime_error(database.error().message);
        database_ = std::move(*database);
        privacy_ = std::make_unique<Privacy>(*database_, clock_);
        subscription_ = privacy_->changed.subscribe([this](PrivacyChanged const& event) { events_.push_back(event); });
    }
    void execute(std::string const& sql) {
        auto done = database_->write_now([&](storage::Connection& db) { return db.execute(sql); });
        if (!done) throw std::runtime_error(done.error().detail);
    }
    void add(base::Id id, std::string const& name) {
        auto const text = std::to_string(id);
        execute(
            "INSERT INTO accounts (id, username, username_key, display_name, status, mumble_id, scheme, verifier, "
            "created_at) VALUES (" +
            text + ", '" + name + "', lower('" + name + "'), '" + name + "', 'active', " + text +
            ", 'password', x'00', 0)"
        );
    }
    template <class T>
    T run(Task<T> task) {
        return test::run_task(io_, std::move(task));
    }
    bool may_write(base::Id author, base::Id recipient, bool share_a_room = false) {
        auto answer = run(privacy_->may_write(author, recipient, share_a_room));
        EXPECT_TRUE(answer || answer.error().reason == "dm_policy");
        return answer.has_value();
    }
    std::string blocked_by(base::Id account) {
        std::string out;
        for (auto const& one : run(privacy_->blocked(account)).value()) out += (out.empty() ? "" : " ") + one.username;
        return out;
    }

    test::TempDir folder_;
    test::FakeClock clock_;
    asio::io_context io_{1};
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<Privacy> privacy_;
    base::Subscription subscription_;
    std::vector<PrivacyChanged> events_;
};

TEST_F(StoredPrivacy, LetsEverybodyWriteUntilToldOtherwise) {
    EXPECT_TRUE(may_write(kBob, kAlice));
    EXPECT_EQ(blocked_by(kAlice), "");
}

TEST_F(StoredPrivacy, ABlockHoldsForOneDirectionAndOverARestart) {
    ASSERT_TRUE(may_write(kBob, kAlice));  // and is remembered
    ASSERT_TRUE(run(privacy_->block(kAlice, kBob)));
    clock_.advance(std::chrono::seconds(1));
    ASSERT_TRUE(run(privacy_->block(kAlice, kCarol)));
    for (int start = 0; start < 2; ++start) {
        EXPECT_FALSE(may_write(kBob, kAlice));
        EXPECT_FALSE(may_write(kBob, kAlice, /*share_a_room=*/true));
        EXPECT_TRUE(may_write(kAlice, kBob));
        EXPECT_EQ(blocked_by(kAlice), "bob carol");
        open();
    }
    ASSERT_TRUE(run(privacy_->unblock(kAlice, kBob)));
    EXPECT_TRUE(may_write(kBob, kAlice));
    EXPECT_EQ(error_of(run(privacy_->unblock(kAlice, kBob))).reason, "not_blocked");
}

TEST_F(StoredPrivacy, BlockingTwiceIsBlockingOnceAndNobodyBlocksThemselvesOrStrangers) {
    ASSERT_TRUE(run(privacy_->block(kAlice, kBob, "here")));
    ASSERT_TRUE(run(privacy_->block(kAlice, kBob, "there")));
    ASSERT_EQ(events_.size(), 1U);
    EXPECT_EQ(events_[0].account, kAlice);
    EXPECT_EQ(events_[0].other, kBob);
    EXPECT_EQ(events_[0].name, "bob");
    EXPECT_TRUE(events_[0].blocked);
    EXPECT_EQ(events_[0].origin, "here");
    EXPECT_EQ(error_of(run(privacy_->block(kAlice, kAlice))).reason, "invalid_input");
    EXPECT_EQ(error_of(run(privacy_->block(kAlice, 99))).reason, "account_not_found");
}

TEST_F(StoredPrivacy, AListHasABound) {
    execute(
        "WITH RECURSIVE n(i) AS (VALUES (1000) UNION ALL SELECT i + 1 FROM n WHERE i < 1999) INSERT INTO accounts (id, "
        "username, username_key, display_name, status, mumble_id, scheme, verifier, created_at) SELECT i, 'u' || i, "
        "'u' "
        "|| i, '', 'active', i, 'password', x'00', 0 FROM n"
    );
    execute("INSERT INTO blocks SELECT 11, id, 0 FROM accounts WHERE id >= 1000");
    EXPECT_EQ(error_of(run(privacy_->block(kAlice, kBob))).reason, "too_many_blocks");
    ASSERT_TRUE(run(privacy_->block(kAlice, 1500)));  // is there already
    ASSERT_TRUE(run(privacy_->unblock(kAlice, 1500)));
    EXPECT_TRUE(run(privacy_->block(kAlice, kBob)));
}

TEST_F(StoredPrivacy, APolicyRefusesWithTheWordsOfABlock) {
    ASSERT_TRUE(run(privacy_->set_from(kAlice, From::nobody)));
    ASSERT_TRUE(run(privacy_->block(kAlice, kCarol)));
    auto const by_policy = run(privacy_->may_write(kBob, kAlice, false)).error();
    auto const by_block = run(privacy_->may_write(kCarol, kAlice, false)).error();
    EXPECT_EQ(by_policy.message, by_block.message);
    EXPECT_EQ(by_policy.reason, by_block.reason);
    EXPECT_TRUE(may_write(kAlice, kAlice));
    open();
    EXPECT_EQ(run(privacy_->of(kAlice)).value()->from, From::nobody);
}

TEST_F(StoredPrivacy, RoomsMeansATextRoomInWhichBothWere) {
    ASSERT_TRUE(run(privacy_->set_from(kAlice, From::rooms)));
    EXPECT_FALSE(may_write(kBob, kAlice));
    EXPECT_TRUE(may_write(kBob, kAlice, /*share_a_room=*/true));
    EXPECT_TRUE(privacy_->is_news({kAlice, 101}));
    ASSERT_TRUE(run(privacy_->note({{kAlice, 101}, {kBob, 102}})));
    EXPECT_FALSE(privacy_->is_news({kAlice, 101}));
    EXPECT_FALSE(may_write(kBob, kAlice));
    // A conversation is no room in common, and an account or room that is gone is left out.
    ASSERT_TRUE(run(privacy_->note({{kAlice, 103}, {kBob, 103}, {99, 101}, {kBob, 999}})));
    EXPECT_FALSE(may_write(kBob, kAlice));
    ASSERT_TRUE(run(privacy_->note({{kBob, 101}, {kBob, 101}})));
    open();
    EXPECT_TRUE(may_write(kBob, kAlice));
    EXPECT_FALSE(may_write(kCarol, kAlice));
}

TEST_F(StoredPrivacy, FollowsRenamesAndForgetsTheDeleted) {
    ASSERT_TRUE(run(privacy_->block(kAlice, kBob)));
    ASSERT_TRUE(run(privacy_->block(kCarol, kBob)));
    ASSERT_TRUE(run(privacy_->note({{kBob, 101}})));
    execute("UPDATE accounts SET username = 'robert', username_key = 'robert' WHERE id = 12");
    EXPECT_EQ(blocked_by(kAlice), "robert");
    execute("DELETE FROM accounts WHERE id = 12");
    EXPECT_EQ(blocked_by(kAlice), "");
    execute("DELETE FROM accounts WHERE id = 13");
    auto const left = database_->write_now([](storage::Connection& db) -> Result<std::int64_t> {
        auto statement = db.prepare("SELECT (SELECT count(*) FROM blocks) + (SELECT count(*) FROM room_visits)");
        if (auto row = statement.step(); !row) return std::unexpected(row.error());
        return statement.integer(0);
    });
    EXPECT_EQ(left.value_or(-1), 0);
}

}  // namespace
}  // namespace alloquy::privacy
