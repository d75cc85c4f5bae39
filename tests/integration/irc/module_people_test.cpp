// SPDX-License-Identifier: GPL-2.0-or-later
// Direct messages: every device of both people has them, absent people get them later, unwelcome ones are refused.
#include "module_fixture.hpp"

namespace alloquy::test {
namespace {

class IrcModulePeople : public ModuleFixture {
protected:
    /// Alloquyd learns about a connection, and may say what its account wants.
    void wait_for_account(std::string const& account) {
        while (module.expect(FrameType::account)[1] != account) {}
    }
};

TEST_F(IrcModulePeople, TellsWhoIsSignedInAndWhoLeft) {
    start_linked();
    auto client = enter("Alice", "correct horse");
    auto const came = module.expect(FrameType::account);
    EXPECT_TRUE(came[0].starts_with("0AL")) << came[0];
    EXPECT_EQ(came[1], "Alice");
    client->send("QUIT");
    client->expect_close();
    auto const left = module.expect(FrameType::account);
    EXPECT_EQ(left[0], came[0]);
    EXPECT_EQ(left[1], "");

    auto other = enter("bob", "battery staple");
    module.accept();
    module.welcome();
    EXPECT_EQ(module.expect(FrameType::account)[1], "bob");
}

TEST_F(IrcModulePeople, LeavesAMessageForAnAbsentPersonToAlloquyd) {
    start_linked();
    auto sender = enter("Alice", "correct horse");
    sender->send("@+x=y PRIVMSG carol :are you there?");
    auto const message = module.expect(FrameType::message);
    EXPECT_EQ(message[6], "carol");
    EXPECT_EQ(message[7], "");
    EXPECT_EQ(message[8], "o");
    EXPECT_EQ(message[9], "+x=y");
    sender->expect_silence_about("PRIVMSG| 401 ");
    module.store(message);
    auto const echo = sender->expect("^@\\S+ :Alice!\\S+ PRIVMSG carol :are you there\\?$");
    EXPECT_EQ(tag_of(echo, "msgid"), message[1]);

    sender->send("PRIVMSG dave :hi");
    module.send(FrameType::refused, {module.expect(FrameType::message)[0], "UNKNOWN_TARGET", "nobody"});
    sender->expect(" 401 Alice dave ");
    sender->send("PRIVMSG carol,bob,#nowhere :hi");
    sender->expect(" 403 ");
    EXPECT_EQ(module.expect(FrameType::message)[6], "carol");
    EXPECT_EQ(module.expect(FrameType::message)[6], "bob");
    // What can't be a name never gets that far.
    sender->send("PRIVMSG no|one :hi");
    sender->expect(" 401 Alice no\\|one ");
    module.expect_silence_about(FrameType::message);
}

TEST_F(IrcModulePeople, ReachesEveryDeviceOfBothPeople) {
    start_linked();
    auto sender = enter("Alice", "correct horse"), second = enter("Alice", "correct horse");
    auto reader = enter("bob", "battery staple"), other = enter("bob", "battery staple");
    sender->send("@+x=y PRIVMSG bob :hi");
    auto const line = reader->expect("^@\\S+ :Alice!\\S+ PRIVMSG bob :hi$");
    auto const same = other->expect("^@\\S+ :Alice!\\S+ PRIVMSG bob :hi$");
    for (auto tag : {"msgid", "time", "account", "+x"}) EXPECT_EQ(tag_of(same, tag), tag_of(line, tag)) << tag;
    second->expect_silence_about("PRIVMSG");

    module.store(module.expect(FrameType::message));
    sender->expect("PRIVMSG bob :hi");
    // To a client one's own message is one that comes from its own nick.
    auto const copy = second->expect("^@\\S+ :Alice!\\S+ PRIVMSG bob :hi$");
    EXPECT_EQ(tag_of(copy, "msgid"), tag_of(line, "msgid"));
    EXPECT_EQ(tag_of(copy, "account"), "Alice");

    // A room's messages come to each device anyway.
    for (auto* client : {sender.get(), second.get()}) {
        client->send("JOIN #room");
        client->expect(" 366 ");
    }
    sender->send("PRIVMSG #room :all");
    second->expect("PRIVMSG #room :all");
    module.store(module.expect(FrameType::message));
    sender->expect("PRIVMSG #room :all");
    second->expect_silence_about("PRIVMSG");
}

TEST_F(IrcModulePeople, RefusesMessagesToPeopleWhoDoNotWantThem) {
    start_linked();
    auto sender = enter_with("Alice", "correct horse", "standard-replies");
    auto reader = enter("bob", "battery staple");
    wait_for_account("bob");
    auto set_policy = [&](std::vector<std::string> const& fields) {
        module.send(FrameType::policy, fields);
        module.expect_silence_about(FrameType::hello);
    };
    set_policy({"bob", "everyone", "carol", "aLICE"});
    sender->send("PRIVMSG bob :one");
    // The words of a policy: who is blocked isn't told so. Typing is dropped without a word.
    auto const refused = sender->expect("FAIL PRIVMSG DM_POLICY bob :");
    sender->send("@+typing=active TAGMSG bob");
    sender->expect_silence_about("FAIL");
    sender->send("JOIN #elsewhere");
    sender->expect(" 366 ");
    sender->send("INVITE bob #elsewhere");
    sender->expect("FAIL INVITE DM_POLICY bob :");
    reader->expect_silence_about("INVITE");
    set_policy({"bob", "nobody"});
    sender->send("@+x=y TAGMSG bob");
    sender->expect("FAIL TAGMSG DM_POLICY bob :");
    sender->send("PRIVMSG bob :one");
    auto const by_policy = sender->expect("FAIL PRIVMSG DM_POLICY bob :");
    EXPECT_EQ(by_policy.substr(by_policy.find(" :")), refused.substr(refused.find(" :")));
    set_policy({"bob", "rooms"});
    sender->send("NOTICE bob :two");
    sender->expect("FAIL NOTICE DM_POLICY bob :");
    reader->expect_silence_about("PRIVMSG|TAGMSG|:two");
    module.expect_silence_about(FrameType::message);

    join_both(*sender, *reader);
    sender->send("PRIVMSG bob :three");
    reader->expect("PRIVMSG bob :three");
    set_policy({"bob", "nobody"});
    reader->send("PRIVMSG bob :to myself");
    reader->expect("PRIVMSG bob :to myself");
}

}  // namespace
}  // namespace alloquy::test
