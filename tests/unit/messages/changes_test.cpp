// SPDX-License-Identifier: GPL-2.0-or-later
#include "messages_fixture.hpp"

namespace alloquy::messages {
namespace {

using namespace std::chrono_literals;
using test::error_of;

class Changes : public MessagesFixture {
protected:
    Result<> edit(base::Id id, std::string text, base::Id actor = kAlice) {
        return run(messages_->edit(id, actor, std::move(text), clock_.now()));
    }
    std::vector<std::string> versions(base::Id id) {
        auto found = run(messages_->versions(id));
        EXPECT_TRUE(found);
        std::vector<std::string> out;
        for (auto const& version : *found) out.push_back(version.unreadable ? "?" : version.text);
        return out;
    }
};

using Texts = std::vector<std::string>;

TEST_F(Changes, EditReplacesTheTextAndKeepsTheRest) {
    auto sent = make("helo");
    sent.tags = "+reply=5";
    store({sent});
    clock_.advance(1min);
    ASSERT_TRUE(edit(sent.id, "hello"));
    auto const found = find(sent.id);
    EXPECT_EQ(found.text, "hello");
    EXPECT_EQ(found.edited_at, clock_.now());
    EXPECT_EQ(found.tags, sent.tags);
    EXPECT_EQ(found.reply_to, 5);
    EXPECT_EQ(found.author_name, "alice");
    EXPECT_EQ(found.source, sent.source);
    EXPECT_EQ(found.sequence, 1);
    open();
    EXPECT_EQ(find(sent.id).text, "hello");
}

TEST_F(Changes, EditKeepsEveryVersionBefore) {
    auto const id = say("one");
    EXPECT_EQ(versions(id), Texts{});
    ASSERT_TRUE(edit(id, "two"));
    ASSERT_TRUE(edit(id, "three"));
    EXPECT_EQ(versions(id), (Texts{"one", "two"}));
    EXPECT_EQ(run(messages_->versions(id))->back().replaced_at, clock_.now());
    EXPECT_EQ(error_of(run(messages_->versions(id + 1))).code, Errc::not_found);
}

TEST_F(Changes, TheSameEditAgainChangesNothing) {
    auto const id = say("one");
    int told = 0;
    auto subscription = messages_->edited.subscribe([&](MessageEdited const& event) {
        EXPECT_EQ(event.id, id);
        EXPECT_EQ(event.room, kRoom);
        ++told;
    });
    ASSERT_TRUE(edit(id, "two"));
    auto const at = find(id).edited_at;
    clock_.advance(1h);
    ASSERT_TRUE(edit(id, "two"));
    EXPECT_EQ(find(id).edited_at, at);
    EXPECT_EQ(versions(id), Texts{"one"});
    EXPECT_EQ(told, 1);
}

TEST_F(Changes, OnlyTheAuthorEdits) {
    auto const id = say("alice's");
    EXPECT_EQ(error_of(edit(id, "bob's", kBob)).code, Errc::forbidden);
    EXPECT_EQ(error_of(edit(id + 1, "x")).code, Errc::not_found);
    EXPECT_EQ(find(id).text, "alice's");
    // A guest has no account that could prove it later.
    auto const guest = say("guest's", kRoom, 0);
    EXPECT_EQ(error_of(edit(guest, "x", 0)).code, Errc::forbidden);
}

TEST_F(Changes, EditsHaveBounds) {
    auto const id = say("0");
    EXPECT_EQ(error_of(edit(id, std::string(kMostText + 1, 'x'))).code, Errc::too_large);
    for (int i = 1; i <= 100; ++i) ASSERT_TRUE(edit(id, std::to_string(i))) << i;
    EXPECT_EQ(error_of(edit(id, "101")).reason, "too_many_edits");
    EXPECT_EQ(find(id).text, "100");
    EXPECT_EQ(versions(id).size(), 100U);
    EXPECT_EQ(versions(id).front(), "0");
}

TEST_F(Changes, EventsAndTagsCannotBeEdited) {
    auto event = make("JOIN"), tags = make("");
    event.kind = Kind::event;
    tags.kind = Kind::tagmsg;
    store({event, tags});
    EXPECT_EQ(error_of(edit(event.id, "x")).code, Errc::not_found);
    EXPECT_EQ(error_of(edit(tags.id, "x")).code, Errc::not_found);
    EXPECT_EQ(error_of(run(messages_->redact(event.id, kAlice, true))).code, Errc::not_found);
    EXPECT_TRUE(run(messages_->redact(tags.id, kAlice, false)));
}

TEST_F(Changes, RedactionDestroysWhatWasWritten) {
    auto sent = make("secret plans");
    sent.tags = "+reply=5";
    store({sent});
    ASSERT_TRUE(edit(sent.id, "better secret plans"));
    ASSERT_TRUE(run(messages_->react(sent.id, kBob, ":o")));
    ASSERT_TRUE(run(messages_->pin(sent.id, kBob)));
    std::vector<base::Id> told;
    auto subscription =
        messages_->redacted.subscribe([&](MessageRedacted const& event) { told = {event.id, event.room}; });
    clock_.advance(1min);
    ASSERT_TRUE(run(messages_->redact(sent.id, kAlice, false)));
    EXPECT_EQ(told, (std::vector{sent.id, kRoom}));
    auto const found = find(sent.id);
    EXPECT_EQ(found.redacted_at, clock_.now());
    EXPECT_EQ(found.text + found.tags + found.source + found.author_name, "");
    EXPECT_EQ(found.reply_to, std::nullopt);
    EXPECT_TRUE(found.reactions.empty());
    EXPECT_FALSE(found.pinned);
    for (auto const* table : {"message_versions", "reaction_values", "reactions", "pins"})
        EXPECT_EQ(number(std::string("SELECT count(*) FROM ") + table), 0) << table;
    EXPECT_EQ(number("SELECT sealed IS NULL FROM messages"), 1);
}

TEST_F(Changes, RedactedSealedBytesAreGoneFromTheFiles) {
    auto const id = say("secret plans");
    ASSERT_TRUE(edit(id, "better secret plans"));
    std::vector<std::string> sealed;
    auto read = database_->write_now([&](storage::Connection& db) -> Result<> {
        auto statement = db.prepare("SELECT sealed FROM messages UNION ALL SELECT sealed FROM message_versions");
        while (statement.step().value_or(false)) sealed.push_back(statement.text(0));
        return {};
    });
    ASSERT_TRUE(read);
    ASSERT_EQ(sealed.size(), 2U);
    close();
    for (auto const& bytes : sealed) ASSERT_NE(test::read_text(file_).find(bytes), std::string::npos);
    open();
    ASSERT_TRUE(run(messages_->redact(id, kAlice, false)));
    close();  // takes the log over into the file
    for (auto const& bytes : sealed) EXPECT_EQ(test::read_text(file_).find(bytes), std::string::npos);
}

TEST_F(Changes, RedactionOfOthersNeedsTheRight) {
    auto const id = say("alice's"), guest = say("guest's", kRoom, 0);
    EXPECT_EQ(error_of(run(messages_->redact(id, kBob, false))).code, Errc::forbidden);
    EXPECT_EQ(error_of(run(messages_->redact(guest, 0, false))).code, Errc::forbidden);
    EXPECT_EQ(find(id).text, "alice's");
    EXPECT_TRUE(run(messages_->redact(id, kBob, true)));
    EXPECT_TRUE(run(messages_->redact(guest, kBob, true)));
}

TEST_F(Changes, WhatIsRedactedIsUnknownToFurtherChanges) {
    auto const id = say("x");
    ASSERT_TRUE(run(messages_->redact(id, kAlice, false)));
    EXPECT_EQ(error_of(run(messages_->redact(id, kAlice, false))).code, Errc::not_found);
    EXPECT_EQ(error_of(edit(id, "y")).code, Errc::not_found);
    EXPECT_EQ(error_of(run(messages_->react(id, kAlice, "y"))).code, Errc::not_found);
    EXPECT_EQ(error_of(run(messages_->pin(id, kAlice))).code, Errc::not_found);
    EXPECT_EQ(error_of(run(messages_->versions(id))).code, Errc::not_found);
    // A resend of it stays known.
    auto again = make("x");
    again.id = id;
    EXPECT_EQ(store({again}), std::vector{Outcome::known});
}

}  // namespace
}  // namespace alloquy::messages
