// SPDX-License-Identifier: GPL-2.0-or-later
// What stored messages go through: a disk that is full, rows that are damaged, keys that are wrong, and a server that
// is killed in the middle of sealing, deleting and destroying.
#include "support/alloquyd.hpp"

#include <alloquy/storage/connection.hpp>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

using namespace alloquy::test;
using alloquy::storage::Connection;

namespace {

void enter(IrcClient& client, Person const& person) {
    client.enter_knowing(
        "message-tags server-time batch echo-message draft/chathistory draft/message-redaction "
        "standard-replies",
        person.username, person.password
    );
    client.send("JOIN #general");
    client.expect(" 366 ");
}

/// Sends "1", "2" … and waits until all of them are stored.
void say_many(IrcClient& client, int first, int last) {
    for (int number = first; number <= last; ++number) client.send("PRIVMSG #general :" + std::to_string(number));
    client.expect("PRIVMSG #general :" + std::to_string(last) + "$");
}

nlohmann::json history(Alloquyd const& server, Person const& person) {
    auto http = server.http(person);
    auto const rooms = http.expect(200, http.get("/api/v1/rooms")).at("items");
    std::string const path = "/api/v1/rooms/" + rooms[0].at("id").get<std::string>() + "/messages?limit=100";
    auto items = nlohmann::json::array();
    for (std::string before;;) {
        auto const page = http.expect(200, http.get(path + before));
        auto const& older = page.at("items");
        items.insert(items.begin(), older.begin(), older.end());
        if (page.at("next").is_null()) return items;
        before = "&before=" + page.at("next").get<std::string>();
    }
}

/// The texts, "-" for a destroyed message, "?" for an unreadable one.
std::vector<std::string> texts(Alloquyd const& server, Person const& person) {
    std::vector<std::string> out;
    for (auto const& item : history(server, person))
        out.push_back(
            item.at("unreadable") == true     ? "?"
            : item.at("deleted_at").is_null() ? item.at("text").get<std::string>()
                                              : "-"
        );
    return out;
}

/// As the server's own user: in a container root may not have the right to change others' limits.
void limit_file_size(Alloquyd& server, rlim_t limit) {
    auto const target = server.process().pid();
    struct stat owner{};
    ASSERT_EQ(::stat(("/proc/" + std::to_string(target)).c_str(), &owner), 0);
    auto const child = ::fork();
    if (child == 0) {
        rlimit now{};
        bool const done = ::setresgid(owner.st_gid, owner.st_gid, owner.st_gid) == 0 &&
                          ::setresuid(owner.st_uid, owner.st_uid, owner.st_uid) == 0 &&
                          ::prlimit(target, RLIMIT_FSIZE, nullptr, &now) == 0;
        now.rlim_cur = limit;
        ::_exit(done && ::prlimit(target, RLIMIT_FSIZE, &now, nullptr) == 0 ? 0 : errno);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0) << "prlimit, or becoming the server's user";
}

nlohmann::json key_status(Alloquyd& server) {
    auto const result = server.command({"messages", "status", "--json"});
    if (result.code != 0) throw std::runtime_error(result.all);
    return nlohmann::json::parse(result.out);
}

}  // namespace

TEST(Keeping, AFullDiskRefusesMessagesAndLosesNone) {
    // A file that can't grow is as good as a full disk; without the signal the write fails as it does there.
    Alloquyd server({.command_prefix = {"sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"}});
    auto const owner = server.add_owner();
    auto client = server.irc("olive");
    enter(client, owner);
    say_many(client, 1, 5);

    limit_file_size(server, 1);
    for (int attempt = 0; attempt < 3; ++attempt) {
        client.send("PRIVMSG #general :lost");
        client.expect(" FAIL PRIVMSG CANNOT_STORE #general ");
    }
    EXPECT_EQ(server.http(owner).patch("/api/v1/accounts/me", {{"display_name", "Olive"}}).status, 503U);
    EXPECT_EQ(texts(server, owner), (std::vector<std::string>{"1", "2", "3", "4", "5"})) << "reading goes on";

    limit_file_size(server, RLIM_INFINITY);
    say_many(client, 6, 8);
    std::vector<std::string> const all{"1", "2", "3", "4", "5", "6", "7", "8"};
    EXPECT_EQ(texts(server, owner), all);
    server.kill_hard();
    server.start();
    EXPECT_EQ(texts(server, owner), all);
    server.stop();
    auto database = Connection::open((server.data() / "alloquy.db").string(), Connection::Mode::read_only);
    ASSERT_TRUE(database);
    auto check = (*database)->prepare("PRAGMA integrity_check");
    ASSERT_TRUE(check.step().value_or(false));
    EXPECT_EQ(check.text(0), "ok");
}

TEST(Keeping, ADamagedRowIsUnreadableAndTheOthersAreNot) {
    Alloquyd server;
    auto const owner = server.add_owner();
    {
        auto client = server.irc("olive");
        enter(client, owner);
        say_many(client, 1, 3);
    }
    auto const ids = history(server, owner);
    server.stop();
    {
        auto database = Connection::open((server.data() / "alloquy.db").string(), Connection::Mode::read_write);
        ASSERT_TRUE(database) << database.error().message;
        ASSERT_TRUE((*database)->execute(
            "UPDATE messages SET sealed = CAST(substr(sealed, 1, 30) || x'00' || substr(sealed, 32) AS BLOB) WHERE id "
            "= " +
            ids[1].at("id").get<std::string>()
        ));
    }
    server.start();
    EXPECT_EQ(texts(server, owner), (std::vector<std::string>{"1", "?", "3"}));
    auto client = server.irc("olive");
    enter(client, owner);
    client.send("CHATHISTORY LATEST #general * 10");
    client.expect("PRIVMSG #general :1$");
    client.expect("PRIVMSG #general :3$");
    client.expect(" BATCH -");
    // Upkeep passes it by, and it can still be taken away.
    ASSERT_EQ(server.command({"messages", "rotate-key"}).code, 0);
    wait_until("all others are sealed anew", [&] { return key_status(server).at("left_to_reseal") == 0; });
    EXPECT_EQ(texts(server, owner), (std::vector<std::string>{"1", "?", "3"}));
    client.send("REDACT #general " + ids[1].at("id").get<std::string>());
    client.expect(" REDACT #general ");
    EXPECT_EQ(texts(server, owner), (std::vector<std::string>{"1", "-", "3"}));
}

TEST(Keeping, AWrongKeyFileIsSaidAtTheStart) {
    Alloquyd server;
    auto const owner = server.add_owner();
    server.stop();
    auto const file = server.data() / "keys" / "messages-1.key";
    std::string right;
    {
        std::ifstream in(file, std::ios::binary);
        right.assign(std::istreambuf_iterator<char>(in), {});
    }
    ASSERT_EQ(right.size(), 32U);
    std::ofstream(file, std::ios::binary | std::ios::trunc) << std::string(32, 'x');
    auto const refused = server.command({"serve"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(
        refused.all.find(
            "messages-1.key is not the key that the stored messages were sealed with. Restore the keys folder"
        ),
        std::string::npos
    ) << refused.all;
    std::ofstream(file, std::ios::binary | std::ios::trunc) << right;
    server.start();
    EXPECT_EQ(texts(server, owner).size(), 0U);
}

TEST(Keeping, AKillInTheMiddleOfUpkeepIsMadeGood) {
    Alloquyd server({.settings = {"limits.requests_per_minute=1000000"}, .flood_limits = false});
    auto const owner = server.add_owner();
    auto const alice = server.add_person(owner, "alice");
    constexpr int kMessages = 1500;
    {
        auto client = server.irc("olive"), other = server.irc("alice");
        enter(client, owner);
        enter(other, alice);
        for (int first = 1; first <= kMessages; first += 500) {
            say_many(client, first, first + 499);
            say_many(other, first, first + 499);
        }
    }
    auto http = server.http(alice);
    auto const body = nlohmann::json{{"password", alice.password}}.dump();
    ASSERT_EQ(http.request("DELETE", "/api/v1/accounts/me/messages", body).status, 202U);
    ASSERT_EQ(server.command({"messages", "rotate-key"}).code, 0);
    for (int kill = 0; kill < 3; ++kill) {
        server.kill_hard();
        server.start();
    }
    wait_until("upkeep is done", [&] {
        auto const now = texts(server, owner);
        return key_status(server).at("left_to_reseal") == 0 && std::ranges::count(now, std::string("-")) == kMessages;
    });
    std::vector<std::string> expected, kept;
    for (int number = 1; number <= kMessages; ++number) expected.push_back(std::to_string(number));
    for (auto const& text : texts(server, owner))
        if (text != "-") kept.push_back(text);
    EXPECT_EQ(kept, expected) << "what others wrote is all there, once, in order";

    auto admin = server.http(owner);
    auto const room = history(server, owner)[0].at("room_id").get<std::string>();
    ASSERT_EQ(admin.request("PUT", "/api/v1/rooms/" + room + "/retention", R"({"newest": 100})").status, 200U);
    server.kill_hard();
    server.start();
    wait_until("the room keeps no more than it should", [&] { return history(server, owner).size() == 100; });
}

TEST(Keeping, WhatIsDestroyedGoesFromTheScreensToo) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto const alice = server.add_person(owner, "alice");
    auto reader = server.irc("olive"), writer = server.irc("alice");
    enter(reader, owner);
    enter(writer, alice);
    say_many(writer, 1, 2);
    reader.expect("PRIVMSG #general :2$");
    auto const items = history(server, owner);
    auto http = server.http(alice);
    auto const body = nlohmann::json{{"password", alice.password}}.dump();
    ASSERT_EQ(http.request("DELETE", "/api/v1/accounts/me/messages", body).status, 202U);
    for (auto const& item : items)
        reader.expect(
            ":irc.localhost REDACT #general " + item.at("id").get<std::string>() + " :deleted by its author$"
        );
    auto const exported = server.command({"user", "export", "alice"});
    EXPECT_EQ(exported.code, 0) << exported.all;
    EXPECT_NE(exported.out.find("\"type\":\"account\""), std::string::npos);
    EXPECT_EQ(exported.out.find("\"type\":\"message\""), std::string::npos);
}
