// SPDX-License-Identifier: GPL-2.0-or-later
// A hundred kills at random moments while people write: what was acknowledged is in history, what is in history was
// sent, and nothing stands there twice.
#include "support/alloquyd.hpp"
#include "support/control.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <mutex>
#include <random>
#include <set>
#include <thread>

using namespace alloquy::test;

namespace {

constexpr int kKills = 100;
/// InspIRCd's supervisor sees a crash loop in six ends within a minute; a start of alloquyd begins anew.
constexpr int kInspircdKillsInARow = 4;

/// What all writers sent, and what they were told is stored.
class Ledger {
public:
    void add_sent(std::string const& text) {
        std::lock_guard lock(mutex_);
        sent_.insert(text);
    }
    void add_acknowledged(std::string const& text) {
        std::lock_guard lock(mutex_);
        acknowledged_.insert(text);
    }
    std::size_t acknowledged_count() {
        std::lock_guard lock(mutex_);
        return acknowledged_.size();
    }
    std::set<std::string> const& sent() const { return sent_; }
    std::set<std::string> const& acknowledged() const { return acknowledged_; }

private:
    std::mutex mutex_;
    std::set<std::string> sent_;
    std::set<std::string> acknowledged_;
};

/// Writes to a room and to a friend, and comes back whenever its connection dies.
class Writer {
public:
    Writer(Alloquyd const& server, Person self, std::string friend_name, Ledger& ledger)
        : server_(server), self_(std::move(self)), friend_(std::move(friend_name)), ledger_(ledger), thread_([this] {
              run();
          }) {}
    ~Writer() {
        stopping_ = true;
        thread_.join();
    }

private:
    void run() {
        while (!stopping_) {
            try {
                write_until_the_end();
            } catch (std::exception const&) {
                // The connection died with a server, or there was none yet: both are what this test is about.
                std::this_thread::yield();
            }
        }
    }

    void write_until_the_end() {
        auto client = server_.irc(self_.username);
        client.enter_with_token(self_.username, self_.token);
        client.send("JOIN #general");
        client.expect(" 366 ");
        while (!stopping_) {
            auto const burst = 1 + number_ % 5;
            for (int i = 0; i < burst; ++i) {
                auto const text = self_.username + " wrote " + std::to_string(++number_);
                ledger_.add_sent(text);
                client.send("PRIVMSG " + (number_ % 3 == 0 ? friend_ : "#general") + " :" + text);
            }
            for (int i = 0; i < burst; ++i) {
                // One's own words only: the friend's come by the same connection.
                auto const line = client.expect(" :" + self_.username + " wrote | FAIL PRIVMSG | NOTICE .*stored");
                if (auto const text = line.find(" :" + self_.username + " wrote "); text != std::string::npos)
                    ledger_.add_acknowledged(line.substr(text + 2));
            }
        }
    }

    Alloquyd const& server_;
    Person self_;
    std::string friend_;
    Ledger& ledger_;
    int number_ = 0;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

/// All texts of a room, page by page.
void read_history(HttpClient http, std::string const& path, std::multiset<std::string>& kept) {
    std::string before;
    for (;;) {
        auto const page = http.expect(200, http.get(path + "?limit=100" + before));
        for (auto const& item : page.at("items")) kept.insert(item.at("text").get<std::string>());
        if (page.at("next").is_null()) return;
        before = "&before=" + page.at("next").get<std::string>();
    }
}

}  // namespace

TEST(Kills, WhatWasAcknowledgedIsInHistoryAndNothingStandsThereTwice) {
    auto const seed = std::random_device()();
    RecordProperty("seed", std::to_string(seed));
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);

    // Text only: the other servers' starts would take most of the time.
    Alloquyd server({.settings = {"mumble.enabled=false", "turn.enabled=false"}});
    std::vector<Person> people{server.add_owner()};
    for (auto const* name : {"alice", "bob", "carol"}) people.push_back(server.add_person(people[0], name));
    Ledger ledger;
    {
        std::vector<std::unique_ptr<Writer>> writers;
        for (std::size_t i = 0; i < people.size(); ++i)
            writers.push_back(
                std::make_unique<Writer>(server, people[i], people[(i + 1) % people.size()].username, ledger)
            );
        int inspircd_kills = 0;
        for (int kill_number = 0; kill_number < kKills; ++kill_number) {
            auto const wanted = ledger.acknowledged_count() + 1 + random() % 25;
            wait_until(
                "more messages are acknowledged after kill " + std::to_string(kill_number),
                [&] { return ledger.acknowledged_count() >= wanted; }, [&] { return server.log(); }, 3 * patience()
            );
            auto what = random() % 3;
            if (what == 1 && inspircd_kills == kInspircdKillsInARow) what = 0;
            if (what == 0) {
                server.kill_hard();
                server.start();
                inspircd_kills = 0;
            } else if (what == 1) {
                auto const pid = server.component_pid(people[0], "inspircd");
                kill(pid, SIGKILL);
                server.wait_for_restart(people[0], "inspircd", pid);
                ++inspircd_kills;
            } else {
                EXPECT_TRUE(control(server.data(), {{"command", "irc.drop-module-links"}}).value("ok", false));
            }
        }
    }

    std::multiset<std::string> kept;
    auto http = server.http(people[0]);
    for (auto const& room : http.get("/api/v1/rooms").json().at("items"))
        read_history(server.http(people[0]), "/api/v1/rooms/" + room.at("id").get<std::string>() + "/messages", kept);
    for (std::size_t i = 0; i < people.size(); ++i)
        read_history(
            server.http(people[i]), "/api/v1/dms/" + people[(i + 1) % people.size()].username + "/messages", kept
        );
    for (auto const& text : ledger.acknowledged()) EXPECT_EQ(kept.count(text), 1U) << "acknowledged: " << text;
    for (auto const& text : kept) {
        EXPECT_TRUE(ledger.sent().contains(text)) << "never sent: " << text;
        EXPECT_EQ(kept.count(text), 1U) << "in history: " << text;
    }
    std::printf(
        "%d kills: %zu sent, %zu acknowledged, %zu in history\n", kKills, ledger.sent().size(),
        ledger.acknowledged().size(), kept.size()
    );
}
