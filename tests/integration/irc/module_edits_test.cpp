// SPDX-License-Identifier: GPL-2.0-or-later
// Corrections of what one said (docs/protocol/irc.md, "Editing"): there is no specification, so most clients don't know
// them.
#include "module_fixture.hpp"

namespace alloquy::test {
namespace {

constexpr char const* kEdit = "+n-3-0.github.io/edit";

class IrcModuleEdits : public ModuleFixture {
protected:
    void SetUp() override {
        start_linked();
        sender = enter_with(
            "Alice", "correct horse", "batch labeled-response draft/multiline standard-replies n-3-0.github.io/edit"
        );
        knows = enter_with("bob", "battery staple", "n-3-0.github.io/edit");
        tagged = enter("bob", "battery staple");
        plain = enter_plain();
        join_both(*sender, *plain);
        for (auto* client : {knows.get(), tagged.get()}) {
            client->send("JOIN #room");
            client->expect(" 366 ");
        }
    }
    std::string edit(
        std::string const& text, std::string const& target = "#room", std::string const& command = "PRIVMSG"
    ) {
        sender->send("@label=e;" + std::string(kEdit) + "=42 " + command + " " + target + " :" + text);
        auto const message = module.expect(FrameType::message);
        EXPECT_EQ(message[9], std::string(kEdit) + "=42");
        module.store(message);
        return message[10];
    }
    std::unique_ptr<IrcClient> sender, knows, tagged, plain;
};

TEST_F(IrcModuleEdits, AreMarkedRepliesForClientsThatDoNotKnowThem) {
    EXPECT_EQ(edit("corrected"), "corrected");
    auto const echo = sender->expect("PRIVMSG #room :corrected$");
    EXPECT_EQ(tag_of(echo, "label"), "e");
    EXPECT_EQ(tag_of(echo, kEdit), "42");
    auto const known = knows->expect("PRIVMSG #room :corrected$");
    EXPECT_EQ(tag_of(known, kEdit), "42");
    EXPECT_EQ(tag_of(known, "+draft/reply"), "");
    auto const reply = tagged->expect("PRIVMSG #room :\\* corrected$");
    EXPECT_EQ(tag_of(reply, "+draft/reply"), "42");
    EXPECT_EQ(tag_of(reply, "+reply"), "42");
    EXPECT_EQ(tag_of(reply, "msgid"), tag_of(echo, "msgid"));
    plain->expect("^:Alice!\\S+ PRIVMSG #room :\\* corrected$");
}

TEST_F(IrcModuleEdits, OfActionsStayActions) {
    edit(
        "\x01"
        "ACTION waves\x01"
    );
    knows->expect(
        "PRIVMSG #room :\x01"
        "ACTION waves\x01$"
    );
    plain->expect(
        "PRIVMSG #room :\x01"
        "ACTION \\* waves\x01$"
    );
}

TEST_F(IrcModuleEdits, BetweenTwoAreMarkedForEachDevice) {
    edit("corrected", "bob", "NOTICE");
    sender->expect("NOTICE bob :corrected$");
    knows->expect("NOTICE bob :corrected$");
    EXPECT_EQ(tag_of(tagged->expect("NOTICE bob :\\* corrected$"), "+reply"), "42");
}

TEST_F(IrcModuleEdits, OfTheLongestLineLoseNothing) {
    std::string const text(480, 'x');
    EXPECT_EQ(edit(text), text);
    std::string got;
    while (got.size() < text.size() + 2) {
        auto const line = plain->expect("PRIVMSG #room :");
        EXPECT_LE(line.size(), 510U);
        got += line.substr(line.find("#room :") + 7);
    }
    EXPECT_EQ(got, "* " + text);
}

TEST_F(IrcModuleEdits, OfSeveralLinesAreMarkedOnce) {
    for (auto const& line :
         {"@" + std::string(kEdit) + "=42 BATCH +a draft/multiline #room", std::string("@batch=a PRIVMSG #room :"),
          std::string("@batch=a PRIVMSG #room :one"), std::string("@batch=a PRIVMSG #room :two"),
          std::string("BATCH -a")})
        sender->send(line);
    EXPECT_EQ(module.expect(FrameType::message)[10], "\none\ntwo");
    plain->expect("PRIVMSG #room :\\* one$");
    plain->expect("PRIVMSG #room :two$");
}

TEST_F(IrcModuleEdits, AreJudgedLikeMessages) {
    sender->send("@label=e;" + std::string(kEdit) + "=42 PRIVMSG #room,bob :x");
    EXPECT_EQ(tag_of(sender->expect("FAIL PRIVMSG INVALID_TAGS #room,bob "), "label"), "e");
    sender->send("@" + std::string(kEdit) + "=42 PRIVMSG #nowhere :x");
    sender->expect(" 403 ");
    sender->send("MODE #room +m");
    knows->expect("MODE #room");
    knows->send("@" + std::string(kEdit) + "=42 PRIVMSG #room :x");
    knows->expect(" 404 ");
    module.expect_silence_about(FrameType::message);
}

}  // namespace
}  // namespace alloquy::test
