// SPDX-License-Identifier: GPL-2.0-or-later
#include "replay.hpp"

#include <gtest/gtest.h>

using namespace alloquy::gateway;

namespace {

SharedEvent event(std::string text) {
    return std::make_shared<std::string const>(std::move(text));
}

std::string after(Replay const& replay, std::int64_t seen) {
    std::string out;
    replay.after(seen, [&](std::int64_t number, SharedEvent const& text) {
        out += std::to_string(number) + *text + " ";
    });
    return out;
}

}  // namespace

TEST(Replay, NumbersFromOneWithoutGaps) {
    Replay replay(1000, 10);
    EXPECT_EQ(replay.last(), 0);
    EXPECT_TRUE(replay.can_continue_after(0));
    EXPECT_FALSE(replay.can_continue_after(1)) << "never sent";
    EXPECT_EQ(replay.append(event("a")), 1);
    EXPECT_EQ(replay.append(event("b")), 2);
    EXPECT_EQ(after(replay, 0), "1a 2b ");
    EXPECT_EQ(after(replay, 1), "2b ");
    EXPECT_EQ(after(replay, 2), "");
}

TEST(Replay, ForgetsTheOldestOverItsLimits) {
    Replay by_number(1000, 2), by_bytes(5, 100);
    for (auto* replay : {&by_number, &by_bytes}) {
        for (auto text : {"aa", "bb", "cc"}) replay->append(event(text));
        EXPECT_FALSE(replay->can_continue_after(0));
        EXPECT_TRUE(replay->can_continue_after(1));
        EXPECT_EQ(after(*replay, 1), "2bb 3cc ");
    }
    by_bytes.append(event("much too long"));
    EXPECT_FALSE(by_bytes.can_continue_after(3)) << "the event itself isn't here";
    EXPECT_TRUE(by_bytes.can_continue_after(4));
}

TEST(Replay, ForgetsWhatTheClientHas) {
    Replay replay(1000, 10);
    for (auto text : {"a", "b", "c"}) replay.append(event(text));
    replay.forget(2);
    EXPECT_FALSE(replay.can_continue_after(1));
    EXPECT_EQ(after(replay, 2), "3c ");
    replay.forget(3);
    EXPECT_TRUE(replay.can_continue_after(3));
    EXPECT_EQ(replay.append(event("d")), 4);
}
