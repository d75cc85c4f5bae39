// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"
#include "support/fake_clock.hpp"
#include "support/run_task.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/base/file.hpp>
#include <alloquy/crypto/secret.hpp>
#include <alloquy/storage/database.hpp>
#include <alloquy/webhooks/webhooks.hpp>

#include <gtest/gtest.h>

namespace alloquy::webhooks {
namespace {

using test::error_of;

class WebhooksTest : public testing::Test {
protected:
    static void SetUpTestSuite() { ASSERT_TRUE(crypto::initialize()); }

    WebhooksTest() { open(); }

    /// Also a restart.
    void open() {
        webhooks_.reset();
        database_.reset();
        std::span<base::EmbeddedFile const> const migrations[] = {Webhooks::migrations()};
        auto database = storage::Database::open((folder_ / "test.db").string(), migrations);
        if (!database) throw std::runtime_error(database.error().message);
        database_ = std::move(*database);
        webhooks_ = std::make_unique<Webhooks>(*database_, clock_, ids_);
    }

    template <class T>
    T run(Task<T> task) {
        return test::run_task(io_, std::move(task));
    }

    Result<Webhooks::New> try_add(std::string name, std::string avatar_url = {}, base::Id room = 7) {
        Webhook wanted;
        wanted.room = room;
        wanted.name = std::move(name);
        wanted.avatar_url = std::move(avatar_url);
        wanted.created_by = 11;
        return run(webhooks_->add(std::move(wanted)));
    }

    test::TempDir folder_;
    test::FakeClock clock_;
    asio::io_context io_{1};
    base::IdGenerator ids_{clock_, 0, 0};
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<Webhooks> webhooks_;
};

TEST_F(WebhooksTest, OpenWithTheirTokenOnly) {
    auto const made = try_add("CI", "https://example.org/ci.png");
    ASSERT_TRUE(made);
    auto const other = try_add("other");
    open();
    auto const opened = run(webhooks_->open(made->webhook.id, made->token));
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->name, "CI");
    EXPECT_EQ(opened->avatar_url, "https://example.org/ci.png");
    EXPECT_EQ(opened->room, 7);
    EXPECT_EQ(opened->created_by, 11);
    EXPECT_FALSE(opened->mentions_everyone);
    for (auto const& token : {other->token, std::string(), made->token + "x"})
        EXPECT_EQ(error_of(run(webhooks_->open(made->webhook.id, token))).reason, "webhook_not_found");
    EXPECT_EQ(error_of(run(webhooks_->open(made->webhook.id + 1, made->token))).reason, "webhook_not_found");
}

TEST_F(WebhooksTest, TokensAreNotInTheDatabase) {
    auto const made = try_add("CI");
    webhooks_.reset();
    database_.reset();
    auto const bytes = base::read_file(folder_ / "test.db", 10'000'000);
    ASSERT_TRUE(bytes);
    EXPECT_TRUE(bytes->contains("CI"));
    EXPECT_FALSE(bytes->contains(made->token));
}

TEST_F(WebhooksTest, AreChangedAndRemoved) {
    auto const id = try_add("CI")->webhook.id;
    auto const changed = run(webhooks_->change(id, {.name = "Builds", .avatar_url = {}, .mentions_everyone = true}));
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->name, "Builds");
    open();
    EXPECT_TRUE(run(webhooks_->find(id))->mentions_everyone);
    EXPECT_EQ(
        error_of(run(webhooks_->change(id, {.name = "", .avatar_url = {}, .mentions_everyone = {}}))).field, "name"
    );
    ASSERT_TRUE(run(webhooks_->remove(id)));
    EXPECT_EQ(error_of(run(webhooks_->remove(id))).code, Errc::not_found);
    EXPECT_EQ(error_of(run(webhooks_->find(id))).code, Errc::not_found);
    EXPECT_EQ(error_of(run(webhooks_->change(id, {}))).code, Errc::not_found);
}

TEST_F(WebhooksTest, AreAtMost20InARoom) {
    for (std::size_t i = 0; i < kMostPerRoom; ++i) ASSERT_TRUE(try_add("hook"));
    EXPECT_EQ(error_of(try_add("hook")).reason, "too_many_webhooks");
    EXPECT_TRUE(try_add("hook", "", 8));
    EXPECT_EQ(run(webhooks_->of_room(7))->size(), kMostPerRoom);
    EXPECT_EQ(run(webhooks_->of_room(8))->size(), 1U);
}

TEST_F(WebhooksTest, NamesAndAvatarsThatAreNoneAreRefused) {
    for (auto const* name : {"", "  ", "a\nb", "\xFF"}) EXPECT_EQ(error_of(try_add(name)).field, "name");
    EXPECT_EQ(error_of(try_add(std::string(65, 'x'))).field, "name");
    for (auto const* url :
         {"http://example.org/a.png", "https://", "javascript:alert(1)", "https://a b", "https://a\n"})
        EXPECT_EQ(error_of(try_add("x", url)).field, "avatar_url");
    EXPECT_EQ(error_of(try_add("x", "https://" + std::string(512, 'x'))).field, "avatar_url");
}

TEST(WebhookNick, IsOneThatNobodyElseCanHave) {
    EXPECT_EQ(nick_of("CI"), "hook|CI");
    EXPECT_EQ(nick_of("Build & test!"), "hook|Build_test");
    EXPECT_EQ(nick_of("  spaced  out  "), "hook|spaced_out");
    EXPECT_EQ(nick_of("\xE6\xB8\xAC\xE8\xA9\xA6"), "hook|webhook");
    EXPECT_EQ(nick_of(std::string(64, 'x')), "hook|" + std::string(27, 'x'));
    EXPECT_EQ(nick_of("a|b!c@d e"), "hook|a_b_c_d_e");
}

}  // namespace
}  // namespace alloquy::webhooks
