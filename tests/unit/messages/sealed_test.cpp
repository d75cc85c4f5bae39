// SPDX-License-Identifier: GPL-2.0-or-later
// What is at rest: no words in the files, and damage stays where it is.
#include "messages_fixture.hpp"

namespace alloquy::messages {
namespace {

class AtRest : public MessagesFixture {
protected:
    /// Which of the words occur in one of the database's files.
    std::vector<std::string> found_in_files(std::vector<std::string> words) {
        std::string files;
        for (auto const& entry : std::filesystem::recursive_directory_iterator(folder_.path()))
            if (entry.is_regular_file()) files += test::read_text(entry.path());
        std::erase_if(words, [&](std::string const& word) { return files.find(word) == std::string::npos; });
        return words;
    }
};

TEST_F(AtRest, NoWordThatWasWrittenIsInTheFiles) {
    std::vector<std::string> const words{"caterpillar", "butterfly",   "hummingbird", "nightingale",
                                         "sparrowhawk", "woodpecker.", "albatross",   "kingfisher"};
    auto sent = make(words[0] + " " + words[1]);
    sent.tags = "+" + words[2] + "=" + words[3];
    sent.author_name = words[4];
    sent.source = words[4] + "!u@" + words[5];
    store({sent});
    ASSERT_TRUE(run(messages_->edit(sent.id, kAlice, words[6], clock_.now())));
    ASSERT_TRUE(run(messages_->react(sent.id, kBob, words[7])));
    EXPECT_GT(std::filesystem::file_size(file_.string() + "-wal"), 0U);
    EXPECT_EQ(found_in_files(words), std::vector<std::string>{});
    EXPECT_EQ(find(sent.id).text, words[6]);
    close();
    EXPECT_EQ(found_in_files(words), std::vector<std::string>{});
    // The search itself works: names of columns are there.
    EXPECT_EQ(found_in_files({"reaction_values"}).size(), 1U);
}

TEST_F(AtRest, ADamagedMessageIsReportedAndNoOther) {
    auto const ids = say_many(3);
    // One byte in the middle of the second message's body.
    execute(
        "UPDATE messages SET sealed = CAST(substr(sealed, 1, 50) || iif(substr(sealed, 51, 1) = x'00', x'01', x'00') "
        "|| substr(sealed, 52) AS BLOB) WHERE sequence = 2"
    );
    Query query;
    query.room = kRoom;
    auto found = page(query);
    ASSERT_EQ(found->size(), 3U);
    EXPECT_EQ(texts(found), "1  3");
    auto const& damaged = (*found)[1];
    EXPECT_TRUE(damaged.unreadable);
    EXPECT_EQ(damaged.id, ids[1]);
    EXPECT_EQ(damaged.author, kAlice);
    EXPECT_EQ(damaged.text + damaged.tags + damaged.source + damaged.author_name, "");
    EXPECT_FALSE((*found)[0].unreadable || (*found)[2].unreadable);
    EXPECT_TRUE(find(ids[1]).unreadable);
    // It can't be edited, but it can be deleted.
    EXPECT_EQ(test::error_of(run(messages_->edit(ids[1], kAlice, "x", clock_.now()))).code, Errc::internal);
    EXPECT_TRUE(run(messages_->redact(ids[1], kAlice, false)));
    EXPECT_FALSE(find(ids[1]).unreadable);
}

TEST_F(AtRest, SwappedBodiesAreNotTakenForEachOther) {
    auto const ids = say_many(2);
    execute(
        "CREATE TEMP TABLE bodies AS SELECT sequence, sealed FROM messages; UPDATE messages SET sealed = "
        "(SELECT sealed FROM bodies WHERE bodies.sequence = 3 - messages.sequence)"
    );
    for (auto id : ids) EXPECT_TRUE(find(id).unreadable);
}

TEST_F(AtRest, ABodyMovedToAnotherRoomIsNotReadThere) {
    auto const id = say("for this room");
    execute("UPDATE messages SET room = " + std::to_string(kOtherRoom));
    EXPECT_TRUE(find(id).unreadable);
}

}  // namespace
}  // namespace alloquy::messages
