// SPDX-License-Identifier: GPL-2.0-or-later
#include "upkeep_fixture.hpp"

namespace alloquy::upkeep {
namespace {

using test::error_of;

class Export : public UpkeepFixture {
protected:
    base::Id const alice_ = add("alice"), bob_ = add("bob");

    struct Whole {
        std::vector<nlohmann::json> items;
        std::size_t pages = 0;

        std::vector<nlohmann::json> of_type(std::string const& type) const {
            std::vector<nlohmann::json> out;
            for (auto const& item : items)
                if (item.at("type") == type) out.push_back(item);
            return out;
        }
    };
    Whole all_of(base::Id account) {
        Whole whole;
        std::string cursor;
        do {
            auto page = run(exports_->page(account, cursor)).value();
            ++whole.pages;
            for (auto& item : page.items) whole.items.push_back(std::move(item));
            cursor = page.next.value_or("");
        } while (!cursor.empty());
        return whole;
    }
};

TEST_F(Export, HoldsEverythingOfOneAccountAndNothingOfOthers) {
    auto const general = channel("#general"), dm = conversation(alice_, bob_);
    auto const edited = say(general, alice_, "frist");
    ASSERT_TRUE(run(messages_->edit(edited, alice_, "first", clock_.now())));
    auto const bobs = say(general, bob_, "bob's own");
    say(dm, alice_, "between us");
    ASSERT_TRUE(run(messages_->react(bobs, alice_, "+1")));
    ASSERT_TRUE(run(messages_->react(edited, bob_, "-1")));
    ASSERT_TRUE(run(messages_->mark_read(alice_, general, clock_.now())));
    ASSERT_TRUE(run(privacy_->block(alice_, bob_)));
    ASSERT_TRUE(run(accounts_->open_session("alice", {"correct horse battery", {}}, "", "laptop", "192.0.2.1")));

    auto const whole = all_of(alice_);
    EXPECT_EQ(whole.of_type("account").at(0).at("username"), "alice");
    EXPECT_EQ(whole.of_type("session").at(0).at("name"), "laptop");
    EXPECT_EQ(whole.of_type("privacy").at(0).at("direct_messages"), "everyone");
    EXPECT_EQ(whole.of_type("block").at(0).at("username"), "bob");
    EXPECT_EQ(whole.of_type("read_marker").at(0).at("room").at("channel"), "#general");
    ASSERT_EQ(whole.of_type("reaction").size(), 1U);
    EXPECT_EQ(whole.of_type("reaction").at(0).at("value"), "+1");
    auto const written = whole.of_type("message");
    ASSERT_EQ(written.size(), 2U);
    EXPECT_EQ(written[0].at("text"), "first");
    EXPECT_EQ(written[0].at("versions").at(0).at("text"), "frist");
    EXPECT_EQ(written[0].at("room").at("channel"), "#general");
    EXPECT_EQ(written[1].at("room").at("with"), "bob");
    for (auto const& item : whole.items)
        for (auto const* secret : {"token", "secret", "hash", "verifier"}) EXPECT_FALSE(item.contains(secret)) << item;
}

TEST_F(Export, ComesInPagesOfBoundedSize) {
    auto const general = channel("#general");
    std::string const large(60'000, 'x');
    for (int i = 0; i < 50; ++i) {
        say(general, alice_, large);
        say(general, bob_, "between");
    }
    auto const whole = all_of(alice_);
    EXPECT_EQ(whole.of_type("message").size(), 50U);
    EXPECT_GE(whole.pages, 5U);
    std::set<std::string> ids;
    for (auto const& item : whole.of_type("message")) ids.insert(item.at("id").get<std::string>());
    EXPECT_EQ(ids.size(), 50U) << "none twice";
}

TEST_F(Export, IsOpenForAWhileAfterThePasswordOnly) {
    EXPECT_FALSE(exports_->is_open(alice_));
    auto const until = exports_->open(alice_);
    EXPECT_TRUE(exports_->is_open(alice_));
    EXPECT_FALSE(exports_->is_open(bob_));
    clock_.set(until);
    EXPECT_FALSE(exports_->is_open(alice_));
}

TEST_F(Export, RefusesCursorsThatAreNone) {
    for (auto const* cursor :
         {"x", "messages", "messages:", "messages:-1", "messages:99999999999999999999", "account:1"})
        EXPECT_EQ(error_of(run(exports_->page(alice_, cursor))).field, "after") << cursor;
    EXPECT_EQ(error_of(run(exports_->page(99, ""))).reason, "account_not_found");
}

}  // namespace
}  // namespace alloquy::upkeep
