// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/text.hpp>
#include <alloquy/irc/network_state.hpp>

#include <gtest/gtest.h>

namespace alloquy::irc {
namespace {

/// What InspIRCd 3.15 sends to a services server of protocol 1205 (recorded; certificate shortened to its form).
constexpr std::string_view kBurst = R"(:0AL BURST 1795381576
:0AL SINFO rawversion :InspIRCd-3.15.0-debian
:0AL UID 0ALAAAAAB 1795381500 Alice 127.0.0.1 hlq.3kd.users.alloquy alice 127.0.0.1 1795381490 +ix :Alice A.
:0AL METADATA 0ALAAAAAB accountid :1001
:0AL METADATA 0ALAAAAAB accountname :Alice
:0AL METADATA 0ALAAAAAB ssl_cert :vtrsE No certificate was found.
:0AL UID 0ALAAAAAC 1795381501 bob 10.1.2.3 xyz.users.alloquy bob 10.1.2.3 1795381491 +sx +ACcKk :Bob
:0AL METADATA 0ALAAAAAC ssl_cert :vTrse AAAABBBBCCCCDDDDEEEEFFFF0000111122223333444455556666777788889999 CN=bob CN=bob
:0ALAAAAAC AWAY 1795381505 :lunch
:0AL FJOIN #garden 1795381510 +klnt secret 42 :o,0ALAAAAAB:1 ,0ALAAAAAC:2 v,0ALAAAAZZ:3
:0AL FTOPIC #garden 1795381510 1795381520 Alice!alice@host :Tomatoes, mostly
:0AL LMODE #garden 1795381510 b *!*@spam 1795381511 Alice
:0AL METADATA #garden 1795381510 maxlist :b 100
:0AL ENDBURST)";

class IrcState : public testing::Test {
protected:
    IrcState() {
        state.declare_channel_modes(
            "list:ban=b list:banexception=e param-set:limit=l param:key=k prefix:10000:voice=+v prefix:30000:op=@o "
            "simple:moderated=m simple:noextmsg=n simple:topiclock=t"
        );
        for (auto line : base::split(kBurst, '\n')) last = apply(line);
    }
    Change apply(std::string_view text) {
        ServerLine line;
        EXPECT_TRUE(parse_server_line(text, line)) << text;
        auto change = state.apply(line);
        EXPECT_TRUE(change) << text;
        return change ? std::move(*change) : Change();
    }
    bool refuses(std::string_view text) {
        ServerLine line;
        EXPECT_TRUE(parse_server_line(text, line)) << text;
        return !state.apply(line);
    }

    NetworkState state;
    Change last;
};

TEST_F(IrcState, KnowsEverybodyAfterTheBurst) {
    EXPECT_EQ(last.kind, Change::Kind::burst_ended);
    EXPECT_EQ(state.user_count(), 2U);
    auto* alice = state.find_nick("aLICE");
    ASSERT_TRUE(alice);
    EXPECT_EQ(alice->uid, "0ALAAAAAB");
    EXPECT_EQ(alice->ident, "alice");
    EXPECT_EQ(alice->host, "hlq.3kd.users.alloquy");
    EXPECT_EQ(alice->ip, "127.0.0.1");
    EXPECT_EQ(alice->account, "Alice");
    EXPECT_EQ(alice->account_id, 1001);
    EXPECT_EQ(alice->certificate, "");
    EXPECT_EQ(alice->modes, "ix");
    EXPECT_EQ(alice->signed_on_at, 1795381490);
    EXPECT_FALSE(alice->away);
    auto* bob = state.find_user("0ALAAAAAC");
    ASSERT_TRUE(bob);
    EXPECT_EQ(bob->certificate, "aaaabbbbccccddddeeeeffff0000111122223333444455556666777788889999");
    EXPECT_TRUE(bob->away);
    EXPECT_EQ(bob->account_id, 0);
}

TEST_F(IrcState, KnowsChannelsWithTopicModesAndRanks) {
    EXPECT_EQ(state.channel_count(), 1U);
    auto* channel = state.find_channel("#GARDEN");
    ASSERT_TRUE(channel);
    EXPECT_EQ(channel->topic, "Tomatoes, mostly");
    EXPECT_EQ(channel->modes, "klnt");
    EXPECT_EQ(channel->mode_values, (std::vector<std::pair<char, std::string>>{{'k', "secret"}, {'l', "42"}}));
    ASSERT_EQ(channel->members.size(), 2U);
    EXPECT_EQ(channel->members.at(state.find_nick("alice")), "o");
    EXPECT_EQ(channel->members.at(state.find_nick("bob")), "");

    apply(":0ALAAAAAB FMODE #garden 1795381510 +vb-ko 0ALAAAAAC *!*@x secret 0ALAAAAAB");
    EXPECT_EQ(channel->modes, "lnt");
    EXPECT_EQ(channel->members.at(state.find_nick("alice")), "");
    EXPECT_EQ(channel->members.at(state.find_nick("bob")), "v");
    apply(":0ALAAAAAB FMODE #garden 1795389999 +m");
    EXPECT_EQ(channel->modes, "lnt") << "a younger channel's modes don't count";
}

TEST_F(IrcState, GivesWayToAnOlderChannel) {
    apply(":0AL FJOIN #garden 1795380000 +m :v,0ALAAAAAC:4");
    auto* channel = state.find_channel("#garden");
    EXPECT_EQ(channel->time, 1795380000);
    EXPECT_EQ(channel->modes, "m");
    EXPECT_EQ(channel->members.at(state.find_nick("alice")), "");
}

TEST_F(IrcState, RenamesAChannelWithAllThatIsInIt) {
    auto* garden = state.find_channel("#garden");
    state.rename_channel("#GARDEN", "#Orchard");
    EXPECT_EQ(state.find_channel("#garden"), nullptr);
    ASSERT_EQ(state.find_channel("#orchard"), garden);
    EXPECT_EQ(garden->name, "#Orchard");
    EXPECT_EQ(garden->topic, "Tomatoes, mostly");
    EXPECT_EQ(garden->members.at(state.find_nick("alice")), "o");
    state.rename_channel("#orchard", "#ORCHARD");
    EXPECT_EQ(garden->name, "#ORCHARD");
    // Nothing that isn't a channel, isn't here, or is somebody else's name.
    apply(":0AL FJOIN #other 1795381510 + :,0ALAAAAAB:9");
    state.rename_channel("#orchard", "#other");
    state.rename_channel("#orchard", "no channel");
    state.rename_channel("#nowhere", "#somewhere");
    EXPECT_EQ(state.find_channel("#orchard"), garden);
    EXPECT_EQ(state.channel_count(), 2U);
    apply(":0ALAAAAAB PART #orchard");
    apply(":0ALAAAAAC PART #orchard");
    EXPECT_EQ(state.channel_count(), 1U);
}

TEST_F(IrcState, FollowsPeopleThroughChannels) {
    apply(":0ALAAAAAC PART #garden :bye");
    EXPECT_EQ(state.find_channel("#garden")->members.size(), 1U);
    apply(":0ALAAAAAC IJOIN #garden 7 1795381510 v");
    EXPECT_EQ(state.find_channel("#garden")->members.at(state.find_nick("bob")), "v");
    apply(":0ALAAAAAB KICK #garden 0ALAAAAAC 7 :out");
    EXPECT_TRUE(state.find_nick("bob")->channels.empty());
    auto change = apply(":0ALAAAAAB QUIT :gone");
    EXPECT_EQ(change.kind, Change::Kind::user_left);
    ASSERT_TRUE(change.gone);
    EXPECT_EQ(change.gone->nick, "Alice");
    EXPECT_FALSE(state.find_channel("#garden")) << "the last one turned the light off";
    EXPECT_FALSE(state.find_nick("alice"));
    EXPECT_EQ(apply(":0ALAAAAAB QUIT :again").kind, Change::Kind::none);
}

TEST_F(IrcState, FollowsNicksAccountsAndHosts) {
    auto change = apply(":0ALAAAAAC NICK Robert 1795381600");
    EXPECT_EQ(change.kind, Change::Kind::nick_changed);
    EXPECT_EQ(change.user, state.find_nick("robert"));
    EXPECT_FALSE(state.find_nick("bob"));
    apply(":0AL SAVE 0ALAAAAAC 1795381600");
    EXPECT_EQ(state.find_user("0ALAAAAAC")->nick, "0ALAAAAAC");
    apply(":0ALAAAAAC FHOST other.host");
    apply(":0ALAAAAAC FIDENT other");
    apply(":0ALAAAAAC AWAY");
    apply(":0ALAAAAAC OPERTYPE :NetAdmin");
    auto* bob = state.find_user("0ALAAAAAC");
    EXPECT_EQ(bob->host, "other.host");
    EXPECT_EQ(bob->ident, "other");
    EXPECT_FALSE(bob->away);
    EXPECT_TRUE(bob->oper);
    apply(":0ALAAAAAC MODE 0ALAAAAAC -o+i");
    EXPECT_FALSE(bob->oper);
    EXPECT_NE(bob->modes.find('i'), std::string::npos);
    EXPECT_EQ(apply(":0AL METADATA 0ALAAAAAB accountname :").kind, Change::Kind::account_changed);
    EXPECT_EQ(state.find_nick("alice")->account_id, 0);
}

TEST_F(IrcState, HearsOfAnAccountWhicheverHalfComesFirst) {
    // InspIRCd 3: id, name. InspIRCd 4: name, id.
    EXPECT_EQ(apply(":0AL METADATA 0ALAAAAAC accountname :bob").kind, Change::Kind::none);
    EXPECT_EQ(apply(":0AL METADATA 0ALAAAAAC accountid :7").kind, Change::Kind::account_changed);
    EXPECT_EQ(state.find_nick("bob")->account_id, 7);
}

TEST_F(IrcState, IgnoresWhatIsAboutNobody) {
    for (auto line :
         {":0ALAAAAZZ NICK x 1", ":0ALAAAAZZ AWAY", ":0AL METADATA 0ALAAAAZZ accountname :x", ":0ALAAAAZZ PART #garden",
          ":0AL KICK #nowhere 0ALAAAAAB 1 :x", ":0AL MODE #nowhere +m", ":0AL FMODE #nowhere 1 +m",
          ":0ALAAAAZZ IJOIN #garden 1", ":0AL KILL 0ALAAAAZZ :x", ":0AL UNKNOWN a b c", ":0AL METADATA * x :y"})
        EXPECT_EQ(apply(line).kind, Change::Kind::none) << line;
    EXPECT_EQ(state.user_count(), 2U);
}

TEST_F(IrcState, RefusesLinesThatBreakTheProtocol) {
    EXPECT_TRUE(refuses(":0AL UID 0ALAAAAAD 1 nick"));
    EXPECT_TRUE(refuses(":0AL UID short 1 carl h h i 1.2.3.4 1 +x :real"));
    EXPECT_TRUE(refuses(":0AL UID 0ALAAAAAB 1 carl h h i 1.2.3.4 1 +x :real")) << "introduced twice";
    EXPECT_TRUE(refuses(":0AL UID 0ALAAAAAD 1 " + std::string(600, 'n') + " h h i 1.2.3.4 1 +x :real"));
    EXPECT_TRUE(refuses(":0AL FJOIN #x"));
    EXPECT_TRUE(refuses(":0AL FJOIN nochannel 1 + :"));
    EXPECT_TRUE(refuses(":0ALAAAAAB NICK"));
    EXPECT_TRUE(refuses(":0AL FTOPIC #garden 1 2"));
    EXPECT_EQ(state.user_count(), 2U);
}

TEST_F(IrcState, LosesEverybodyOfAServerThatIsGone) {
    for (auto line :
         {":0AL SERVER leaf.example.org 1AA burst=1795381600000 :A leaf", ":1AA SERVER twig.example.org 1AB :Behind it",
          ":1AA UID 1AAAAAAAB 1795381500 carol h c carol 10.0.0.1 1795381490 +ix :Carol",
          ":1AB UID 1ABAAAAAB 1795381500 dave h d dave 10.0.0.2 1795381490 +ix :Dave", ":1AAAAAAAB IJOIN #garden 7",
          ":1AA ENDBURST"})
        last = apply(line);
    EXPECT_EQ(last.kind, Change::Kind::burst_ended);
    EXPECT_EQ(state.find_channel("#garden")->members.size(), 3U);
    auto change = apply(":0AL SQUIT 1AA :Connection lost");
    EXPECT_EQ(change.kind, Change::Kind::server_left);
    EXPECT_EQ(change.lost.size(), 2U);
    EXPECT_EQ(state.user_count(), 2U);
    EXPECT_FALSE(state.find_nick("carol"));
    EXPECT_EQ(state.find_channel("#garden")->members.size(), 2U);
    EXPECT_TRUE(apply(":0AL SQUIT 1AA :Again").lost.empty());
    EXPECT_TRUE(refuses(":0AL SERVER leaf.example.org toolong :A leaf"));
    // It may come back.
    apply(":0AL SERVER leaf.example.org 1AA :A leaf");
    EXPECT_EQ(
        apply(":1AA UID 1AAAAAAAB 1795381500 carol h c carol 10.0.0.1 1795381490 +ix :Carol").kind,
        Change::Kind::user_came
    );
}

TEST_F(IrcState, ForgetsEverythingWhenTheLinkIsGone) {
    state.clear();
    EXPECT_EQ(state.user_count(), 0U);
    EXPECT_EQ(state.channel_count(), 0U);
    EXPECT_FALSE(state.find_nick("alice"));
}

}  // namespace
}  // namespace alloquy::irc
