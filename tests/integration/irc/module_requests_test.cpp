// SPDX-License-Identifier: GPL-2.0-or-later
// What clients ask alloquyd through our module, and how its answers come back.
#include "module_fixture.hpp"

#include <algorithm>

namespace alloquy::test {
namespace {

class IrcModuleRequests : public ModuleFixture {};

TEST_F(IrcModuleRequests, OffersItsCapabilitiesAndTokens) {
    start_linked();
    auto client = connect("client");
    client->send("CAP LS 302");
    client->expect(R"( CAP \S+ LS :)");
    // It takes more than one line.
    auto list = client->transcript() + " ";
    std::ranges::replace_if(list, [](char c) { return c == ':' || c == '\n' || c == '\r'; }, ' ');
    for (auto name :
         {"echo-message", "draft/chathistory", "draft/event-playback", "draft/read-marker", "draft/message-redaction",
          "standard-replies"})
        EXPECT_NE(list.find(std::string(" ") + name + " "), std::string::npos) << name << " in " << list;
    auto signed_in = enter("Alice", "correct horse");
    signed_in->send("VERSION");
    for (auto token : {" CHATHISTORY=100 ", " MSGREFTYPES=msgid,timestamp ", " UTF8ONLY "})
        EXPECT_NE(signed_in->transcript().find(token), std::string::npos) << token;
}

TEST_F(IrcModuleRequests, AsksAndAnswersInOrder) {
    start_linked();
    auto client = enter_with("Alice", "correct horse", "batch labeled-response draft/chathistory");
    client->send("@label=q CHATHISTORY LATEST #room * 50");
    client->send("PRIVMSG Alice :later");
    client->send("PING after");
    auto const request = module.expect(FrameType::request);
    EXPECT_EQ(request[1], "CHATHISTORY");
    EXPECT_TRUE(request[3].starts_with("Alice!")) << request[3];
    EXPECT_EQ(request[4], "Alice");
    for (char letter : std::string("tsablxc")) EXPECT_NE(request[5].find(letter), std::string::npos) << letter;
    EXPECT_EQ(request[5].find('r'), std::string::npos);
    EXPECT_EQ(request[6], "q");
    EXPECT_EQ(
        (std::vector<std::string>(request.fields.begin() + 7, request.fields.end())),
        (std::vector<std::string>{"LATEST", "#room", "*", "50"})
    );
    module.expect_silence_about(FrameType::message);

    module.send(FrameType::answer, {request[0], "0", "@label=q :irc BATCH +1 chathistory #room"});
    client->expect("^@label=q :irc BATCH \\+1 chathistory #room$");
    module.expect_silence_about(FrameType::message);
    module.send(
        FrameType::answer, {request[0], "1", "@batch=1 :x!y@z PRIVMSG #room :old", "bad\r\nQUIT", ":irc BATCH -1"}
    );
    client->expect("^@batch=1 :x!y@z PRIVMSG #room :old$");
    EXPECT_EQ(client->expect("."), ":irc BATCH -1");
    client->expect("PRIVMSG Alice :later");
    client->expect("PONG .*after");
    EXPECT_EQ(module.expect(FrameType::message)[10], "later");
    // An answer too many finds nobody.
    module.send(FrameType::answer, {request[0], "1", ":irc NOTICE Alice :too late"});
    client->expect_silence_about("too late|label=");
}

TEST_F(IrcModuleRequests, LetsThroughAnyNumberOfParameters) {
    start_linked();
    auto client = enter("Alice", "correct horse");
    for (std::string command : {"CHATHISTORY", "MARKREAD", "REDACT", "SEARCH"}) {
        client->send(command);
        auto const request = module.expect(FrameType::request);
        EXPECT_EQ(request[1], command);
        EXPECT_EQ(request.fields.size(), 7U);
        module.send(FrameType::answer, {request[0], "1", ":irc FAIL " + command + " NEED_MORE_PARAMS :What?"});
        client->expect("FAIL " + command + " NEED_MORE_PARAMS");
    }
    client->send("REDACT #room 123 :because of that");
    auto const request = module.expect(FrameType::request);
    EXPECT_EQ(request[9], "because of that");
    module.send(FrameType::answer, {request[0], "1"});
    client->send("SEARCH 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25");
    EXPECT_EQ(module.expect(FrameType::request).fields.size(), 7U + 16U);
}

TEST_F(IrcModuleRequests, AnswersARequestThatAlloquydForgot) {
    start_linked();
    auto client = enter_with("Alice", "correct horse", "batch labeled-response standard-replies");
    auto const asked = Clock::now();
    client->send("@label=t CHATHISTORY LATEST #room * 50");
    client->send("@label=u SEARCH text=x");
    client->send("PING after");
    // The next command waits for its turn.
    auto const first = client->expect("FAIL CHATHISTORY TEMPORARILY_UNAVAILABLE :", std::chrono::seconds(15));
    EXPECT_EQ(tag_of(first, "label"), "t");
    EXPECT_GT(Clock::now() - asked, std::chrono::milliseconds(9500));
    module.expect(FrameType::request);
    auto const second = module.expect(FrameType::request);
    EXPECT_EQ(second[1], "SEARCH");
    module.disconnect();
    EXPECT_EQ(tag_of(client->expect("FAIL SEARCH TEMPORARILY_UNAVAILABLE :"), "label"), "u");
    client->expect("PONG .*after");
}

TEST_F(IrcModuleRequests, AnswersAtOnceWithoutALink) {
    start();
    auto client = enter("Alice", "correct horse");
    client->send("MARKREAD #room");
    client->expect("NOTICE Alice :\\*\\*\\* MARKREAD: ");
    client->send("PING after");
    client->expect("PONG .*after");
}

TEST_F(IrcModuleRequests, BoundsWhatWaits) {
    // Somebody whom InspIRCd doesn't slow down.
    auto config = read_text(settings.templates / "inspircd.conf");
    for (std::string const text : {"fakelag=\"on\"", "threshold=\"20\""})
        for (auto at = config.find(text); at != std::string::npos; at = config.find(text))
            config.replace(at, text.size(), text[0] == 'f' ? "fakelag=\"off\"" : "threshold=\"9999\"");
    write_text(settings.templates / "inspircd.conf", config);
    start_linked();
    auto client = enter_with("Alice", "correct horse", "standard-replies");
    client->send("CHATHISTORY LATEST #room * 50");
    auto const request = module.expect(FrameType::request);
    for (int i = 0; i < 205; ++i) client->send("TOPIC #nowhere-" + std::to_string(i));
    client->expect("FAIL TOPIC TEMPORARILY_UNAVAILABLE");
    module.send(FrameType::answer, {request[0], "1"});
    client->expect(" 403 .*#nowhere-199 ");
}

TEST_F(IrcModuleRequests, SurvivesAClientThatLeavesWhileItWaits) {
    start_linked();
    auto client = enter("Alice", "correct horse");
    client->send("CHATHISTORY LATEST #room * 50");
    client->send("PRIVMSG Alice :later");
    auto const request = module.expect(FrameType::request);
    client.reset();
    while (module.expect(FrameType::account)[1] != "") {}
    module.send(FrameType::answer, {request[0], "1", ":irc NOTICE x :y"});
    module.expect_silence_about(FrameType::message);
    EXPECT_TRUE(server->running());
}

TEST_F(IrcModuleRequests, SendsTheReadMarkerBeforeTheEndOfNames) {
    start_linked();
    auto client = enter_with("Alice", "correct horse", "batch labeled-response draft/read-marker");
    client->send("@label=j JOIN #room,#other");
    client->send("PING after");
    auto const one = module.expect(FrameType::request), two = module.expect(FrameType::request);
    EXPECT_EQ(one[1], "MARKREAD");
    EXPECT_EQ(one[7], "#room");
    EXPECT_EQ(two[7], "#other");
    module.send(FrameType::answer, {two[0], "1", ":irc FAIL MARKREAD INTERNAL_ERROR #other :no"});
    module.send(FrameType::answer, {one[0], "1", "@time=x :irc MARKREAD #room timestamp=2026-01-01T00:00:00.000Z"});
    EXPECT_EQ(tag_of(client->expect("BATCH \\+\\S+ :?labeled-response"), "label"), "j");
    EXPECT_EQ(client->transcript().find(":#room"), std::string::npos);
    client->expect("JOIN :?#room");
    client->expect("batch=.* MARKREAD #room :?timestamp=2026-01-01T00:00:00.000Z$");
    client->expect(" 366 .*#room ");
    client->expect("JOIN :?#other");
    client->expect(" 366 .*#other ");
    client->expect("BATCH :?-");
    client->expect("PONG .*after");
}

TEST_F(IrcModuleRequests, TellsWhatHappensInRooms) {
    start_linked();
    auto op = enter("Alice", "correct horse");
    auto member = enter("bob", "battery staple");
    std::uint64_t last = 0;
    auto expect_event = [&](std::string const& kind, std::string const& nick,
                            std::vector<std::string> const& parameters) {
        auto const event = module.expect(FrameType::event);
        EXPECT_EQ(event[0], kind);
        EXPECT_GT(std::stoull(event[1]), last);
        last = std::stoull(event[1]);
        EXPECT_TRUE(event[2].starts_with(nick + "!")) << event[2];
        EXPECT_EQ(event[3], nick);
        EXPECT_EQ(event[4], "#room");
        EXPECT_EQ(std::vector<std::string>(event.fields.begin() + 5, event.fields.end()), parameters);
    };
    join_both(*op, *member);
    expect_event("JOIN", "Alice", {"Alice", "Alice"});
    expect_event("JOIN", "bob", {"bob", "bob"});
    op->send("MODE #room +v-t+l bob 7");
    expect_event("MODE", "Alice", {"+v-t+l", "bob", "7"});
    op->send("TOPIC #room :all about it");
    expect_event("TOPIC", "Alice", {"all about it"});
    op->send("KICK #room bob :out");
    expect_event("KICK", "Alice", {"bob", "out"});
    member->send("JOIN #room");
    expect_event("JOIN", "bob", {"bob", "bob"});
    member->send("PART #room :later");
    expect_event("PART", "bob", {"later"});
    op->send("QUIT :bye");
    expect_event("QUIT", "Alice", {"Quit: bye"});
}

TEST_F(IrcModuleRequests, DeliversLinesByCapability) {
    start_linked();
    auto first = enter_with("Alice", "correct horse", "draft/read-marker draft/message-redaction");
    auto second = enter_with("Alice", "correct horse", "draft/read-marker");
    auto third = enter("bob", "battery staple");
    for (auto* client : {first.get(), second.get(), third.get()}) {
        client->send("JOIN #room");
        if (client != third.get()) {
            auto const request = module.expect(FrameType::request);
            module.send(FrameType::answer, {request[0], "1"});
        }
        client->expect(" 366 ");
    }
    module.send(FrameType::deliver, {"account:alice", "k", "", ":irc MARKREAD #room *"});
    first->expect("^:irc MARKREAD #room \\*$");
    second->expect("^:irc MARKREAD #room \\*$");
    module.send(FrameType::deliver, {"channel:#Room", "r", "", ":x!y@z REDACT #room 1"});
    first->expect("^:x!y@z REDACT #room 1$");
    second->expect_silence_about("REDACT");
    third->expect_silence_about("REDACT|MARKREAD");

    // Tags only for those who know them.
    request(*third, "-server-time -message-tags -account-tag");
    module.send(
        FrameType::deliver,
        {"channel:#room", "", "", "@time=2026-01-01T00:00:00.000Z;msgid=5;+x=y :x!y@z NOTICE #room :hi"}
    );
    first->expect("^@time=2026-01-01T00:00:00.000Z;msgid=5;\\+x=y :x!y@z NOTICE #room :hi$");
    third->expect("^:x!y@z NOTICE #room :hi$");

    first->send("REDACT #room 5 :oops");
    auto const redact = module.expect(FrameType::request);
    module.send(FrameType::deliver, {"uid:" + redact[2], "", "", ":irc NOTICE Alice :only you"});
    first->expect("only you");
    module.send(FrameType::deliver, {"account:Alice", "", redact[2], ":irc NOTICE Alice :the others"});
    second->expect("the others");
    module.send(FrameType::act, {redact[0], "redact", "#room", "5", "oops"});
    module.send(FrameType::answer, {redact[0], "1"});
    first->expect(":Alice!\\S+ REDACT #room 5 :oops$");
    first->expect_silence_about("the others");
    second->expect_silence_about("REDACT|only you");
}

}  // namespace
}  // namespace alloquy::test
