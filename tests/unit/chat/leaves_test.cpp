// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/error_of.hpp"
#include "support/fake_clock.hpp"
#include "support/run_task.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/chat/chat.hpp>
#include <alloquy/storage/database.hpp>

#include <gtest/gtest.h>

namespace alloquy::chat {
namespace {

using test::error_of;

class StoredLeaves : public testing::Test {
protected:
    StoredLeaves() {
        if (!crypto::initialize()) throw std::runtime_error("no random source");
        std::filesystem::create_directories(folder_ / "keys");
        open();
    }

    /// Also a restart.
    void open() {
        leaves_.reset();
        database_.reset();
        std::span<base::EmbeddedFile const> const migrations[] = {Chat::migrations()};
        auto database = storage::Database::open((folder_ / "alloquy.db").string(), migrations);
        if (!database) throw std::runtime_error(database.error().message);
        database_ = std::move(*database);
        leaves_ = std::make_unique<Leaves>(*database_, clock_, folder_ / "keys");
        if (auto opened = leaves_->open(); !opened) throw std::runtime_error(opened.error().message);
    }
    Result<LeafSecrets> add(std::string name) { return test::run_task(io_, leaves_->add(std::move(name))); }
    Result<> remove(std::string name) { return test::run_task(io_, leaves_->remove(std::move(name))); }

    test::TempDir folder_;
    test::FakeClock clock_;
    asio::io_context io_{1};
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<Leaves> leaves_;
};

TEST_F(StoredLeaves, ProveThemselvesWithTheirOwnSecretOnly) {
    auto const one = add("One.example.org").value(), two = add("two.example.org").value();
    EXPECT_EQ(one.leaf.server_id, "1AA");
    EXPECT_EQ(two.leaf.server_id, "1AB");
    open();
    EXPECT_TRUE(leaves_->proves("1AA", "one.example.org", one.module_secret));
    EXPECT_FALSE(leaves_->proves("1AB", "two.example.org", one.module_secret));
    EXPECT_FALSE(leaves_->proves("1AA", "two.example.org", one.module_secret));
    EXPECT_FALSE(leaves_->proves("1AB", "one.example.org", one.module_secret));
    EXPECT_FALSE(leaves_->proves("0AL", "one.example.org", one.module_secret));
    EXPECT_FALSE(leaves_->proves("1AA", "one.example.org", ""));
    EXPECT_FALSE(leaves_->proves("1AC", "", std::string(32, '\0')));
    EXPECT_NE(one.link_password, two.link_password);
    EXPECT_EQ(leaves_->link_password(leaves_->list().front()), one.link_password);
}

TEST_F(StoredLeaves, AreForgottenForGood) {
    auto const before = add("leaf.example.org").value();
    std::vector<std::string> removed;
    auto const subscription =
        leaves_->removed.subscribe([&](LeafRemoved const& event) { removed.push_back(event.leaf.server_id); });
    EXPECT_TRUE(remove("LEAF.example.org"));
    EXPECT_EQ(removed, std::vector<std::string>{"1AA"});
    EXPECT_EQ(error_of(remove("leaf.example.org")).code, Errc::not_found);
    EXPECT_FALSE(leaves_->proves("1AA", "leaf.example.org", before.module_secret));
    clock_.advance(std::chrono::milliseconds(1));
    auto const again = add("leaf.example.org").value();
    EXPECT_FALSE(leaves_->proves("1AA", "leaf.example.org", before.module_secret));
    EXPECT_NE(again.link_password, before.link_password);
    open();
    EXPECT_EQ(leaves_->list().size(), 1U);
}

TEST_F(StoredLeaves, HaveNamesThatServersMayHave) {
    for (auto const* name :
         {"", "leaf", "a..b", ".a.b", "a.b.", "-a.b", "a.b-", "a b.c", "a.b\n", "services.alloquy", "le\"af.org",
          "gr\xC3\xBCn.de"})
        EXPECT_EQ(error_of(add(name)).field, "name") << name;
    EXPECT_EQ(error_of(add(std::string(60, 'a') + ".org")).field, "name");
    ASSERT_TRUE(add("leaf.example.org"));
    EXPECT_EQ(error_of(add("Leaf.example.org")).code, Errc::conflict);
}

TEST_F(StoredLeaves, AreNotMoreThanTheServerCanWatchOver) {
    for (std::size_t i = 0; i < Leaves::kMost; ++i) ASSERT_TRUE(add("leaf" + std::to_string(i) + ".example.org"));
    EXPECT_EQ(error_of(add("another.example.org")).code, Errc::conflict);
    ASSERT_TRUE(remove("leaf7.example.org"));
    EXPECT_EQ(add("another.example.org").value().leaf.server_id, "1AH");
}

TEST_F(StoredLeaves, LeaveNoSecretInTheDatabase) {
    auto const leaf = add("leaf.example.org").value();
    for (auto const* name : {"alloquy.db", "alloquy.db-wal"}) {
        auto const bytes = test::read_text(folder_ / name);
        EXPECT_EQ(bytes.find(leaf.module_secret), std::string::npos);
        EXPECT_EQ(bytes.find(leaf.link_password), std::string::npos);
    }
}

}  // namespace
}  // namespace alloquy::chat
