// SPDX-License-Identifier: GPL-2.0-or-later
// Nobody finds what they may not see.
#include "search_fixture.hpp"

namespace alloquy::search {
namespace {

class SearchScope : public SearchFixture {
protected:
    SearchScope() {
        say("word in the open");
        say("word elsewhere", kOtherRoom, kBob);
        say("word between alice and bob", kAliceAndBob);
        say("word between bob and carol", kBobAndCarol, kBob);
        say("word in a room of nobody", 303);
        catch_up();
    }
    std::string found_in(Scope scope) {
        auto asked = request("word");
        asked.scope = std::move(scope);
        return texts(page_of(asked));
    }
};

TEST_F(SearchScope, IsOpenRoomsAndOnesOwnConversations) {
    EXPECT_EQ(found("word", kAlice), "word between alice and bob | word elsewhere | word in the open");
    EXPECT_EQ(found("word", kCarol), "word between bob and carol | word elsewhere | word in the open");
    EXPECT_EQ(
        found("word", kBob),
        "word between bob and carol | word between alice and bob | word elsewhere | word in the open"
    );
    EXPECT_EQ(found("word", 99), "word elsewhere | word in the open");
    EXPECT_EQ(found("word", 0), "word elsewhere | word in the open");
}

TEST_F(SearchScope, CanBeRoomsByName) {
    EXPECT_EQ(found_in({.account = kAlice, .rooms = {kOtherRoom}}), "word elsewhere");
    EXPECT_EQ(found_in({.account = kAlice, .conversations = true}), "word between alice and bob");
    EXPECT_EQ(
        found_in({.account = kAlice, .conversations = true, .rooms = {kRoom}}),
        "word between alice and bob | word in the open"
    );
    EXPECT_EQ(found_in({.account = kAlice}), "");
}

TEST_F(SearchScope, CanBeThousandsOfRooms) {
    Scope scope{.account = kAlice};
    for (base::Id room = 10'000; room > 1'000; --room) scope.rooms.push_back(room);
    EXPECT_EQ(found_in(scope), "");
    scope.rooms.push_back(kOtherRoom);
    EXPECT_EQ(found_in(scope), "word elsewhere");
}

TEST_F(SearchScope, IsAlsoKeptWhenTheIndexSaysOtherwise) {
    // Another account's token on a message that is not theirs.
    auto asked = request("word", kCarol);
    asked.scope = {.account = kCarol, .conversations = true};
    ASSERT_EQ(texts(page_of(asked)), "word between bob and carol");
    execute("UPDATE messages SET room = 303 WHERE room = 202");
    EXPECT_EQ(texts(page_of(asked)), "");
}

}  // namespace
}  // namespace alloquy::search
