// SPDX-License-Identifier: GPL-2.0-or-later
// SEARCH (soju.im/search, https://codeberg.org/emersion/soju/src/branch/master/doc/ext/search.md), against the real
// InspIRCd.
#include "support/alloquyd.hpp"
#include "support/wait.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>

using namespace alloquy::test;

namespace {

void enter(IrcClient& client, Person const& person) {
    client.enter_knowing(
        "message-tags server-time batch labeled-response echo-message standard-replies soju.im/search", person.username,
        person.password
    );
}

void say(IrcClient& client, std::string const& target, std::string const& text) {
    client.send("PRIVMSG " + target + " :" + text);
    client.expect("PRIVMSG " + target + " :" + text + "$");
}

/// "target text | target text" of an answer's batch, in order.
std::string search(IrcClient& client, std::string const& attributes) {
    client.send("SEARCH " + attributes);
    auto const begin = client.expect(" BATCH \\+\\S+ soju.im/search$| FAIL SEARCH ");
    if (begin.find(" FAIL ") != std::string::npos) return begin.substr(begin.find("FAIL"));
    std::string out;
    for (;;) {
        auto const line = client.expect("PRIVMSG | BATCH -");
        if (line.find(" BATCH -") != std::string::npos) return out;
        EXPECT_TRUE(
            line.find("batch=") != std::string::npos && line.find("msgid=") != std::string::npos &&
            line.find("time=") != std::string::npos
        ) << line;
        std::smatch match;
        static std::regex const pattern("PRIVMSG (\\S+) :(.*)$");
        if (std::regex_search(line, match, pattern))
            out += (out.empty() ? "" : " | ") + match.str(1) + " " + match.str(2);
    }
}

/// The index is a moment behind: asks until the answer is this one.
void wait_for(IrcClient& client, std::string const& attributes, std::string const& answer) {
    std::string found;
    wait_until(answer, [&] { return (found = search(client, attributes)) == answer; }, [&] { return found; });
}

}  // namespace

TEST(Search, FindsInOnesChannelsAndConversationsOnly) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto const alice = server.add_person(owner, "alice");
    auto const bob = server.add_person(owner, "bob");
    auto a = server.irc("alice"), b = server.irc("bob");
    enter(a, alice);
    enter(b, bob);
    a.join("#here");
    a.join("#there");
    say(a, "#here", "kiwi one");
    say(a, "#there", "kiwi two");
    say(a, "bob", "kiwi three");
    wait_for(a, "text=kiwi", "#here kiwi one | #there kiwi two | bob kiwi three");
    // Bob is in neither channel.
    EXPECT_EQ(search(b, "text=kiwi"), "bob kiwi three");
    EXPECT_EQ(search(b, "text=kiwi;in=#here"), "FAIL SEARCH INVALID_PARAMS in :You can't look there");
    b.join("#here");
    EXPECT_EQ(search(b, "text=kiwi"), "#here kiwi one | bob kiwi three");
    EXPECT_EQ(search(b, "in=alice"), "bob kiwi three");
}

TEST(Search, HasTheAttributesOfTheSpecification) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto const alice = server.add_person(owner, "alice");
    auto client = server.irc("olive"), other = server.irc("alice");
    enter(client, owner);
    enter(other, alice);
    client.join("#here");
    other.join("#here");
    say(client, "#here", "first grape");
    say(other, "#here", "second grape");
    say(client, "#here", "third grape; with melon");
    wait_for(client, "text=grape", "#here first grape | #here second grape | #here third grape; with melon");
    EXPECT_EQ(search(client, "from=alice;in=#here"), "#here second grape");
    EXPECT_EQ(search(client, "from=nobody"), "");
    EXPECT_EQ(search(client, "text=grape;limit=2"), "#here second grape | #here third grape; with melon");
    EXPECT_EQ(
        search(client, "text=grape;limit=2;after=2020-01-01T00:00:00.000Z"), "#here first grape | #here second grape"
    );
    EXPECT_EQ(search(client, "before=2010-01-01T00:00:00.000Z;in=#here"), "");
    EXPECT_EQ(search(client, "text=\"second\\sgrape\""), "#here second grape");
    EXPECT_EQ(search(client, "text=mel*"), "#here third grape; with melon");
    client.send("@label=find SEARCH text=melon");
    EXPECT_NE(client.expect(" BATCH \\+\\S+ soju.im/search$").find("label=find"), std::string::npos);
    client.expect(" BATCH -");
}

TEST(Search, ExplainsWhatItCannotDo) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto client = server.irc("olive");
    enter(client, owner);
    for (auto const& [attributes, attribute] :
         {std::pair("limit=0", "limit"),
          {"limit=x", "limit"},
          {"after=yesterday", "after"},
          {"before=1", "before"},
          {"text=\"open", "text"},
          {"text=a*", "text"},
          {"in=#nowhere", "in"},
          {"in=nobody", "in"},
          {"color=red", "color"},
          {";", "\\*"}})
        EXPECT_TRUE(std::regex_search(
            search(client, attributes), std::regex("^FAIL SEARCH INVALID_PARAMS " + std::string(attribute) + " :")
        )) << attributes;
    client.send("SEARCH");
    client.expect(" 461 | FAIL SEARCH ");
}

TEST(Search, LeavesNoWordInTheFiles) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto client = server.irc("olive");
    enter(client, owner);
    client.join("#here");
    say(client, "#here", "persimmon pomegranate");
    wait_for(client, "text=persimmon", "#here persimmon pomegranate");
    int files = 0;
    for (auto const* name : {"alloquy.db", "alloquy.db-wal", "search.db", "search.db-wal"}) {
        std::ifstream in(server.data() / name, std::ios::binary);
        std::string const bytes{std::istreambuf_iterator<char>(in), {}};
        files += bytes.size() > 0;
        EXPECT_EQ(bytes.find("persimmon"), std::string::npos) << name;
        EXPECT_EQ(bytes.find("pomegr"), std::string::npos) << name;
    }
    EXPECT_GE(files, 3);
}
