// SPDX-License-Identifier: GPL-2.0-or-later
// RENAME inside InspIRCd: https://ircv3.net/specs/extensions/channel-rename
#include "module_fixture.hpp"

namespace alloquy::test {
namespace {

class IrcModuleRename : public ModuleFixture {
protected:
    static constexpr char const* kCaps = "draft/channel-rename standard-replies batch labeled-response";

    void join(IrcClient& client, std::string const& channel) {
        client.send("JOIN " + channel);
        client.expect(" 366 ");
    }
    /// The request that came of it, as alloquyd would grant it.
    void grant(std::string const& from, std::string const& to, std::string const& source, std::string const& reason) {
        auto const request = module.expect(FrameType::request);
        EXPECT_EQ(request[1], "RENAME");
        module.send(FrameType::act, {"0", "rename", from, to, source, reason});
        module.send(FrameType::answer, {request[0], "1"});
    }
    bool services_know(std::string const& channel) {
        return io.call([&] { return bridge->network().find_channel(channel) != nullptr; });
    }
};

TEST_F(IrcModuleRename, KeepsEverythingButTheNameAndTellsEachClientInItsWords) {
    start_linked();
    auto alice = enter_with("Alice", "correct horse", kCaps);
    auto bob = enter("bob", "battery staple");
    join_both(*alice, *bob);
    alice->send("TOPIC #room :what it is about");
    bob->expect("TOPIC #room :what it is about");
    alice->send("MODE #room +vb bob evil!*@*");
    bob->expect("MODE #room \\+vb");
    alice->send("RENAME #room #Den :Typo fix");
    grant("#room", "#Den", "Alice!u@h", "Typo fix");
    alice->expect("^(@\\S+ )?:Alice!u@h RENAME #room #Den :Typo fix$");
    alice->expect_silence_about(" (PART|JOIN) ");
    bob->expect(":bob!\\S+ PART #room :?Typo fix$");
    bob->expect(":bob!\\S+ JOIN :?#Den$");
    bob->expect(" 332 bob #Den :what it is about$");
    bob->expect(" 333 bob #Den ");
    EXPECT_NE(bob->expect(" 353 bob . #Den :").find("@Alice"), std::string::npos);
    bob->expect(" 366 bob #Den ");
    bob->send("MODE #den +b");
    bob->expect(" 367 bob #Den evil!");
    bob->send("WHO #den");
    bob->expect(" 352 bob #Den .* bob H\\+");
    bob->expect(" 315 ");
    bob->send("PRIVMSG #den :still here");
    auto const message = module.expect(FrameType::message);
    EXPECT_EQ(message[6], "#Den");
    alice->expect("PRIVMSG #Den :still here");
    // The services follow, also over a broken link.
    wait_until("the services know the new name", [&] { return services_know("#den") && !services_know("#room"); });
    io.call([this] {
        bridge->drop_link();
        return 0;
    });
    wait_until("the link is back", [&] { return status().synced && status().links >= 2; });
    EXPECT_TRUE(services_know("#den"));
    EXPECT_FALSE(services_know("#room"));
}

TEST_F(IrcModuleRename, RefusesByTheSpecificationBeforeAnybodyIsAsked) {
    start_linked();
    auto alice = enter_with("Alice", "correct horse", kCaps);
    auto bob = enter_with("bob", "battery staple", kCaps);
    join_both(*alice, *bob);
    join(*bob, "#other");
    alice->send("RENAME #room");
    alice->expect(" 461 Alice RENAME ");
    alice->send("RENAME #nowhere #new");
    alice->expect(" 403 Alice #nowhere ");
    alice->send("RENAME #other #new");
    alice->expect(" 442 Alice #other ");
    bob->send("MODE #other +s");
    bob->expect(" MODE #other :?\\+s");
    alice->send("RENAME #other #new");
    alice->expect(" 403 Alice #other ");
    bob->send("RENAME #room #new");
    bob->expect(" 482 bob #room ");
    alice->send("@label=r RENAME #room #other");
    alice->expect("^@label=r\\S* :\\S+ FAIL RENAME CHANNEL_NAME_IN_USE #room #other :");
    for (auto const& name :
         std::vector<std::string>{"&room", "room", "#with,comma", "#room", "#" + std::string(64, 'x')}) {
        alice->send("RENAME #room " + name);
        alice->expect("FAIL RENAME CANNOT_RENAME #room ");
    }
    module.expect_silence_about(FrameType::request);
    // An order that contradicts what is here does nothing.
    module.send(FrameType::act, {"0", "rename", "#room", "#other", "", ""});
    module.send(FrameType::act, {"0", "rename", "#room", "not a channel", "", ""});
    module.send(FrameType::act, {"0", "rename", "#room"});
    alice->expect_silence_about("RENAME");
}

TEST_F(IrcModuleRename, ChangesTheCaseAloneWithoutAnybodyLeaving) {
    start_linked();
    auto alice = enter_with("Alice", "correct horse", kCaps);
    auto bob = enter("bob", "battery staple");
    join_both(*alice, *bob);
    alice->send("RENAME #room #Room");
    grant("#room", "#Room", "Alice!u@h", "");
    alice->expect("RENAME #room #Room :$");
    bob->expect_silence_about(" (PART|JOIN|RENAME) ");
    bob->send("NAMES #room");
    bob->expect(" 353 bob . #Room :");
    // The name is still taken, and still the same for who joins.
    alice->send("PART #ROOM");
    alice->expect(" PART ");
    join(*alice, "#ROOM");
    alice->send("RENAME #room #ROOM");
    alice->expect(" 482 ");
}

TEST_F(IrcModuleRename, TheOldNameLeadsToTheNewOne) {
    start_linked();
    auto alice = enter_with("Alice", "correct horse", kCaps);
    join(*alice, "#room");
    alice->send("RENAME #room #den");
    grant("#room", "#den", "Alice!u@h", "");
    alice->expect("RENAME #room #den");
    auto modern = enter_with("bob", "battery staple", kCaps);
    modern->send("JOIN #room,#third");
    modern->expect("FAIL JOIN CHANNEL_RENAMED #room #den :");
    modern->expect("JOIN :?#third");
    auto old = enter("bob", "battery staple");
    old->send("JOIN #third,#room");
    old->expect(" 470 \\S+ #room #den :");
    old->expect("JOIN :?#den");
    // Nobody takes the name while it leads here, and not twice within a minute.
    auto operator_ = enter_with("bob", "battery staple", kCaps);
    join(*operator_, "#mine");
    operator_->send("RENAME #mine #room");
    operator_->expect("FAIL RENAME CHANNEL_NAME_IN_USE #mine #room :");
    alice->send("RENAME #den #cave");
    alice->expect("FAIL RENAME CANNOT_RENAME #den #cave :The channel has been renamed a moment ago");
    // The server itself may, and the first name leads on; back again, it leads nowhere.
    module.send(FrameType::act, {"0", "rename", "#den", "#cave", "", "by the owner"});
    alice->expect(":\\S+ RENAME #den #cave :by the owner");
    modern->send("JOIN #room");
    modern->expect("FAIL JOIN CHANNEL_RENAMED #room #cave :");
    module.send(FrameType::act, {"0", "rename", "#cave", "#room", "", ""});
    alice->expect("RENAME #cave #room :");
    join(*modern, "#room");
}

}  // namespace
}  // namespace alloquy::test
