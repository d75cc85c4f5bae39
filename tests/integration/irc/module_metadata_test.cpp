// SPDX-License-Identifier: GPL-2.0-or-later
// The part of METADATA that is about connections: subscriptions, who is told of a change, what comes unasked.
// https://ircv3.net/specs/extensions/metadata
#include "module_fixture.hpp"

namespace alloquy::test {
namespace {

class IrcModuleMetadata : public ModuleFixture {
protected:
    static constexpr char const* kCaps = "draft/metadata-2 batch standard-replies";

    /// Subscribed to a key, as alloquyd would make it.
    void subscribe(IrcClient& client, std::string const& keys) {
        client.send("METADATA * SUB " + keys);
        auto const request = module.expect(FrameType::request);
        module.send(FrameType::act, {request[0], "subscriptions", keys});
        module.send(FrameType::answer, {request[0], "1", ":irc 770 x " + keys});
        client.expect(" 770 ");
    }
    /// A JOIN of somebody with subscriptions asks for what is said there.
    void join(IrcClient& client, std::string const& channel) {
        client.send("JOIN " + channel);
        client.expect(" 366 ");
    }
    void tell(std::string const& watchers, std::string const& text, std::string const& except = "") {
        module.send(FrameType::deliver, {"watchers:" + watchers, "d", except, ":irc METADATA " + text});
    }
};

TEST_F(IrcModuleMetadata, KeepsTheSubscriptionsOfAConnectionAndTellsThemWithEachCommand) {
    start_linked();
    auto client = enter_with("Alice", "correct horse", kCaps);
    client->send("METADATA * SUB avatar status");
    auto request = module.expect(FrameType::request);
    EXPECT_EQ(request[1], "METADATA");
    EXPECT_EQ(request[5].find('d') != std::string::npos, true);
    EXPECT_EQ(request[7], "");
    EXPECT_EQ(request[8], "*");
    EXPECT_EQ(request[9], "SUB");
    EXPECT_EQ(request[11], "status");
    module.send(FrameType::act, {request[0], "subscriptions", "avatar,status"});
    module.send(FrameType::answer, {request[0], "1", ":irc 770 Alice avatar status"});
    client->expect(" 770 Alice avatar status");
    client->send("METADATA #room LIST");
    request = module.expect(FrameType::request);
    EXPECT_EQ(request[7], "avatar,status");
    module.send(FrameType::answer, {request[0], "1"});

    // They go with the connection and with the capability.
    auto other = enter_with("bob", "battery staple", kCaps);
    other->send("METADATA * SUBS");
    request = module.expect(FrameType::request);
    EXPECT_EQ(request[7], "");
    module.send(FrameType::answer, {request[0], "1"});
    client->send("CAP REQ :-draft/metadata-2");
    client->expect(" ACK ");
    client->send("METADATA * SUBS");
    request = module.expect(FrameType::request);
    EXPECT_EQ(request[7], "");
    module.send(FrameType::answer, {request[0], "1"});
}

TEST_F(IrcModuleMetadata, TellsSubscribersWhoShareAChannelOrMonitorAndNobodyElse) {
    start_linked();
    auto alice = enter_with("Alice", "correct horse", kCaps);
    auto bob = enter_with("bob", "battery staple", kCaps);
    auto second = enter_with("bob", "battery staple", kCaps);
    auto const carol_id = io.call([this] { return directory.add("carol", "open sesame"); });
    ASSERT_GT(carol_id, 0);
    auto carol = enter_with("carol", "open sesame", kCaps);
    join(*alice, "#room");
    join(*bob, "#room");
    subscribe(*bob, "status");
    subscribe(*second, "status");
    subscribe(*carol, "status");

    tell("status:Alice", "Alice status * :one");
    bob->expect(":irc METADATA Alice status \\* :one");
    second->expect_silence_about("METADATA");
    carol->expect_silence_about("METADATA");
    alice->expect_silence_about("METADATA");

    carol->send("MONITOR + Alice");
    carol->expect(" 730 ");
    tell("status:Alice", "Alice status * :two");
    carol->expect("METADATA Alice status \\* :two");
    bob->expect("METADATA Alice status \\* :two");

    // Another key, and what was said to be skipped.
    tell("avatar:Alice", "Alice avatar * :https://example.org");
    bob->expect_silence_about("avatar");
    // All devices of a person hear of the person's changes, but not the one that made them.
    tell("status:bob", "bob status * :three");
    bob->expect("METADATA bob status \\* :three");
    second->expect("METADATA bob status \\* :three");

    tell("status:#room", "#room status * :four");
    bob->expect("METADATA #room status \\* :four");
    carol->expect_silence_about("four");
    second->expect_silence_about("four");
    tell("status:#nowhere", "#nowhere status * :five");
    tell("status:", "x status * :six");
    tell("status", "x status * :seven");
    bob->expect_silence_about("five|six|seven");
}

TEST_F(IrcModuleMetadata, AsksForWhatASubscriberShouldSeeWhenItJoins) {
    start_linked();
    auto client = enter_with("Alice", "correct horse", kCaps);
    join(*client, "#quiet");
    module.expect_silence_about(FrameType::request);
    subscribe(*client, "status,avatar");
    join(*client, "#room");
    auto const request = module.expect(FrameType::request);
    EXPECT_EQ(request[1], "PROFILES");
    EXPECT_EQ(request[7], "status,avatar");
    EXPECT_EQ(request[8], "#room");
    client->send("PING after");
    module.send(
        FrameType::answer,
        {request[0], "1", ":irc BATCH +a metadata #room", "@batch=a :irc METADATA bob status * :x", ":irc BATCH -a"}
    );
    client->expect("BATCH \\+a metadata #room");
    client->expect("@batch=a :irc METADATA bob status");
    client->expect("BATCH -a");
    client->expect("PONG .*after");
}

TEST_F(IrcModuleMetadata, SendsOnesOwnBeforeTheEndOfTheMessageOfTheDay) {
    start_linked();
    auto client = connect("alice");
    client->send("CAP REQ :sasl batch draft/metadata-2");
    client->expect(" ACK ");
    EXPECT_NE(
        client->authenticate("PLAIN", std::string("\0Alice\0correct horse", 20)).find(" 903 "), std::string::npos
    );
    client->send("NICK alice\r\nUSER u 0 * :u\r\nCAP END\r\nPING early");
    auto const request = module.expect(FrameType::request);
    EXPECT_EQ(request[1], "PROFILE");
    EXPECT_EQ(request[4], "Alice");
    module.send(FrameType::answer, {request[0], "1", "color #1b9e77", "status a b"});
    client->expect(" 001 Alice ");
    auto const begin = client->expect(" BATCH \\+");
    auto const reference = begin.substr(begin.find('+') + 1, begin.rfind(" metadata Alice") - begin.find('+') - 1);
    client->expect("^@batch=" + reference + " :\\S+ METADATA Alice color \\* :#1b9e77$");
    client->expect("^@batch=" + reference + " :\\S+ METADATA Alice status \\* :a b$");
    client->expect(" BATCH -" + reference + "$");
    client->expect(" (376|422) ");
    client->expect("PONG .*early");
    EXPECT_EQ(client->transcript().find(" 001 "), client->transcript().rfind(" 001 ")) << client->transcript();
}

TEST_F(IrcModuleMetadata, WhoHasNothingToSayGetsAnEmptyBatchAlsoWithoutALink) {
    settings.guests = true;
    start();
    auto client = connect("guest");
    client->send("CAP REQ :batch draft/metadata-2");
    client->expect(" ACK ");
    client->send("CAP END");
    client->send("NICK somebody");
    client->send("USER u 0 * :u");
    client->expect(" BATCH \\+\\S+ metadata somebody$");
    client->expect(" BATCH -");
    client->expect(" (376|422) ");
    // Registration isn't held up by a link that isn't there.
    auto member = connect("alice");
    member->send("CAP REQ :sasl batch draft/metadata-2");
    member->expect(" ACK ");
    member->authenticate("PLAIN", std::string("\0Alice\0correct horse", 20));
    member->send("CAP END\r\nNICK alice\r\nUSER u 0 * :u");
    member->expect(" BATCH \\+\\S+ metadata Alice$");
    member->expect(" (376|422) ");
}

}  // namespace
}  // namespace alloquy::test
