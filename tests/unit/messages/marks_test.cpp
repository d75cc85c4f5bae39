// SPDX-License-Identifier: GPL-2.0-or-later
// Pins and read markers.
#include "messages_fixture.hpp"

namespace alloquy::messages {
namespace {

using namespace std::chrono_literals;
using test::error_of;

class Pins : public MessagesFixture {
protected:
    std::string pins(base::Id room = kRoom) { return texts(run(messages_->pins(room))); }
};

TEST_F(Pins, AreListedByRoomPinnedLastFirst) {
    auto const ids = say_many(3);
    for (auto id : {ids[1], ids[2], ids[0]}) {
        ASSERT_TRUE(run(messages_->pin(id, kBob)));
        clock_.advance(1s);
    }
    auto const other = say("other", kOtherRoom);
    ASSERT_TRUE(run(messages_->pin(other, kBob)));
    EXPECT_EQ(pins(), "1 3 2");
    EXPECT_EQ(pins(kOtherRoom), "other");
    EXPECT_TRUE(run(messages_->pins(kRoom))->front().pinned);
    ASSERT_TRUE(run(messages_->pin(ids[1], kAlice)));  // again: stays where it is
    EXPECT_EQ(pins(), "1 3 2");
    ASSERT_TRUE(run(messages_->unpin(ids[2])));
    ASSERT_TRUE(run(messages_->unpin(ids[2])));
    open();
    EXPECT_EQ(pins(), "1 2");
    EXPECT_EQ(error_of(run(messages_->pin(other + 1, kBob))).code, Errc::not_found);
    EXPECT_EQ(error_of(run(messages_->unpin(other + 1))).code, Errc::not_found);
}

TEST_F(Pins, AreAtMost250InARoom) {
    auto const ids = say_many(251);
    for (int i = 0; i < 250; ++i) ASSERT_TRUE(run(messages_->pin(ids[std::size_t(i)], kBob)));
    EXPECT_EQ(error_of(run(messages_->pin(ids[250], kBob))).reason, "too_many_pins");
    EXPECT_TRUE(run(messages_->pin(ids[0], kBob)));
    EXPECT_EQ(run(messages_->pins(kRoom))->size(), 250U);
    ASSERT_TRUE(run(messages_->unpin(ids[0])));
    EXPECT_TRUE(run(messages_->pin(ids[250], kBob)));
}

// https://ircv3.net/specs/extensions/read-marker
class ReadMarkers : public MessagesFixture {};

TEST_F(ReadMarkers, OnlyRise) {
    auto const now = clock_.now();
    EXPECT_EQ(run(messages_->read_marker(kAlice, kRoom)).value(), std::nullopt);
    EXPECT_EQ(run(messages_->mark_read(kAlice, kRoom, now)), now);
    EXPECT_EQ(run(messages_->mark_read(kAlice, kRoom, now - 1h)), now);
    EXPECT_EQ(run(messages_->mark_read(kAlice, kRoom, now + 1ms)), now + 1ms);
    open();
    EXPECT_EQ(run(messages_->read_marker(kAlice, kRoom)).value(), now + 1ms);
    EXPECT_EQ(run(messages_->read_marker(kAlice, kOtherRoom)).value(), std::nullopt);
    EXPECT_EQ(run(messages_->read_marker(kBob, kRoom)).value(), std::nullopt);
}

TEST_F(ReadMarkers, AreToldOfWhenTheyMove) {
    auto const now = clock_.now();
    std::vector<ReadMarkerMoved> moved;
    auto const subscription = messages_->marked.subscribe([&](auto const& event) { moved.push_back(event); });
    ASSERT_TRUE(run(messages_->mark_read(kAlice, kRoom, now, "phone")));
    ASSERT_TRUE(run(messages_->mark_read(kAlice, kRoom, now, "desk")));
    ASSERT_TRUE(run(messages_->mark_read(kAlice, kRoom, now - 1h, "desk")));
    ASSERT_EQ(moved.size(), 1U);
    EXPECT_EQ(moved[0].account, kAlice);
    EXPECT_EQ(moved[0].room, kRoom);
    EXPECT_EQ(moved[0].at, now);
    EXPECT_EQ(moved[0].origin, "phone");
}

TEST_F(ReadMarkers, StayNearThePresent) {
    auto const marked = run(messages_->mark_read(kAlice, kRoom, clock_.now() + 24h * 365));
    ASSERT_TRUE(marked);
    EXPECT_LE(*marked, clock_.now() + 10min);
}

}  // namespace
}  // namespace alloquy::messages
