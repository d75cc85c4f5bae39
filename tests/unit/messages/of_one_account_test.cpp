// SPDX-License-Identifier: GPL-2.0-or-later
// Export and deletion of what one account wrote.
#include "messages_fixture.hpp"

namespace alloquy::messages {
namespace {

using test::error_of;

class OfOneAccount : public MessagesFixture {
protected:
    /// All texts, in steps of `most`.
    std::string written_by(base::Id account, std::size_t most = 2) {
        std::string out;
        Messages::Walk walk;
        while (!walk.done) {
            auto found = run(messages_->written_by(account, walk.reached, most));
            EXPECT_TRUE(found);
            if (!found) break;
            EXPECT_LE(found->messages.size(), most);
            for (auto const& message : found->messages) out += message.text + ' ';
            walk = found->walk;
        }
        return out;
    }
};

TEST_F(OfOneAccount, EverythingItWroteIsExported) {
    for (int i = 1; i <= 5; ++i) {
        say("a" + std::to_string(i), i % 2 ? kRoom : kOtherRoom);
        say("b" + std::to_string(i), kRoom, kBob);
        say("guest", kRoom, 0);
    }
    EXPECT_EQ(written_by(kAlice), "a1 a2 a3 a4 a5 ");
    EXPECT_EQ(written_by(kBob, 1000), "b1 b2 b3 b4 b5 ");
    EXPECT_EQ(written_by(kCarol), "");
    EXPECT_EQ(error_of(run(messages_->written_by(0, 0, 10))).code, Errc::invalid_input);
}

TEST_F(OfOneAccount, WhatWasRedactedIsNotExported) {
    say("1");
    auto const two = say("2");
    say("3");
    ASSERT_TRUE(run(messages_->redact(two, kAlice, false)));
    EXPECT_EQ(written_by(kAlice), "1 3 ");
}

TEST_F(OfOneAccount, EverythingItWroteIsDestroyedInSteps) {
    std::vector<base::Id> told;
    auto subscription = messages_->redacted.subscribe([&](MessageRedacted const& event) { told.push_back(event.id); });
    std::vector<base::Id> hers;
    for (int i = 0; i < 5; ++i) {
        hers.push_back(say("a", i % 2 ? kRoom : kOtherRoom));
        say("b", kRoom, kBob);
    }
    auto const join = [&] {
        auto event = make("JOIN alice");
        event.kind = Kind::event;
        store({event});
        return event.id;
    }();
    hers.push_back(join);
    ASSERT_TRUE(run(messages_->edit(hers[0], kAlice, "edited", clock_.now())));
    auto const bobs = say("bob's", kRoom, kBob);
    ASSERT_TRUE(run(messages_->react(bobs, kAlice, ":)")));
    ASSERT_TRUE(run(messages_->react(bobs, kBob, ":)")));
    ASSERT_TRUE(run(messages_->react(bobs, kAlice, "nobody else's")));
    ASSERT_TRUE(run(messages_->mark_read(kAlice, kRoom, clock_.now())));
    ASSERT_TRUE(run(messages_->mark_read(kBob, kRoom, clock_.now())));
    Messages::Walk walk;
    while (!walk.done) {
        auto before = told.size();
        auto step = run(messages_->redact_all_of(kAlice, walk.reached, 2));
        ASSERT_TRUE(step);
        EXPECT_LE(told.size(), before + 2);
        walk = *step;
    }
    EXPECT_EQ(told, hers);
    for (auto id : hers) {
        EXPECT_TRUE(find(id).redacted_at);
        EXPECT_EQ(find(id).text + find(id).source, "");
    }
    EXPECT_EQ(number("SELECT count(*) FROM message_versions"), 0);
    ASSERT_EQ(find(bobs).reactions.size(), 1U);
    EXPECT_EQ(find(bobs).reactions[0].accounts, std::vector{kBob});
    EXPECT_EQ(number("SELECT count(*) FROM reaction_values"), 1);
    EXPECT_EQ(run(messages_->read_marker(kAlice, kRoom)).value(), std::nullopt);
    EXPECT_TRUE(run(messages_->read_marker(kBob, kRoom)).value());
    EXPECT_EQ(written_by(kBob), "b b b b b bob's ");
    EXPECT_EQ(error_of(run(messages_->redact_all_of(0, 0, 10))).code, Errc::invalid_input);
}

}  // namespace
}  // namespace alloquy::messages
