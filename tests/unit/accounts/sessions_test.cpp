// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/accounts_fixture.hpp"

#include <alloquy/async/task_group.hpp>

#include <algorithm>

namespace alloquy::accounts {
namespace {

using namespace std::chrono_literals;
using test::error_of;

class Sessions : public test::AccountsFixture {
protected:
    Sessions() {
        subscription_ = accounts_->credential_revoked.subscribe([this](CredentialRevoked const& event) {
            revoked_.push_back(event.credential);
        });
    }
    base::Id session_of(std::string const& token) {
        auto identity = run(accounts_->authenticate(token, kPeer));
        return identity ? identity->session_id : 0;
    }

    std::vector<base::Id> revoked_;
    base::Subscription subscription_;
};

TEST_F(Sessions, AreListedWithNameAddressAndTime) {
    auto alice = add("alice").account.id;
    clock_.advance(1h);
    ASSERT_TRUE(run(accounts_->open_session("alice", proof(), "", "Phone", "2001:db8::1")));
    auto list = run(accounts_->sessions(alice));
    ASSERT_TRUE(list);
    ASSERT_EQ(list->size(), 2U);
    EXPECT_EQ(list->front().name, "Phone");
    EXPECT_EQ(list->front().peer, "2001:db8::1");
    EXPECT_EQ(list->front().created_at, clock_.now());
    EXPECT_EQ(list->back().created_at, clock_.now() - 1h);
}

TEST_F(Sessions, EndOneByOneAndAtOnce) {
    auto alice = add("alice");
    auto phone = open_session("alice");
    ASSERT_TRUE(phone);
    // Both tokens were used, so both are remembered: the end must reach the memory too.
    ASSERT_TRUE(works(alice.token));
    auto ended = session_of(phone->token);
    ASSERT_TRUE(run(accounts_->revoke_session(alice.account.id, ended)));
    EXPECT_FALSE(works(phone->token));
    EXPECT_EQ(error_of(run(accounts_->authenticate(phone->token, kPeer))).reason, "invalid_token");
    EXPECT_TRUE(works(alice.token));
    EXPECT_EQ(revoked_, std::vector<base::Id>{ended});
    EXPECT_EQ(error_of(run(accounts_->revoke_session(alice.account.id, ended))).code, Errc::not_found);
}

TEST_F(Sessions, EndAllButTheOneThatAsks) {
    auto alice = add("alice");
    std::vector<std::string> others;
    for (int i = 0; i < 3; ++i) others.push_back(open_session("alice")->token);
    for (auto const& token : others) ASSERT_TRUE(works(token));
    ASSERT_TRUE(run(accounts_->revoke_sessions(alice.account.id, session_of(alice.token))));
    for (auto const& token : others) EXPECT_FALSE(works(token));
    EXPECT_TRUE(works(alice.token));
    EXPECT_EQ(revoked_.size(), 3U);
}

TEST_F(Sessions, OfOthersCannotBeEnded) {
    auto alice = add("alice"), bob = add("bob");
    EXPECT_EQ(error_of(run(accounts_->revoke_session(bob.account.id, session_of(alice.token)))).code, Errc::not_found);
    EXPECT_TRUE(works(alice.token));
    EXPECT_TRUE(revoked_.empty());
}

TEST_F(Sessions, AreNotOpenedByTokensThatNobodyMade) {
    for (std::string token : {std::string(), std::string("x"), crypto::random_token(), std::string(100'000, 'a')})
        EXPECT_EQ(error_of(run(accounts_->authenticate(token, kPeer))).code, Errc::unauthenticated);
}

TEST_F(Sessions, TokenThatIsRevokedWhileItIsCheckedIsNotRemembered) {
    auto alice = add("alice");
    auto id = session_of(open_session("alice")->token);
    auto phone = open_session("alice");
    ASSERT_TRUE(phone);
    std::optional<Result<http::Identity>> checked;
    std::optional<Result<>> ended;
    asio::co_spawn(
        io_, accounts_->authenticate(phone->token, kPeer),
        [&](std::exception_ptr, Result<http::Identity> result) { checked = std::move(result); }
    );
    asio::co_spawn(io_, accounts_->revoke_sessions(alice.account.id, id), [&](std::exception_ptr, Result<> result) {
        ended = std::move(result);
    });
    while (!checked || !ended) {
        io_.restart();
        io_.run_one_for(60s);
    }
    EXPECT_FALSE(works(phone->token)) << "whatever the first answer was";
}

TEST_F(Sessions, RememberWhenTheyWereLastSeen) {
    auto alice = add("alice");
    ASSERT_TRUE(works(alice.token));
    clock_.advance(10min);
    ASSERT_TRUE(works(alice.token));
    EXPECT_EQ(run(accounts_->sessions(alice.account.id))->front().last_seen_at, clock_.now());
}

TEST_F(Sessions, HousekeepingStopsAtOnceAndWritesWhatIsNotWrittenYet) {
    auto alice = add("alice");
    clock_.advance(10min);
    ASSERT_TRUE(works(alice.token));
    auto const seen = clock_.now();
    {
        async::TaskGroup tasks(io_.get_executor(), "test");
        tasks.spawn(accounts_->housekeeping());
        io_.restart();
        io_.poll();
        auto begun = std::chrono::steady_clock::now();
        test::run_task(io_, tasks.stop(60s));
        EXPECT_LT(std::chrono::steady_clock::now() - begun, 30s);
        EXPECT_EQ(tasks.size(), 0U);
    }
    clock_.advance(1h);
    open();  // nothing in memory anymore
    EXPECT_EQ(run(accounts_->sessions(alice.account.id))->front().last_seen_at, seen);
}

TEST_F(Sessions, HousekeepingForgetsWhatIsOver) {
    auto alice = add("alice");
    ASSERT_TRUE(run(accounts_->rename(alice.account.id, "alicia")));
    ASSERT_TRUE(run(accounts_->add_reset_link("alicia")));
    clock_.advance(31 * 24h);
    async::TaskGroup tasks(io_.get_executor(), "test");
    tasks.spawn(accounts_->housekeeping());
    io_.restart();
    io_.poll();
    test::run_task(io_, tasks.stop(60s));
    auto left = run(database_->read([](storage::Connection& db) -> Result<std::int64_t> {
        auto statement = db.prepare("SELECT (SELECT count(*) FROM reset_links) + (SELECT count(*) FROM held_names)");
        if (auto row = statement.step(); !row) return std::unexpected(row.error());
        return statement.integer(0);
    }));
    EXPECT_EQ(left, 0);
}

}  // namespace
}  // namespace alloquy::accounts
