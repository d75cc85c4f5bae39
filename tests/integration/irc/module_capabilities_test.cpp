// SPDX-License-Identifier: GPL-2.0-or-later
// The small capabilities of our module, each against its specification at https://ircv3.net/irc/.
#include "module_fixture.hpp"

namespace alloquy::test {
namespace {

class IrcModuleCapabilities : public ModuleFixture {
protected:
    void SetUp() override { start_linked(); }
    /// In the middle of registration, with these capabilities.
    std::unique_ptr<IrcClient> begin(std::string const& capabilities) {
        auto client = connect("registering");
        client->send("CAP LS 302");
        client->expect(R"( CAP \S+ LS :)");
        client->send("CAP REQ :sasl " + capabilities);
        client->expect(" CAP .* ACK ");
        return client;
    }
    void finish(IrcClient& client) {
        client.authenticate("PLAIN", std::string("\0alice\0correct horse", 20));
        client.send("NICK alice");
        client.send("USER u 0 * :u");
        client.send("CAP END");
    }
};

// no-implicit-names: "servers MUST NOT send an implicit NAMES reply after sending a JOIN message. Servers MUST reply to
// explicit NAMES commands".
TEST_F(IrcModuleCapabilities, SendsNoListOfMembersToThoseWhoDoNotWantIt) {
    for (auto const* name : {"no-implicit-names", "draft/no-implicit-names"}) {
        auto client = enter_with("Alice", "correct horse", name);
        client->send("JOIN #room,#other");
        client->expect("JOIN :?#room");
        client->expect("JOIN :?#other");
        client->expect_silence_about(" 353 | 366 ");
        client->send("NAMES #room");
        client->expect(" 353 Alice = #room :@?Alice");
        client->expect(" 366 Alice #room ");
        client->send("QUIT");
        client->expect_close();
    }
    auto plain = enter("bob", "battery staple");
    plain->send("JOIN #room");
    plain->expect(" 366 bob #room ");
}

// extended-isupport, "ISUPPORT command" and "draft/isupport batch".
TEST_F(IrcModuleCapabilities, TellsIsupportInABatchBeforeRegistration) {
    auto client = begin("batch draft/extended-isupport");
    client->send("ISUPPORT");
    auto const open = client->expect(R"(BATCH \+\S+ :?draft/isupport$)");
    auto const name = open.substr(open.find('+') + 1, open.find(' ', open.find('+')) - open.find('+') - 1);
    client->expect("^@batch=" + name + " :\\S+ 005 \\S+ .* :are supported");
    client->expect("BATCH :?-" + name + "$");
    finish(*client);
    client->expect(" 001 ");
    // All lines of the welcome are in one batch too.
    auto const again = client->expect("BATCH \\+\\S+ :?draft/isupport$| 005 ");
    ASSERT_NE(again.find("BATCH"), std::string::npos) << again;
    client->expect(" (376|422) ");
    auto const& text = client->transcript();
    EXPECT_EQ(text.find(" 005 ", text.rfind("BATCH :-")), std::string::npos) << text;
    client->send("VERSION");
    client->expect(" 351 ");
    client->expect("BATCH \\+\\S+ :?draft/isupport$");
    client->expect("^@batch=.* 005 ");
    client->expect("BATCH :?-");
    client->expect_silence_about(" 005 ");
}

TEST_F(IrcModuleCapabilities, TellsIsupportWithoutABatchToOthers) {
    auto client = enter("Alice", "correct horse");
    client->send("ISUPPORT");
    client->expect("^(@time=\\S+ )?:\\S+ 005 Alice ");
    client->expect_silence_about("BATCH");
    // A label is answered with the batch itself.
    request(*client, "batch labeled-response draft/extended-isupport");
    client->send("@label=x ISUPPORT");
    client->expect("^@label=x\\S* :\\S+ BATCH \\+\\S+ :?draft/isupport$");

    auto early = begin("batch");
    early->send("ISUPPORT");
    early->expect(" 451 ");
    auto unbatched = begin("draft/extended-isupport");
    unbatched->send("ISUPPORT");
    unbatched->expect("^:\\S+ 005 ");
    // Before registration a PING gets no PONG.
    unbatched->send("PING late");
    unbatched->expect(" 451 ");
    EXPECT_EQ(unbatched->transcript().find(" BATCH "), std::string::npos) << unbatched->transcript();
}

// network-icon: "the value MUST be a URL to an image". account-extban: the name of the ban that goes by account.
TEST_F(IrcModuleCapabilities, TellsTheIconAndTheBanByAccount) {
    auto client = enter("Alice", "correct horse");
    client->send("ISUPPORT");
    client->expect(" 005 .*ACCOUNTEXTBAN=(account,)?R[ ,]");
    client->send("ISUPPORT");
    client->expect(" 005 .*draft/ICON=https://localhost:8443/icon\\.png ");
    client->send("JOIN #room");
    client->expect(" 366 ");
    client->send("MODE #room +b R:bob");
    client->expect("MODE #room \\+b ");
    auto banned = enter("bob", "battery staple");
    banned->send("JOIN #room");
    banned->expect(" 474 ");
}

// pre-away, "Implementation".
TEST_F(IrcModuleCapabilities, TakesAwayBeforeRegistration) {
    auto watcher = enter_with("bob", "battery staple", "away-notify");
    auto client = begin("draft/pre-away");
    client->send("AWAY :Gone to lunch");
    client->expect(" 306 ");
    finish(*client);
    client->expect(" 001 ");
    client->expect_silence_about(" 306 ");
    watcher->send("WHOIS Alice");
    watcher->expect(" 301 bob Alice :Gone to lunch");
    client->send("AWAY");
    client->expect(" 305 ");

    auto back = begin("draft/pre-away");
    back->send("AWAY :x");
    back->send("AWAY");
    back->expect(" 305 ");
    auto without = begin("batch");
    without->send("AWAY :x");
    // InspIRCd 4 takes it from everybody.
    without->expect(" (451|306) ");
}

// "an AWAY message consisting of the single character *, as indicating that the user is not present": "an away message
// of * should be treated as though the connection did not exist at all".
TEST_F(IrcModuleCapabilities, DoesNotCountADeviceThatNobodyLooksAt) {
    auto watcher = enter_with("bob", "battery staple", "away-notify");
    auto person = enter("Alice", "correct horse");
    for (auto* client : {watcher.get(), person.get()}) {
        client->send("JOIN #room");
        client->expect(" 366 ");
    }
    auto robot = begin("draft/pre-away");
    robot->send("AWAY *");
    finish(*robot);
    robot->expect(" 001 ");
    robot->send("JOIN #room");
    robot->expect(" 366 ");
    watcher->expect_silence_about("AWAY");
    person->send("AWAY :lunch");
    watcher->expect(":Alice!\\S+ AWAY :lunch");
    watcher->send("PRIVMSG Alice :hi");
    watcher->expect(" 301 bob Alice :lunch");
    person->send("AWAY");
    watcher->expect(":Alice!\\S+ AWAY$");
}

}  // namespace
}  // namespace alloquy::test
