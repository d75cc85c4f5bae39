// SPDX-License-Identifier: GPL-2.0-or-later
// One person, one name: nicks of accounts, of further devices, and of guests.
#include "irc_fixture.hpp"

namespace alloquy::test {
namespace {

class IrcNicks : public IrcFixture {
protected:
    bool has_nick(std::string const& nick) {
        return io.call([&] {
            auto* user = bridge->network().find_nick(nick);
            return user != nullptr && user->nick == nick;
        });
    }
    void wait_for_nick(std::string const& nick) {
        wait_until(nick + " is there", [&] { return has_nick(nick); }, [&] { return all_nicks(); });
    }
    std::string all_nicks() {
        return io.call([&] {
            std::string text;
            bridge->network().for_each_user([&](irc::User& user) { text += user.nick + " "; });
            return text;
        });
    }
    std::unique_ptr<IrcClient> enter_as_guest(std::string const& nick) {
        auto client = connect("guest " + nick);
        client->enter(nick);
        return client;
    }
};

TEST_F(IrcNicks, GivesFurtherDevicesASuffixAndHandsTheNameOn) {
    start();
    auto first = enter("alice", "correct horse");
    wait_for_nick("Alice");
    auto second = enter("ALICE", "correct horse");
    wait_for_nick("Alice|2");
    auto third = enter("alice", "correct horse");
    wait_for_nick("Alice|3");

    first->send("QUIT");
    first->expect_close();
    wait_for_nick("Alice");
    // Its client had that name all the time.
    second->expect_silence_about("NICK");
    EXPECT_TRUE(has_nick("Alice|3")) << all_nicks();
    // The lowest free number goes to the next.
    auto fourth = enter("alice", "correct horse");
    wait_for_nick("Alice|2");
}

TEST_F(IrcNicks, LetsTwoDevicesRegisterAtTheSameTime) {
    start();
    auto one = connect("one"), two = connect("two");
    // Both ask for the nick before either is signed in.
    for (auto* client : {one.get(), two.get()}) {
        client->send("PASS alice:correct horse");
        client->send("NICK Alice");
    }
    for (auto* client : {two.get(), one.get()}) client->send("USER u 0 * :u");
    one->expect(" 001 Alice");
    two->expect(" 001 Alice");
    wait_for_nick("Alice");
    wait_for_nick("Alice|2");
}

TEST_F(IrcNicks, DoesNotLetSignedInPeopleChangeTheirNick) {
    start();
    auto client = enter("alice", "correct horse");
    client->send("NICK bob");
    client->expect(" 447 ");
    client->send("NICK aLICE");
    client->expect(" 447 ");
    client->expect_silence_about(" NICK ");
    wait_for_nick("Alice");
}

TEST_F(IrcNicks, FollowsARenamedAccountOnAllItsDevices) {
    start();
    auto first = enter("alice", "correct horse");
    auto second = enter("alice", "correct horse");
    wait_for_nick("Alice|2");
    io.call([&] {
        directory.rename(alice, "Carol");
        return 0;
    });
    first->expect("NICK :?Carol$");
    second->expect("NICK :?Carol$");
    first->send("WHOIS Carol");
    first->expect(" 330 .* Carol ");
}

TEST_F(IrcNicks, KeepsRegisteredNamesAndSuffixesFromGuests) {
    settings.guests = true;
    start();
    auto guest = enter_as_guest("visitor");
    wait_for_nick("visitor");
    guest->send("NICK aLiCe");
    guest->expect("NOTICE .*belongs to an account");
    guest->expect("NICK :?Guest[0-9]{5}$");
    guest->send("NICK visitor|2");
    guest->expect("NICK :?Guest[0-9]{5}$");
    guest->send("NICK bob|7");
    guest->expect("NICK :?Guest[0-9]{5}$");
    guest->send("NICK free_name");
    guest->expect("NICK :?free_name$");
    wait_for_nick("free_name");

    auto thief = connect("thief");
    thief->enter("alice");
    thief->expect("NICK :?Guest[0-9]{5}$");
}

TEST_F(IrcNicks, TakesTheNameBackFromAGuestWhenItsOwnerSignsIn) {
    settings.guests = true;
    start();
    // The guest has the name before the account exists.
    auto guest = enter_as_guest("Dora");
    wait_for_nick("Dora");
    io.call([&] { return directory.add("dora", "secret words"); });
    auto owner = enter("dora", "secret words");
    guest->expect("NICK :?Guest[0-9]{5}$");
    wait_for_nick("dora");
}

TEST_F(IrcNicks, LetsAGuestWithATakenNickInUnderAnother) {
    settings.guests = true;
    start();
    auto owner = enter("alice", "correct horse");
    auto guest = connect("guest");
    guest->send("NICK alice");
    guest->send("USER u 0 * :u");
    guest->expect(" 001 ");
    guest->expect("NICK :?Guest[0-9]{5}$");
    EXPECT_TRUE(has_nick("Alice"));
}

}  // namespace
}  // namespace alloquy::test
