// SPDX-License-Identifier: GPL-2.0-or-later
#include "nonces.hpp"

#include "judge.hpp"
#include "support/error_of.hpp"
#include "support/fake_clock.hpp"
#include "support/run_task.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/chat/chat.hpp>
#include <alloquy/storage/database.hpp>

#include <gtest/gtest.h>

namespace alloquy::chat {
namespace {

using namespace std::chrono_literals;
using test::error_of;

class NoncesTest : public testing::Test {
protected:
    NoncesTest() { open(); }

    /// Also a restart.
    void open() {
        database_.reset();
        std::span<base::EmbeddedFile const> const migrations[] = {Chat::migrations()};
        auto database = storage::Database::open((folder_ / "test.db").string(), migrations);
        if (!database) throw std::runtime_error(database.error().message);
        database_ = std::move(*database);
    }
    Result<base::Id> reserve(base::Id poster, std::string nonce, base::Id fresh, base::Id room = 7) {
        Nonces nonces(*database_, clock_);
        return test::run_task(io_, nonces.reserve(poster, std::move(nonce), room, fresh));
    }

    test::TempDir folder_;
    test::FakeClock clock_;
    asio::io_context io_{1};
    std::unique_ptr<storage::Database> database_;
};

TEST_F(NoncesTest, RememberTheFirstIdForADay) {
    EXPECT_EQ(reserve(1, "a", 100), 100);
    open();
    EXPECT_EQ(reserve(1, "a", 101), 100);
    clock_.advance(23h);
    EXPECT_EQ(reserve(1, "a", 102), 100);
    clock_.advance(2h);
    EXPECT_EQ(reserve(1, "a", 103), 103);
}

TEST_F(NoncesTest, AreEachPostersOwnAndForOneRoom) {
    EXPECT_EQ(reserve(1, "a", 100), 100);
    EXPECT_EQ(reserve(2, "a", 101), 101);
    EXPECT_EQ(reserve(1, "A", 102), 102);
    EXPECT_EQ(error_of(reserve(1, "a", 103, /*room=*/8)).reason, "nonce_reused");
}

TEST(JudgeTest, SaysAtOnceThatNobodyCanBeAsked) {
    asio::io_context io{1};
    Links links;
    Judge judge(io.get_executor(), links);
    auto const begin = std::chrono::steady_clock::now();
    auto const asked = test::run_task(io, judge.may_write("alice", "alice!alice@api.alloquy", "#general"));
    EXPECT_EQ(error_of(asked).reason, "irc_unavailable");
    EXPECT_TRUE(error_of(asked).retry_after);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
    judge.answered(1, "BANNED");  // too late: nobody asks anymore
}

}  // namespace
}  // namespace alloquy::chat
