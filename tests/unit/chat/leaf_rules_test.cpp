// SPDX-License-Identifier: GPL-2.0-or-later
#include "leaf_rules.hpp"

#include "fake_whereabouts.hpp"

#include <gtest/gtest.h>

namespace alloquy::chat {
namespace {

using namespace std::chrono_literals;

class LeafRules : public testing::Test {
protected:
    LeafRules() {
        whereabouts.add("1AAAAAAAB", "alice", "alice");
        whereabouts.add("0ALAAAAAB", "bob", "bob");
        message.id = id_at(now);
        message.uid = "1AAAAAAAB";
        message.source = "alice!alice@users.alloquy";
        message.account = "alice";
        message.target = "#general";
    }
    static base::Id id_at(base::Timestamp time, unsigned node = 7) { return base::first_id_at(time) | node << 12; }
    Errc refusal() {
        auto checked = check_leaf_message({"1AA", 7}, message, whereabouts, now);
        return checked ? Errc::internal : checked.error().code;
    }
    static constexpr Errc kFine = Errc::internal;

    base::Timestamp const now = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1);
    FakeWhereabouts whereabouts;
    IncomingMessage message;
};

TEST_F(LeafRules, LetALeafSpeakForItsOwnConnections) {
    EXPECT_EQ(refusal(), kFine);
    message.account = "Alice";
    EXPECT_EQ(refusal(), kFine);
    // It came to the module before the services heard of it; or it left meanwhile.
    message.uid = "1AAAAAAAZ";
    message.account = message.source = "carol";
    EXPECT_EQ(refusal(), kFine);
}

TEST_F(LeafRules, DoNotLetALeafSpeakForOthers) {
    for (auto const* uid : {"0ALAAAAAB", "1ABAAAAAB", "1AA", "", "1"}) {
        message.uid = uid;
        EXPECT_EQ(refusal(), Errc::forbidden) << uid;
    }
    message.uid = "1AAAAAAAB";
    message.account = "bob";
    EXPECT_EQ(refusal(), Errc::forbidden);
    message.account.clear();
    message.source = "bob!bob@users.alloquy";
    EXPECT_EQ(refusal(), Errc::forbidden);
}

TEST_F(LeafRules, DoNotLetALeafChooseItsIds) {
    message.id = id_at(now, 8);
    EXPECT_EQ(refusal(), Errc::conflict);
    message.id = id_at(now + 4min);
    EXPECT_EQ(refusal(), kFine);
    message.id = id_at(now + 6min);
    EXPECT_EQ(refusal(), Errc::conflict);
    message.id = id_at(now - 24h);
    EXPECT_EQ(refusal(), kFine);
}

TEST_F(LeafRules, HoldForEventsToo) {
    message.kind = messages::Kind::event;
    message.uid.clear();
    EXPECT_EQ(refusal(), kFine);
    message.source = "bob!bob@users.alloquy";
    EXPECT_EQ(refusal(), Errc::forbidden);
    message.account = "bob";  // a device of his that is at the leaf
    EXPECT_EQ(refusal(), kFine);
    message.id = id_at(now, 8);
    EXPECT_EQ(refusal(), Errc::conflict);
}

}  // namespace
}  // namespace alloquy::chat
