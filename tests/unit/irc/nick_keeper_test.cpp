// SPDX-License-Identifier: GPL-2.0-or-later
#include "nick_keeper.hpp"

#include <gtest/gtest.h>

namespace alloquy::irc {
namespace {

using namespace std::chrono_literals;

class NickKeeping : public testing::Test, public NickHost {
protected:
    void give_nick(std::string const& uid, std::string const& nick) override { said += uid + "=" + nick + " "; }
    std::string take() { return std::exchange(said, {}); }

    std::string said;
    NickKeeper keeper{*this};
    std::chrono::steady_clock::time_point now{};
};

TEST_F(NickKeeping, NamesDevicesInTheOrderOfTheirSignIns) {
    keeper.signed_in("A", 1, "alice", "");
    keeper.signed_in("B", 1, "alice", "");
    EXPECT_EQ(take(), "A=alice B=alice|2 ");
    keeper.registered("A", "alice");
    keeper.registered("B", "alice|2");
    EXPECT_EQ(take(), "");
    keeper.left("A");
    EXPECT_EQ(take(), "B=alice ");
    EXPECT_EQ(keeper.devices_of(1), std::vector<std::string>{"B"});
    keeper.left("B");
    EXPECT_EQ(keeper.account_of("B"), 0);
    EXPECT_EQ(take(), "");
}

TEST_F(NickKeeping, PutsAChangedNickBackButNotForEver) {
    keeper.signed_in("A", 1, "alice", "alice");
    keeper.nick_changed("A", "bob", now);
    EXPECT_EQ(take(), "A=alice ");
    keeper.nick_changed("A", "alice", now);
    EXPECT_EQ(take(), "");
    for (int i = 0; i < 100; ++i) keeper.nick_changed("A", "bob", now);
    EXPECT_LT(take().size(), 10 * std::string_view("A=alice ").size());
    keeper.nick_changed("A", "bob", now + 11s);
    EXPECT_EQ(take(), "A=alice ");
}

TEST_F(NickKeeping, CountsRenamesThatAreUnderWay) {
    keeper.signed_in("A", 1, "alice", "alice");
    keeper.signed_in("B", 1, "alice", "whatever");
    EXPECT_EQ(take(), "B=alice|2 ");
    // InspIRCd has not confirmed B's nick yet.
    keeper.signed_in("C", 1, "alice", "x");
    EXPECT_EQ(take(), "C=alice|3 ");
}

TEST_F(NickKeeping, SettlesABurstAtItsEnd) {
    keeper.hold();
    keeper.signed_in("B", 1, "alice", "alice|2");
    keeper.signed_in("A", 1, "alice", "alice");
    keeper.signed_in("C", 2, "carol", "carol|2");
    EXPECT_EQ(take(), "");
    keeper.settle();
    EXPECT_EQ(take(), "C=carol ");
}

TEST_F(NickKeeping, MovesAConnectionBetweenAccounts) {
    keeper.signed_in("A", 1, "alice", "alice");
    keeper.signed_in("B", 1, "alice", "alice|2");
    keeper.signed_in("A", 2, "bob", "alice");
    EXPECT_EQ(take(), "B=alice A=bob ");
    EXPECT_EQ(keeper.account_of("A"), 2);
    keeper.account_renamed(2, "robert");
    EXPECT_EQ(take(), "A=robert ");
    keeper.clear();
    keeper.left("A");
    EXPECT_EQ(take(), "");
}

}  // namespace
}  // namespace alloquy::irc
