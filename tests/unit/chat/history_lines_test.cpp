// SPDX-License-Identifier: GPL-2.0-or-later
#include "history_lines.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace alloquy::chat {
namespace {

class HistoryLines : public testing::Test {
protected:
    HistoryLines() : session(std::make_shared<LinkSession>(net::UnixSocket(io))) {
        session->server_name = "irc.test";
        request.number = 3;
        request.command = "CHATHISTORY";
        request.source = "bob!b@host";
        request.account = "bob";
        message.id = 1;
        message.author = 7;
        message.author_name = "alice";
        message.source = "alice!a@host";
        message.text = "hello";
    }
    /// All lines of the answer frames.
    std::vector<std::string> write(std::string_view batch = "b1") {
        {
            Answer answer(session, request);
            write_message(answer, request, message, batch, "#room");
        }
        std::string const bytes = std::exchange(session->out(), {});
        FrameReader reader;
        std::ranges::copy(bytes, reader.prepare(bytes.size()).begin());
        reader.commit(bytes.size());
        std::vector<std::string> lines;
        Frame frame;
        while (reader.next(frame).value())
            for (auto line : frame.rest(2)) lines.emplace_back(line);
        return lines;
    }
    using Lines = std::vector<std::string>;

    asio::io_context io;
    std::shared_ptr<LinkSession> session;
    IncomingRequest request;
    messages::Message message;
};

TEST_F(HistoryLines, HaveTheTagsThatTheReaderUnderstands) {
    message.tags = "+reply=9";
    request.capabilities = "tsab";
    EXPECT_EQ(
        write(),
        Lines{
            "@batch=b1;time=2025-01-01T00:00:00.000Z;account=alice;msgid=1;+reply=9 :alice!a@host PRIVMSG #room :hello"
        }
    );
    request.capabilities = "";
    EXPECT_EQ(write(""), Lines{":alice!a@host PRIVMSG #room :hello"});
}

TEST_F(HistoryLines, SayWhenTheTextWasEdited) {
    request.capabilities = "t";
    message.edited_at = base::time_of(1);
    EXPECT_EQ(
        write(""), Lines{"@msgid=1;n-3-0.github.io/edited=2025-01-01T00:00:00.000Z :alice!a@host PRIVMSG #room :hello"}
    );
}

TEST_F(HistoryLines, LeaveOutWhatIsGone) {
    message.unreadable = true;
    EXPECT_EQ(write(), Lines{});
    message.unreadable = false;
    message.redacted_at = base::time_of(1);
    EXPECT_EQ(write(), Lines{});
}

// https://ircv3.net/specs/extensions/multiline
TEST_F(HistoryLines, PutSeveralLinesIntoABatchForThoseWhoKnowIt) {
    message.text = "one\n\ntwo";
    request.capabilities = "tbm";
    EXPECT_EQ(
        write(), (Lines{
                     "@batch=b1;msgid=1 :alice!a@host BATCH +m1 draft/multiline #room",
                     "@batch=m1 :alice!a@host PRIVMSG #room :one",
                     "@batch=m1 :alice!a@host PRIVMSG #room :",
                     "@batch=m1 :alice!a@host PRIVMSG #room :two",
                     "@batch=b1 :irc.test BATCH -m1",
                 })
    );
    request.capabilities = "tb";
    EXPECT_EQ(
        write(), (Lines{
                     "@batch=b1;msgid=1 :alice!a@host PRIVMSG #room :one",
                     "@batch=b1 :alice!a@host PRIVMSG #room :two",
                 })
    ) << "no blank lines, and one id for the first";
}

TEST_F(HistoryLines, CutALongTextBetweenCharacters) {
    std::string text;
    for (int i = 0; i < 400; ++i) text += "ü";
    message.text = text;
    auto const lines = write("");
    ASSERT_EQ(lines.size(), 2U);
    std::string joined;
    for (auto const& line : lines) {
        EXPECT_LE(line.size(), 510U);
        joined += line.substr(line.find(" :") + 2);
    }
    EXPECT_EQ(joined, text);
}

TEST_F(HistoryLines, ShowEventsAsTheyWere) {
    message.kind = messages::Kind::event;
    message.text = "JOIN #room";
    EXPECT_EQ(write(""), Lines{":alice!a@host JOIN #room"});
    message.kind = messages::Kind::tagmsg;
    request.capabilities = "t";
    message.tags = "+draft/react=x";
    EXPECT_EQ(write(""), Lines{"@msgid=1;+draft/react=x :alice!a@host TAGMSG #room"});
}

TEST_F(HistoryLines, FailInTheFormThatTheClientKnows) {
    {
        Answer answer(session, request);
        answer.fail("INVALID_TARGET", {"LATEST", "two words"}, "No");
    }
    EXPECT_NE(session->out().find(":irc.test NOTICE bob :*** CHATHISTORY: No"), std::string::npos);
    session->out().clear();
    request.capabilities = "pl";
    request.label = "x";
    {
        Answer answer(session, request);
        answer.fail("INVALID_TARGET", {"LATEST", "two words"}, "No");
    }
    EXPECT_NE(
        session->out().find("@label=x :irc.test FAIL CHATHISTORY INVALID_TARGET LATEST * :No"), std::string::npos
    );
}

}  // namespace
}  // namespace alloquy::chat
