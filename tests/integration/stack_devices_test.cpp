// SPDX-License-Identifier: GPL-2.0-or-later
// One person with several devices, through the whole server: what others see, and what history keeps.
#include "support/alloquyd.hpp"
#include "support/wait.hpp"

#include <gtest/gtest.h>

#include <regex>

using namespace alloquy::test;

namespace {

void enter(IrcClient& client, Person const& person, std::string const& capabilities = {}) {
    client.enter_knowing(
        "message-tags server-time batch echo-message draft/chathistory draft/event-playback " + capabilities,
        person.username, person.password
    );
}

}  // namespace

TEST(Devices, ArePresentOnceToOthersAndInHistory) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto const alice = server.add_person(owner, "alice");
    auto watcher = server.irc("olive"), first = server.irc("first"), second = server.irc("second");
    enter(watcher, owner);
    watcher.join("#general");
    enter(first, alice);
    enter(second, alice);
    first.join("#general");
    watcher.expect(":alice!\\S+ JOIN");
    second.join("#general");
    second.send("PRIVMSG #general :from the second device");
    watcher.expect(":alice!\\S+ PRIVMSG #general :from the second device$");
    second.expect(":alice!\\S+ PRIVMSG #general :from the second device$");

    first.send("QUIT :the first goes");
    first.expect_close();
    second.send("PRIVMSG #general :still here");
    second.expect(":alice!\\S+ PRIVMSG #general :still here$");
    second.send("PART #general :now I go");
    watcher.expect(":alice!\\S+ PART #general");
    EXPECT_EQ(watcher.transcript().find("|2"), std::string::npos) << watcher.transcript();
    EXPECT_EQ(watcher.transcript().find("QUIT"), std::string::npos) << watcher.transcript();

    // Events are stored a moment after they happened; what came before the PART is there with it.
    std::string text;
    wait_until("the PART is in history", [&] {
        watcher.send("CHATHISTORY LATEST #general * 50");
        watcher.expect("BATCH \\+\\S+ chathistory #general");
        text.clear();
        for (std::string line; line.find(" BATCH -") == std::string::npos;) {
            line = watcher.expect("alice!| BATCH -");
            text += line + "\n";
        }
        return text.find(" PART ") != std::string::npos;
    });
    auto count = [&](char const* what) {
        std::regex const pattern(what);
        return std::distance(std::sregex_iterator(text.begin(), text.end(), pattern), std::sregex_iterator());
    };
    EXPECT_EQ(count(":alice!\\S+ JOIN"), 1) << text;
    EXPECT_EQ(count(" (NICK|QUIT) "), 0) << text;
    EXPECT_EQ(count("\\|2"), 0) << text;
}

TEST(Devices, HaveTheNetworksIconAsAPicture) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto client = server.irc("olive");
    enter(client, owner, "draft/extended-isupport");
    client.send("ISUPPORT");
    auto const line = client.expect(" 005 .*draft/ICON=https://\\S+/icon\\.png ");
    auto const picture = server.http().get("/icon.png");
    EXPECT_EQ(picture.status, 200U);
    EXPECT_EQ(picture.headers.at("content-type"), "image/png");
    EXPECT_TRUE(picture.body.starts_with("\x89PNG\r\n")) << line;
}
