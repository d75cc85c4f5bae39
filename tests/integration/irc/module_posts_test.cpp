// SPDX-License-Identifier: GPL-2.0-or-later
// What is posted without a connection, as clients see it: frames post, judge and verdict of
// docs/protocol/module-link.md.
#include "module_fixture.hpp"

namespace alloquy::test {
namespace {

class ModulePosts : public ModuleFixture {
protected:
    /// post: id, kind, source, account, target, flags, tags, text
    void post(
        std::string const& target, std::string const& text, std::string const& account = "Carol",
        std::string const& tags = "", std::string const& flags = "", std::string const& kind = "PRIVMSG"
    ) {
        module.send(
            FrameType::post,
            {std::to_string(++id_), kind, account + "!" + account + "@api.alloquy", account, target, flags, tags, text}
        );
    }
    /// Bob, without any capability.
    std::string verdict(std::string const& account, std::string const& channel = "#room") {
        module.send(FrameType::judge, {"7", account, account + "!" + account + "@api.alloquy", channel});
        auto const answer = module.expect(FrameType::verdict);
        EXPECT_EQ(answer[0], "7");
        return answer[1];
    }

    std::uint64_t id_ = 123456789ULL << 22;
};

TEST_F(ModulePosts, AreShownToARoomWithTheirIdAndTime) {
    start_linked();
    auto alice = enter("Alice", "correct horse");
    auto plain = enter_plain();
    join_both(*alice, *plain);
    post("#room", "built", "Carol", "+draft/reply=42;n-3-0.github.io/webhook=9", "b");
    auto const line = alice->expect(" PRIVMSG #room :built$");
    EXPECT_TRUE(line.find(":Carol!Carol@api.alloquy PRIVMSG") != std::string::npos) << line;
    EXPECT_EQ(tag_of(line, "msgid"), std::to_string(id_));
    EXPECT_EQ(tag_of(line, "account"), "Carol");
    EXPECT_EQ(tag_of(line, "time"), "2025-01-02T10:17:36.789Z");
    EXPECT_EQ(tag_of(line, "+draft/reply"), "42");
    EXPECT_EQ(tag_of(line, "n-3-0.github.io/webhook"), "9");
    EXPECT_TRUE((";" + line).find(";bot") != std::string::npos || line.find("@bot") != std::string::npos) << line;
    EXPECT_EQ(plain->expect("PRIVMSG"), ":Carol!Carol@api.alloquy PRIVMSG #room :built");
}

TEST_F(ModulePosts, OfSeveralLinesAreOneMessageForThoseWhoKnowThem) {
    start_linked();
    auto alice = enter_with("Alice", "correct horse", "batch draft/multiline");
    auto plain = enter_plain();
    join_both(*alice, *plain);
    post("#room", "one\n\nthree");
    auto const open = alice->expect("BATCH \\+");
    EXPECT_EQ(tag_of(open, "msgid"), std::to_string(id_));
    for (auto const* text : {"one", "", "three"}) alice->expect(std::string("PRIVMSG #room :") + text + "$");
    alice->expect("BATCH :?-");
    plain->expect("PRIVMSG #room :one$");
    plain->expect("PRIVMSG #room :three$");
}

TEST_F(ModulePosts, ToAPersonReachBothSidesDevices) {
    start_linked();
    auto alice = enter("Alice", "correct horse");
    auto bob = enter("bob", "battery staple");
    post("bob", "psst", "Alice");
    bob->expect(":Alice!Alice@api.alloquy PRIVMSG bob :psst$");
    alice->expect(":Alice!\\S+ PRIVMSG bob :psst$");  // echo-message: one's own, said elsewhere
    post("bob", "", "Alice", "+draft/react=x;+reply=1", "", "TAGMSG");
    EXPECT_EQ(tag_of(bob->expect(" TAGMSG :?bob$"), "+draft/react"), "x");
}

TEST_F(ModulePosts, ThatAreBrokenAreShownToNobody) {
    start_linked();
    auto alice = enter("Alice", "correct horse");
    auto bob = enter("bob", "battery staple");
    join_both(*alice, *bob);
    post("#room", "a\r\nQUIT :b");
    post("#room", std::string("a\0b", 3));
    post("#room", "x", "Carol", "a b=c");
    post("#room", "x", "Ca rol");
    post("#nowhere", "x");
    post("#room", "x", "Carol", "", "", "QUIT");
    module.send(FrameType::post, {"1", "PRIVMSG"});
    post("#room", "the only one", "Carol", ";;=x;=;");
    EXPECT_TRUE(alice->expect("PRIVMSG|QUIT").ends_with(":the only one"));
}

TEST_F(ModulePosts, AreJudgedByBansAndModeration) {
    start_linked();
    auto alice = enter("Alice", "correct horse");
    auto bob = enter("bob", "battery staple");
    join_both(*alice, *bob);
    auto const mode = [&](std::string const& change) {
        alice->send("MODE #room " + change);
        alice->expect(" MODE #room ");
    };
    EXPECT_EQ(verdict("bob"), "");
    EXPECT_EQ(verdict("Carol"), "") << "without a connection";
    EXPECT_EQ(verdict("Carol", "#nowhere"), "");
    mode("+b carol!*@*");
    EXPECT_EQ(verdict("Carol"), "BANNED");
    EXPECT_EQ(verdict("Dave"), "");
    mode("+b R:dav*");
    EXPECT_EQ(verdict("Dave"), "BANNED");
    mode("+b bob!*@*");
    EXPECT_EQ(verdict("bob"), "BANNED") << "by its connection";
    mode("+m");
    EXPECT_EQ(verdict("Erin"), "MODERATED");
}

}  // namespace
}  // namespace alloquy::test
