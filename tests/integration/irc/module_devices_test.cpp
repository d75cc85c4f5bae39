// SPDX-License-Identifier: GPL-2.0-or-later
// One person, one name: what others see of somebody who is connected several times (docs/protocol/irc.md, "Nicks").
#include "module_fixture.hpp"

namespace alloquy::test {
namespace {

class IrcModuleDevices : public ModuleFixture {
protected:
    void SetUp() override { start_linked(); }

    void join(IrcClient& client, std::string const& room = "#room") {
        client.send("JOIN " + room);
        client.expect(" 366 ");
    }
    void add_carol() {
        io.call([&] { return directory.add("Carol", "third person"); });
    }
    /// Bob watches; Alice is there with two devices. Nothing of the second was seen.
    void gather() {
        watcher = enter_with("bob", "battery staple", "extended-join away-notify account-notify multi-prefix");
        join(*watcher);
        first = enter("Alice", "correct horse");
        join(*first);
        watcher->expect(":Alice!\\S+ JOIN #room");
        second = enter("alice", "correct horse");
        join(*second);
        watcher->expect_silence_about("Alice");
    }

    std::unique_ptr<IrcClient> watcher, first, second;
};

TEST_F(IrcModuleDevices, TellsEachDeviceThatItHasTheName) {
    first = enter("Alice", "correct horse");
    second = connect("second");
    second->send("PASS alice:correct horse");
    second->send("NICK whatever");
    second->send("USER u 0 * :u");
    second->expect(" 001 Alice ");
    second->expect(" 005 Alice ");
    second->send("JOIN #room");
    second->expect(":Alice!\\S+ JOIN :?#room");
    second->expect(" 353 Alice = #room :@Alice *$");
    second->send("NICK Alice");
    second->expect_silence_about(" 447 |NICK");
    second->send("NICK other");
    second->expect(" 447 Alice other ");
    second->send("MODE alice +i");
    second->expect(":Alice!\\S+ MODE Alice :?\\+i");
    second->send("MODE Alice");
    second->expect(" 221 Alice ");
    EXPECT_EQ(second->transcript().find("Alice|2"), std::string::npos) << second->transcript();
}

TEST_F(IrcModuleDevices, ShowsAPersonOnceInListsOfMembers) {
    gather();
    watcher->send("NAMES #room");
    watcher->expect(" 353 bob = #room :(@bob Alice|Alice @bob) *$");
    watcher->expect(" 366 ");
    request(*watcher, "userhost-in-names");
    watcher->send("NAMES #room");
    watcher->expect(" 353 bob = #room :(@bob!\\S+ Alice!\\S+|Alice!\\S+ @bob!\\S+) *$");
    watcher->send("WHO #room");
    watcher->expect(" 352 bob #room \\S+ \\S+ \\S+ Alice H");
    watcher->expect_silence_about(" 352 .* Alice");
    watcher->send("WHO #room %n");
    watcher->expect(" 354 bob :?Alice$");
    watcher->expect_silence_about(" 354 bob :?Alice");
    watcher->send("WHO A*");
    watcher->expect(" 352 .* Alice ");
    watcher->expect_silence_about(" 352 ");
    // To the device itself it is the same.
    second->send("NAMES #room");
    second->expect(" 353 Alice = #room :(@bob Alice|Alice @bob) *$");
}

TEST_F(IrcModuleDevices, ShowsAPersonInARoomThatOnlyAFurtherDeviceIsIn) {
    gather();
    watcher->send("JOIN #other");
    watcher->expect(" 366 ");
    second->send("JOIN #other");
    second->expect(" 366 ");
    watcher->expect(":Alice!\\S+ JOIN #other Alice :");
    watcher->send("NAMES #other");
    watcher->expect(" 353 bob = #other :(@bob Alice|Alice @bob) *$");
    watcher->send("WHO #other");
    watcher->expect(" 352 bob #other \\S+ \\S+ \\S+ Alice H");
    first->send("JOIN #other");
    first->expect(" 366 ");
    watcher->expect_silence_about("JOIN");
    second->send("PART #other :bye");
    second->expect(":Alice!\\S+ PART :?#other");
    watcher->expect_silence_about("PART");
    first->send("PART #other :bye");
    watcher->expect(":Alice!\\S+ PART :?#other");
}

TEST_F(IrcModuleDevices, SendsMessagesUnderTheName) {
    gather();
    request(*watcher, "draft/multiline batch");
    second->send("@+x=y PRIVMSG #room :from the second");
    watcher->expect("^@\\S+ :Alice!\\S+ PRIVMSG #room :from the second");
    first->expect(":Alice!\\S+ PRIVMSG #room :from the second");
    auto const message = module.expect(FrameType::message);
    EXPECT_TRUE(message[4].starts_with("Alice!")) << message[4];
    module.store(message);
    second->expect(":Alice!\\S+ PRIVMSG #room :from the second");
    second->send("@+reply=1;+draft/react=x TAGMSG #room");
    watcher->expect(":Alice!\\S+ TAGMSG :?#room");
    second->send("NOTICE bob :psst");
    watcher->expect(":Alice!\\S+ NOTICE bob :psst");
    request(*second, "draft/multiline batch");
    second->send("BATCH +1 draft/multiline #room");
    second->send("@batch=1 PRIVMSG #room :one");
    second->send("@batch=1 PRIVMSG #room :two");
    second->send("BATCH -1");
    watcher->expect(":Alice!\\S+ BATCH \\+\\S+ draft/multiline :?#room");
    watcher->expect("batch=\\S+ :Alice!\\S+ PRIVMSG #room :one");
    watcher->send("MODE #room -t");
    second->expect(" MODE #room ");
    second->send("TOPIC #room :new");
    watcher->expect(":Alice!\\S+ TOPIC #room :new");
    // A device's own nick means the person.
    watcher->send("PRIVMSG alice|2 :hi");
    first->expect("PRIVMSG Alice :hi");
    second->expect("PRIVMSG Alice :hi");
    EXPECT_EQ(watcher->transcript().find("Alice|2"), std::string::npos) << watcher->transcript();
}

TEST_F(IrcModuleDevices, PassesTheNameOnWithoutAnybodySeeingIt) {
    gather();
    watcher->send("MONITOR + Alice");
    watcher->expect(" 730 bob :Alice");
    second->send("JOIN #other");
    second->expect(" 366 ");
    first->send("QUIT :gone");
    first->expect_close();
    second->expect_silence_about("NICK|QUIT");
    watcher->expect_silence_about("Alice");
    watcher->send("WHOIS Alice");
    watcher->expect(" 311 bob Alice ");
    watcher->expect(" 319 bob Alice :.*#room");
    watcher->send("KICK #nowhere Alice");
    watcher->expect(" 403 ");
    second->send("QUIT :really");
    // InspIRCd tells who watches before those who share a room.
    watcher->expect(" 731 bob :Alice");
    watcher->expect(":Alice!\\S+ QUIT ");
}

TEST_F(IrcModuleDevices, ShowsAPartWhereOnlyTheQuittingDeviceWas) {
    add_carol();
    gather();
    watcher->send("JOIN #other");
    watcher->expect(" 366 ");
    auto third = enter("Carol", "third person");
    join(*third, "#other");
    first->send("JOIN #other");
    for (auto* client : {third.get(), watcher.get()}) client->expect(":Alice!\\S+ JOIN :?#other");
    first->send("QUIT :gone");
    // The person hasn't quit: who also sees the other device must not lose it.
    for (auto* client : {third.get(), watcher.get()}) client->expect(":Alice!\\S+ PART :?#other :.*gone");
    watcher->expect_silence_about("QUIT|PART");
    watcher->send("NAMES #room");
    watcher->expect(" 353 bob = #room :.*Alice");
}

TEST_F(IrcModuleDevices, TreatsAllDevicesAlikeInARoom) {
    gather();
    watcher->send("MODE #room +o alice");
    watcher->expect("MODE #room \\+o :?Alice$");
    first->expect("MODE #room \\+o :?Alice$");
    second->expect("MODE #room \\+o :?Alice$");
    second->send("TOPIC #room :by an operator");
    watcher->expect("TOPIC #room");
    auto third = enter("Alice", "correct horse");
    join(*third);
    third->send("MODE #room +m");
    watcher->expect(":Alice!\\S+ MODE #room :?\\+m");
    watcher->send("MODE #room -o Alice");
    third->expect("MODE #room -o :?Alice$");
    third->send("MODE #room -m");
    third->expect(" 482 ");
    watcher->send("KICK #room Alice :out");
    for (auto* device : {first.get(), second.get(), third.get()}) {
        device->expect("KICK #room Alice :out");
        device->expect_silence_about("KICK");
        device->send("NAMES #room");
        device->expect(" 366 ");
    }
    watcher->expect("KICK #room Alice :out");
    watcher->expect_silence_about("KICK|MODE");
    watcher->send("MODE #room +b Alice!*@*");
    watcher->expect("MODE #room \\+b");
    for (auto* device : {first.get(), second.get()}) {
        device->send("JOIN #room");
        device->expect(" 474 Alice #room ");
    }
    EXPECT_EQ(watcher->transcript().find("Alice|"), std::string::npos) << watcher->transcript();
}

TEST_F(IrcModuleDevices, KicksADeviceWhoseFirstIsElsewhere) {
    gather();
    first->send("PART #room");
    first->expect("PART :?#room");
    watcher->expect_silence_about("PART");
    watcher->send("MODE #room +v Alice");
    watcher->expect("MODE #room \\+v :?Alice$");
    watcher->send("INVITE Alice #room");
    watcher->expect(" 443 bob Alice #room ");
    watcher->send("KICK #room Alice :out");
    second->expect("KICK #room Alice :out");
    watcher->expect("KICK #room Alice :out");
}

TEST_F(IrcModuleDevices, InvitesEveryDevice) {
    gather();
    watcher->send("JOIN #closed");
    watcher->expect(" 366 ");
    watcher->send("MODE #closed +i");
    watcher->send("INVITE Alice #closed");
    for (auto* device : {first.get(), second.get()}) device->expect(":bob!\\S+ INVITE Alice :?#closed");
    second->send("JOIN #closed");
    second->expect(" 366 ");
    // And who is in needs no invitation for another device.
    auto third = enter("Alice", "correct horse");
    join(*third, "#closed");
}

TEST_F(IrcModuleDevices, IsAwayWhenNoDeviceIsHere) {
    gather();
    first->send("AWAY :lunch");
    first->expect(" 306 ");
    watcher->expect_silence_about("AWAY");
    watcher->send("PRIVMSG Alice :hi");
    watcher->send("WHOIS Alice");
    watcher->expect(" 318 ");
    watcher->send("WHO #room");
    watcher->expect(" 352 bob #room \\S+ \\S+ \\S+ Alice H");
    EXPECT_EQ(watcher->transcript().find(" 301 "), std::string::npos) << watcher->transcript();
    second->send("AWAY :me too");
    second->expect(" 306 ");
    watcher->expect(":Alice!\\S+ AWAY :me too");
    watcher->send("PRIVMSG Alice :hi");
    watcher->expect(" 301 bob Alice :lunch");
    second->send("AWAY");
    watcher->expect(":Alice!\\S+ AWAY$");
    first->send("AWAY");
    first->expect(" 305 ");
    watcher->expect_silence_about("AWAY");
}

TEST_F(IrcModuleDevices, KeepsEventsOfHiddenDevicesOutOfHistory) {
    gather();
    EXPECT_EQ(module.expect(FrameType::event)[2].substr(0, 4), "bob!");
    auto const joined = module.expect(FrameType::event);
    EXPECT_EQ(joined[0], "JOIN");
    EXPECT_TRUE(joined[2].starts_with("Alice!")) << joined[2];
    first->send("QUIT");
    first->expect_close();
    second->send("PART #room :bye");
    second->expect("PART :?#room");
    // Neither the second JOIN, nor a MODE, QUIT or NICK lies between.
    auto const parted = module.expect(FrameType::event);
    EXPECT_EQ(parted[0], "PART");
    EXPECT_TRUE(parted[2].starts_with("Alice!")) << parted[2];
}

TEST_F(IrcModuleDevices, RenamesAPersonOnce) {
    gather();
    io.call([&] {
        directory.rename(alice, "Carla");
        return 0;
    });
    first->expect(":Alice!\\S+ NICK :?Carla$");
    second->expect(":Alice!\\S+ NICK :?Carla$");
    first->expect_silence_about("NICK|JOIN");
    second->expect_silence_about("NICK|JOIN");
    watcher->expect(":Alice!\\S+ NICK :?Carla$");
    watcher->expect_silence_about("NICK|JOIN|QUIT");
}

TEST_F(IrcModuleDevices, ShowsADeviceThatGoesOverToSomebodyElse) {
    add_carol();
    gather();
    EXPECT_TRUE(
        second->authenticate("PLAIN", std::string("\0carol\0third person", 19)).find(" 90") != std::string::npos
    );
    EXPECT_NE(second->transcript().find(" NICK :Carol"), std::string::npos) << second->transcript();
    watcher->expect(":Carol!\\S+ JOIN #room");
    watcher->expect_silence_about("NICK|QUIT");
    watcher->send("NAMES #room");
    watcher->expect(" 353 .*Alice");
    // The first device goes, its person stays.
    auto other = enter("Alice", "correct horse");
    join(*other);
    EXPECT_TRUE(
        first->authenticate("PLAIN", std::string("\0carol\0third person", 19)).find(" 90") != std::string::npos
    );
    // The other device takes the name when the services say so, a moment later.
    wait_until("the person stays", [&] {
        watcher->send("NAMES #room");
        return watcher->expect(" 353 ").find("Alice") != std::string::npos;
    });
}

}  // namespace
}  // namespace alloquy::test
