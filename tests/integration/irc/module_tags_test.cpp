// SPDX-License-Identifier: GPL-2.0-or-later
// Client-only tags (https://ircv3.net/specs/extensions/message-tags): what passes, what is too much, what never is
// stored.
#include "module_fixture.hpp"

namespace alloquy::test {
namespace {

class IrcModuleTags : public ModuleFixture {
protected:
    void SetUp() override {
        start_linked();
        sender = enter_with("Alice", "correct horse", "standard-replies batch labeled-response draft/multiline");
        reader = enter_with("bob", "battery staple", "batch draft/multiline");
        join_both(*sender, *reader);
    }
    std::unique_ptr<IrcClient> sender, reader;
};

// typing, "active": "MUST NOT be sent more than once every 3 seconds".
TEST_F(IrcModuleTags, RelaysTypingAtMostEveryThreeSecondsAndStoresNone) {
    auto const begin = Clock::now();
    for (int i = 0; i < 5; ++i) sender->send("@+typing=active TAGMSG #room");
    sender->send("@+typing=active TAGMSG bob");
    reader->expect("TAGMSG :?#room");
    // Each target counts for itself; nobody is told that something was dropped.
    reader->expect("TAGMSG :?bob");
    sender->send("@+typing=done TAGMSG #room");
    sender->send("@+typing=done TAGMSG #room");
    reader->expect("\\+typing=done\\S* \\S+ TAGMSG :?#room");
    reader->expect_silence_about("TAGMSG");
    if (Clock::now() - begin < std::chrono::seconds(3)) {
        EXPECT_EQ(sender->transcript().find("FAIL"), std::string::npos) << sender->transcript();
    }
    sender->send("@label=x;+typing=active TAGMSG nobody-here");
    sender->expect("^@label=x :\\S+ ACK");
    module.expect_silence_about(FrameType::message);
    // When the time has come it passes again.
    wait_until("typing passes again", [&] {
        sender->send("@+typing=active TAGMSG #room");
        try {
            reader->expect("\\+typing=active\\S* \\S+ TAGMSG :?#room", Milliseconds(400));
            return true;
        } catch (std::exception const&) {
            return false;
        }
    });
    EXPECT_GE(Clock::now() - begin, std::chrono::milliseconds(2900));
}

// A reaction costs as much as any line: twenty at once, then five a second.
TEST_F(IrcModuleTags, SlowsAFloodOfReactionsDown) {
    auto const begin = Clock::now();
    for (int i = 0; i < 40; ++i) sender->send("@+reply=1;+draft/react=" + std::to_string(i) + " TAGMSG #room");
    reader->expect("\\+draft/react=39[; ]");
    EXPECT_GE(Clock::now() - begin, std::chrono::seconds(2));
}

// message-tags, "Size limit": 4094 bytes of client tags, otherwise ERR_INPUTTOOLONG (417).
TEST_F(IrcModuleTags, RefusesMoreThan4094BytesOfTags) {
    std::string const most(4094 - 3, 'x');
    sender->send("@+a=" + most + " PRIVMSG #room :fits");
    EXPECT_EQ(tag_of(reader->expect("PRIVMSG #room :fits"), "+a"), most);
    sender->send("@+a=" + most + "x PRIVMSG #room :does not");
    sender->expect(" 417 ");
    reader->expect_silence_about("does not");
}

TEST_F(IrcModuleTags, RelaysWhatMayStandInATagAsItCame) {
    // Control characters, bidirectional overrides, an escaped line end, and escapes that mean nothing.
    std::string const value = "\x01\x1b[2J\x07\xe2\x80\xae\xe2\x81\xa6x\\r\\n\\:\\s\\\\";
    sender->send("@+reply=" + value + ";+x=" + value + " PRIVMSG #room :odd");
    auto const line = reader->expect("PRIVMSG #room :odd");
    EXPECT_EQ(tag_of(line, "+reply"), value);
    EXPECT_EQ(tag_of(line, "+x"), value);
    auto const message = module.expect(FrameType::message);
    EXPECT_NE(message[9].find("+x=" + value), std::string::npos) << message[9];
    // UTF8ONLY holds for tags too, names and values.
    for (std::string const& tags : {"+x=\xff\xfe", "+\xff=x", "+x=\xc0\xaf", "+x=\xed\xa0\x80"}) {
        sender->send("@" + tags + " PRIVMSG #room :broken");
        sender->expect("FAIL PRIVMSG INVALID_UTF8 ");
    }
    reader->expect_silence_about("broken");
}

TEST_F(IrcModuleTags, CarriesReferencesToMessagesOfAnyShape) {
    for (auto const& id :
         {std::string("0"), std::string("-1"), std::string("99999999999999999999999"), std::string("a,b;"),
          std::string(2000, '9'), std::string()}) {
        sender->send(
            "@+reply=" + id.substr(0, id.find(';')) + ";+draft/reply=" + id.substr(0, id.find(';')) +
            ";+draft/react=x TAGMSG #room"
        );
        reader->expect("TAGMSG :?#room");
        module.store(module.expect(FrameType::message));
        sender->expect("TAGMSG :?#room");
    }
}

// Both would be read differently by every client: nothing is delivered.
TEST_F(IrcModuleTags, RefusesToReactAndUnreactAtOnce) {
    sender->send("@+reply=1;+draft/react=x;+draft/unreact=x TAGMSG #room");
    sender->expect("FAIL TAGMSG INVALID_TAGS #room :");
    sender->send("@+reply=1;+draft/react=x;+draft/unreact=y PRIVMSG bob :hi");
    sender->expect("FAIL PRIVMSG INVALID_TAGS bob :");
    sender->send("@label=y;+reply=1;+draft/react=x;+draft/unreact=y PRIVMSG nobody :hi");
    sender->expect("^@label=y\\S* :\\S+ FAIL PRIVMSG INVALID_TAGS nobody :");
    sender->send("@label=z;+reply=1;+draft/react=x;+draft/unreact=x BATCH +1 draft/multiline #room");
    sender->send("@batch=1 PRIVMSG #room :one");
    sender->send("@batch=1 PRIVMSG #room :two");
    sender->send("BATCH -1");
    sender->expect("^@label=z\\S* :\\S+ FAIL PRIVMSG INVALID_TAGS #room :");
    reader->expect_silence_about("TAGMSG|PRIVMSG|BATCH");
    module.expect_silence_about(FrameType::message);
    // Each for itself is fine, also on a message of several lines.
    sender->send("@+reply=1;+draft/unreact=x BATCH +2 draft/multiline #room");
    sender->send("@batch=2 PRIVMSG #room :one");
    sender->send("@batch=2 PRIVMSG #room :two");
    sender->send("BATCH -2");
    EXPECT_EQ(tag_of(reader->expect("BATCH \\+\\S+ draft/multiline :?#room"), "+draft/unreact"), "x");
}

}  // namespace
}  // namespace alloquy::test
