// SPDX-License-Identifier: GPL-2.0-or-later
// Labelled messages: the answer is complete only when everything in it is stored or refused.
// https://ircv3.net/specs/extensions/labeled-response
#include "module_fixture.hpp"

#include <regex>

namespace alloquy::test {
namespace {

class IrcModuleLabels : public ModuleFixture {
protected:
    void start_with_both() {
        start_linked();
        sender = enter_with("Alice", "correct horse", "batch labeled-response");
        reader = enter("bob", "battery staple");
        join_both(*sender, *reader);
    }
    std::unique_ptr<IrcClient> sender, reader;
};

TEST_F(IrcModuleLabels, PutsTheLabelOnTheEcho) {
    start_with_both();
    sender->send("@label=a;+x=y PRIVMSG #room :hi");
    EXPECT_EQ(tag_of(reader->expect("PRIVMSG #room :hi"), "label"), "");
    sender->expect_silence_about("label=|ACK|PRIVMSG");
    module.store(module.expect(FrameType::message));
    EXPECT_EQ(tag_of(sender->expect("PRIVMSG #room :hi"), "label"), "a");
    sender->expect_silence_about("label=|ACK|PRIVMSG");
}

TEST_F(IrcModuleLabels, AcknowledgesAfterTheCommitWithoutEchoMessage) {
    start_with_both();
    request(*sender, "-echo-message");
    sender->send("@label=b PRIVMSG #room,bob :hi");
    auto const one = module.expect(FrameType::message), two = module.expect(FrameType::message);
    module.store(two);
    sender->expect_silence_about("ACK");
    module.store(one);
    EXPECT_EQ(tag_of(sender->expect(" ACK"), "label"), "b");
    sender->expect_silence_about("PRIVMSG|ACK");
}

TEST_F(IrcModuleLabels, AnswersSeveralTargetsInOneBatch) {
    start_with_both();
    sender->send("@label=c PRIVMSG #room,nobody|2,bob,#nowhere :hi");
    auto const one = module.expect(FrameType::message), two = module.expect(FrameType::message);
    sender->expect_silence_about("label=|BATCH|PRIVMSG| 401 | 403 ");
    module.send(FrameType::stored, {one[0], two[0]});
    auto const open = sender->expect("BATCH \\+");
    EXPECT_EQ(tag_of(open, "label"), "c");
    auto const name = open.substr(open.find('+') + 1, open.rfind(' ') - open.find('+') - 1);
    EXPECT_TRUE(open.ends_with(" labeled-response"));
    for (auto pattern : {" 401 .* nobody", " 403 .* #nowhere", "PRIVMSG #room :hi", "PRIVMSG bob :hi"}) {
        auto const line = sender->expect("batch=" + name);
        EXPECT_TRUE(std::regex_search(line, std::regex(pattern))) << line;
        EXPECT_EQ(tag_of(line, "label"), "");
    }
    sender->expect("BATCH -" + name + "$");
}

TEST_F(IrcModuleLabels, AnswersARejectionAtOnceWithItsLabel) {
    start_with_both();
    sender->send("@label=d PRIVMSG #nowhere :hi");
    EXPECT_EQ(tag_of(sender->expect(" 403 "), "label"), "d");
    // Two lines: the numeric and a hint.
    sender->send("@label=e PRIVMSG #room");
    EXPECT_EQ(tag_of(sender->expect("BATCH \\+"), "label"), "e");
    EXPECT_NE(tag_of(sender->expect(" 461 "), "batch"), "");
    sender->expect("BATCH :?-");
    sender->send("MODE #room +m");
    reader->expect("MODE #room");
    request(*reader, "batch labeled-response");
    reader->send("@label=f PRIVMSG #room :hi");
    EXPECT_EQ(tag_of(reader->expect(" 404 "), "label"), "f");
    module.expect_silence_about(FrameType::message);
    // What isn't a message is answered by InspIRCd as before.
    sender->send("@label=g PING x");
    EXPECT_EQ(tag_of(sender->expect(" PONG "), "label"), "g");
}

TEST_F(IrcModuleLabels, PutsWhatTheServerSaysAndTheEchoTogether) {
    start_with_both();
    reader->send("AWAY :gone");
    reader->expect(" 306 ");
    sender->send("@label=h PRIVMSG bob :hi");
    auto const message = module.expect(FrameType::message);
    sender->expect_silence_about(" 301 ");
    module.store(message);
    EXPECT_EQ(tag_of(sender->expect("BATCH \\+"), "label"), "h");
    sender->expect("batch=.* 301 ");
    sender->expect("batch=.* PRIVMSG bob :hi");
    sender->expect("BATCH :?-");
}

TEST_F(IrcModuleLabels, PutsTheLabelOnARefusal) {
    start_with_both();
    request(*sender, "standard-replies");
    sender->send("@label=i PRIVMSG carol :hi");
    module.send(FrameType::refused, {module.expect(FrameType::message)[0], "UNKNOWN_TARGET", "?"});
    EXPECT_EQ(tag_of(sender->expect(" 401 Alice carol "), "label"), "i");
    sender->send("@label=j PRIVMSG bob :hi");
    module.send(FrameType::refused, {module.expect(FrameType::message)[0], "RATE_LIMITED", "Slowly"});
    EXPECT_EQ(tag_of(sender->expect("FAIL PRIVMSG RATE_LIMITED bob :Slowly"), "label"), "j");
}

TEST_F(IrcModuleLabels, SendsTypingBackAtOnceWithItsLabel) {
    start_with_both();
    sender->send("@label=k;+typing=active TAGMSG #room");
    EXPECT_EQ(tag_of(sender->expect("TAGMSG :?#room"), "label"), "k");
    request(*sender, "-echo-message");
    sender->send("@label=l;+typing=active TAGMSG #room");
    EXPECT_EQ(tag_of(sender->expect(" ACK"), "label"), "l");
}

TEST_F(IrcModuleLabels, KeepsTheAnswerOverABrokenLink) {
    start_with_both();
    sender->send("@label=m PRIVMSG #room :hi");
    module.expect(FrameType::message);
    module.accept();
    module.welcome();
    module.store(module.expect(FrameType::resend));
    EXPECT_EQ(tag_of(sender->expect("PRIVMSG #room :hi"), "label"), "m");
}

}  // namespace
}  // namespace alloquy::test
