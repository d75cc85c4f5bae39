// SPDX-License-Identifier: GPL-2.0-or-later
// What went wrong on comparable servers and was published as a security advisory, tried here. Those about signing up,
// profiles and uploads are tested with their features.
#include "support/alloquyd.hpp"

#include <gtest/gtest.h>

#include <regex>

using namespace alloquy::test;

namespace {

class Advisories : public testing::Test {
protected:
    static void SetUpTestSuite() {
        server_ =
            std::make_unique<Alloquyd>(AlloquydOptions{.settings = {"mumble.enabled=false", "turn.enabled=false"}});
        owner_ = server_->add_owner();
        alice_ = server_->add_person(owner_, "alice");
        eve_ = server_->add_person(owner_, "eve");
    }
    static void TearDownTestSuite() { server_.reset(); }

    static void enter(IrcClient& client, Person const& person) {
        client.enter_knowing(
            "message-tags server-time batch echo-message draft/chathistory draft/message-redaction "
            "standard-replies",
            person.username, person.password
        );
    }
    /// Says it and returns its id.
    static std::string say(IrcClient& client, std::string const& target, std::string const& text) {
        client.send("PRIVMSG " + target + " :" + text);
        auto const echo = client.expect("PRIVMSG " + target + " :" + text + "$");
        std::smatch match;
        static std::regex const pattern("msgid=([0-9]+)");
        if (!std::regex_search(echo, match, pattern)) throw std::runtime_error("no msgid in " + echo);
        return match[1];
    }
    /// The number of messages that a CHATHISTORY answer holds.
    static std::size_t count_history(IrcClient& client, std::string const& target) {
        client.send("CHATHISTORY LATEST " + target + " * 50");
        client.expect(" BATCH \\+\\S+ chathistory ");
        for (std::size_t count = 0;; ++count)
            if (client.expect(" PRIVMSG | BATCH -").find(" BATCH -") != std::string::npos) return count;
    }

    static inline std::unique_ptr<Alloquyd> server_;
    static inline Person owner_, alice_, eve_;
};

}  // namespace

// GHSA-8cmp-fc56-7g44: the permission was looked up in the wrong place.
TEST_F(Advisories, AnOperatorOfOneRoomRedactsNothingInAnother) {
    auto alice = server_->irc("alice"), eve = server_->irc("eve");
    enter(alice, alice_);
    enter(eve, eve_);
    alice.join("#theirs");
    auto const id = say(alice, "#theirs", "mine to take back");
    eve.join("#of-eve");  // the first one in is its operator
    eve.join("#theirs");
    eve.send("REDACT #theirs " + id);
    eve.expect(" FAIL REDACT REDACT_FORBIDDEN #theirs " + id);
    // The message's id under the name of the room where she may.
    eve.send("REDACT #of-eve " + id);
    eve.expect(" FAIL REDACT UNKNOWN_MSGID #of-eve " + id);
    EXPECT_EQ(count_history(alice, "#theirs"), 1U);
}

TEST_F(Advisories, NobodyRedactsWhatTheOtherOneWroteInAConversation) {
    auto alice = server_->irc("alice"), eve = server_->irc("eve");
    enter(alice, alice_);
    enter(eve, eve_);
    auto const id = say(alice, "eve", "written by alice");
    eve.expect("PRIVMSG eve :written by alice");
    eve.send("REDACT alice " + id);
    eve.expect(" FAIL REDACT REDACT_FORBIDDEN alice " + id);
    // A third one isn't even told that it exists.
    auto olive = server_->irc("olive");
    enter(olive, owner_);
    olive.send("REDACT alice " + id);
    olive.expect(" FAIL REDACT UNKNOWN_MSGID alice " + id);
    olive.send("REDACT eve " + id);
    olive.expect(" FAIL REDACT UNKNOWN_MSGID eve " + id);
    EXPECT_EQ(count_history(eve, "alice"), 1U);
}

// Secret channels were shown by commands that nobody had thought of.
TEST_F(Advisories, ASecretRoomIsNowhereToBeSeen) {
    auto alice = server_->irc("alice"), eve = server_->irc("eve");
    enter(alice, alice_);
    enter(eve, eve_);
    alice.join("#hideout");
    alice.send("MODE #hideout +si");
    alice.expect(" MODE #hideout :?\\+(si|is)");
    say(alice, "#hideout", "between us");
    for (auto const* command :
         {"LIST", "LIST #hideout", "WHOIS alice", "WHOIS alice alice", "NAMES #hideout", "WHO #hideout", "WHO alice",
          "INFO", "STATS u", "MODE #hideout", "TOPIC #hideout",
          "CHATHISTORY TARGETS timestamp=2020-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z 50"}) {
        eve.send(command);
        // Her own words may come back to her; nothing else may name it.
        eve.expect_silence_about("#hideout .*(alice|\\+|between us)|[@+]#hideout|TARGETS #hideout");
    }
    eve.send("CHATHISTORY LATEST #hideout * 10");
    auto const hidden = eve.expect(" FAIL CHATHISTORY ");
    eve.send("CHATHISTORY LATEST #no-such-room * 10");
    auto const unknown = eve.expect(" FAIL CHATHISTORY ");
    auto const without_name = [](std::string line, std::string const& name) {
        return line.replace(line.find(name), name.size(), "#room");
    };
    EXPECT_EQ(without_name(hidden, "#hideout"), without_name(unknown, "#no-such-room"));
}
