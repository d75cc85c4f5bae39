// SPDX-License-Identifier: GPL-2.0-or-later
// The numbers over a real database: what is told is what the database says, whatever happened before.
#include "support/fake_clock.hpp"
#include "support/fake_directory.hpp"
#include "support/run_task.hpp"
#include "support/temp_dir.hpp"

#include <alloquy/async/task_group.hpp>
#include <alloquy/crypto/secret.hpp>
#include <alloquy/storage/database.hpp>
#include <alloquy/unread/unread.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <random>

namespace alloquy::unread {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

/// Remembers what was published.
class Listener final : public gateway::Hub {
public:
    struct Event {
        base::Id account;
        std::string type;
        json data;
    };
    void publish(gateway::Audience, std::string_view, json const&) override {}
    void publish_to_account(base::Id account, std::string_view type, json const& data) override {
        events.push_back({account, std::string(type), data});
    }
    void close_session(base::Id) override {}
    void close_account(base::Id) override {}
    std::size_t connections() const override { return 0; }

    std::vector<Event> events;
};

class UnreadTest : public testing::Test {
protected:
    static void SetUpTestSuite() { ASSERT_TRUE(crypto::initialize()); }

    UnreadTest() {
        std::filesystem::create_directories(folder_ / "keys");
        std::span<base::EmbeddedFile const> const migrations[] = {
            rooms::Rooms::migrations(), messages::Messages::migrations()
        };
        database_ = storage::Database::open((folder_ / "alloquy.db").string(), migrations).value();
        rooms_ = std::make_unique<rooms::Rooms>(*database_, clock_, ids_);
        messages_ = std::make_unique<messages::Messages>(*database_, clock_, folder_ / "keys");
        EXPECT_TRUE(rooms_->open());
        EXPECT_TRUE(messages_->open());
        unread_ = std::make_unique<Unread>(
            io_.get_executor(), hub_, *rooms_, *messages_, directory_, Pace{.check = 1ms, .unread = 0ms, .growth = 0ms}
        );
        tasks_.spawn(unread_->run());
        clock_.advance(1ms);
        general_ = rooms_->find_channel("#general")->id;
    }
    ~UnreadTest() override { run(tasks_.stop(1s)); }

    template <class T>
    T run(Task<T> task) {
        return test::run_task(io_, std::move(task));
    }
    void run(Task<> task) { test::run_task(io_, std::move(task)); }
    template <class Condition>
    void wait_for(Condition condition) {
        auto const deadline = std::chrono::steady_clock::now() + 20s;
        io_.restart();
        while (!condition() && std::chrono::steady_clock::now() < deadline) io_.run_one_until(deadline);
        EXPECT_TRUE(condition());
    }

    std::shared_ptr<void> watch(base::Id account) {
        auto watched = run(unread_->watch(account));
        EXPECT_TRUE(watched);
        return watched.value_or(nullptr);
    }
    base::Id say(base::Id room, base::Id author, std::vector<base::Id> mentions = {}, base::Id recipient = 0) {
        messages::NewMessage message;
        message.id = ids_.next();
        message.room = room;
        message.author = author;
        message.mentions = std::move(mentions);
        message.recipient = recipient;
        message.text = "text";
        std::vector<messages::NewMessage> batch{message};
        EXPECT_TRUE(run(messages_->store(std::move(batch))));
        clock_.advance(1ms);
        return message.id;
    }
    /// The room's item in what a new session would be told.
    json item(base::Id account, base::Id room) const {
        json ready;
        unread_->describe(account, ready);
        for (auto const& entry : ready.at("rooms"))
            if (entry.at("id") == std::to_string(room)) return entry;
        return nullptr;
    }
    std::pair<int, int> shown(base::Id account, base::Id room) const {
        auto const found = item(account, room);
        return {found.at("unread").get<int>(), found.at("mentions").get<int>()};
    }
    json told(std::string const& type) {
        json found;
        wait_for([&] {
            for (auto const& event : hub_.events)
                if (event.type == type) found = event.data;
            return !found.is_null();
        });
        hub_.events.clear();
        return found;
    }

    test::TempDir folder_;
    test::FakeClock clock_;
    base::IdGenerator ids_{clock_, 1, 0};
    asio::io_context io_{1};
    std::unique_ptr<storage::Database> database_;
    std::unique_ptr<rooms::Rooms> rooms_;
    std::unique_ptr<messages::Messages> messages_;
    test::FakeDirectory directory_;
    Listener hub_;
    std::unique_ptr<Unread> unread_;
    async::TaskGroup tasks_{io_.get_executor(), "test"};
    base::Id general_ = 0;
    base::Id const alice_ = directory_.add("alice", "a password"), bob_ = directory_.add("bob", "a password");
};

}  // namespace

TEST_F(UnreadTest, AReadyFrameHasTheBadgesOfAllRooms) {
    auto const first = say(general_, alice_);
    auto const last = say(general_, alice_, {bob_});
    auto const conversation = run(rooms_->conversation(alice_, bob_))->id;
    auto const direct = say(conversation, alice_, {}, bob_);
    ASSERT_TRUE(run(messages_->mark_read(bob_, general_, base::time_of(first))));
    auto const kept = watch(bob_);
    json ready;
    unread_->describe(bob_, ready);
    ASSERT_EQ(ready["rooms"].size(), 3U);
    auto general = ready["rooms"][0];
    auto const read_up_to = std::stoll(general["read"]["id"].get<std::string>());
    EXPECT_GE(read_up_to, first);
    EXPECT_LT(read_up_to, last);
    general["read"].erase("id");
    EXPECT_EQ(
        general, (json{
                     {"id", std::to_string(general_)},
                     {"kind", "text"},
                     {"name", "general"},
                     {"username", nullptr},
                     {"irc_channel", "#general"},
                     {"last_message_id", std::to_string(last)},
                     {"read", {{"at", base::to_rfc3339(base::time_of(first))}}},
                     {"unread", 1},
                     {"more", false},
                     {"mentions", 1}
                 })
    );
    EXPECT_EQ(ready["rooms"][1]["irc_channel"], "#random");
    EXPECT_EQ(ready["rooms"][1]["last_message_id"], nullptr);
    EXPECT_EQ(ready["rooms"][1]["read"]["at"], nullptr);
    EXPECT_EQ(
        ready["rooms"][2], (json{
                               {"id", std::to_string(conversation)},
                               {"kind", "dm"},
                               {"name", ""},
                               {"username", "alice"},
                               {"irc_channel", nullptr},
                               {"last_message_id", std::to_string(direct)},
                               {"read", {{"at", nullptr}, {"id", std::to_string(bob_)}}},
                               {"unread", 1},
                               {"more", false},
                               {"mentions", 1}
                           })
    );
}

TEST_F(UnreadTest, NewsReachTheAccount) {
    auto const kept = watch(bob_);
    auto const id = say(general_, alice_, {bob_});
    auto const unread = told("unread.updated");
    ASSERT_EQ(unread["rooms"].size(), 1U);
    EXPECT_EQ(unread["rooms"][0]["id"], std::to_string(general_));
    EXPECT_EQ(unread["rooms"][0]["unread"], 1);
    EXPECT_EQ(unread["rooms"][0]["mentions"], 1);
    EXPECT_EQ(unread["rooms"][0]["last_message_id"], std::to_string(id));
    ASSERT_TRUE(run(messages_->mark_read(bob_, general_, base::time_of(id), "a device")));
    auto const read = told("read.updated");
    EXPECT_EQ(read["id"], std::to_string(general_));
    EXPECT_EQ(read["read"]["at"], base::to_rfc3339(base::time_of(id)));
    EXPECT_EQ(read["unread"], 0);
    EXPECT_EQ(read["mentions"], 0);
}

TEST_F(UnreadTest, AConversationThatBeginsIsTold) {
    auto const kept = watch(bob_);
    auto const conversation = run(rooms_->conversation(alice_, bob_))->id;
    say(conversation, alice_, {}, bob_);
    auto const unread = told("unread.updated");
    EXPECT_EQ(unread["rooms"][0]["username"], "alice");
    EXPECT_EQ(unread["rooms"][0]["unread"], 1);
}

TEST_F(UnreadTest, AnAccountIsWatchedAsLongAsItHasSessions) {
    EXPECT_EQ(unread_->watched(), 0U);
    auto first = watch(bob_), second = watch(bob_);
    EXPECT_EQ(unread_->watched(), 1U);
    first.reset();
    EXPECT_EQ(unread_->watched(), 1U);
    second.reset();
    EXPECT_EQ(unread_->watched(), 0U);
    say(general_, alice_, {bob_});
    auto again = watch(bob_);
    EXPECT_EQ(shown(bob_, general_), std::pair(1, 1));
    // A session may outlive this object.
    run(tasks_.stop(1s));
    unread_.reset();
    again.reset();
}

TEST_F(UnreadTest, ListsTheNewestConversationsOnly) {
    std::vector<base::Id> conversations;
    for (int i = 0; i < 205; ++i) {
        auto const other = directory_.add("other" + std::to_string(i), "a password");
        conversations.push_back(run(rooms_->conversation(other, bob_))->id);
        say(conversations.back(), other, {}, bob_);
    }
    auto const kept = watch(bob_);
    json ready;
    unread_->describe(bob_, ready);
    EXPECT_EQ(ready["rooms"].size(), 202U);
    EXPECT_EQ(ready["rooms"][2]["id"], std::to_string(conversations.back()));
    EXPECT_TRUE(item(bob_, conversations[4]).is_null());
    EXPECT_FALSE(item(bob_, conversations[5]).is_null());
    // An old one in which something is said comes to it, with all that is unread there.
    auto const other = run(rooms_->room(conversations[0])).value()->first == bob_
                           ? run(rooms_->room(conversations[0])).value()->second
                           : run(rooms_->room(conversations[0])).value()->first;
    say(conversations[0], other, {}, bob_);
    wait_for([&] { return !hub_.events.empty(); });
    EXPECT_EQ(shown(bob_, conversations[0]), std::pair(2, 2));
}

TEST_F(UnreadTest, WhateverHappensTheNumbersAreThoseOfTheDatabase) {
    constexpr int kSteps = 400;
    std::mt19937 random(20'26);
    auto const pick = [&](std::size_t count) { return std::size_t(random() % count); };
    std::vector<base::Id> const accounts{alice_, bob_, directory_.add("carol", "a password")};
    auto const lobby = run(rooms_->channel("#lobby"))->id;
    auto const conversation = run(rooms_->conversation(alice_, bob_))->id;
    std::vector<std::shared_ptr<void>> kept;
    for (auto account : accounts) kept.push_back(watch(account));
    std::vector<std::pair<base::Id, base::Id>> said;  // message and author
    for (int step = 0; step < kSteps; ++step) {
        auto const author = accounts[pick(3)];
        auto const room = std::vector{general_, lobby}[pick(2)];
        switch (pick(6)) {
            case 0:
            case 1: {
                std::vector<base::Id> mentions;
                if (pick(3) == 0) mentions.push_back(accounts[pick(3)]);
                if (pick(10) == 0) mentions.push_back(messages::kEveryone);
                said.emplace_back(say(room, author, mentions), author);
                break;
            }
            case 2:
                if (author != accounts[2]) say(conversation, author, {}, author == alice_ ? bob_ : alice_);
                break;
            case 3:
                if (!said.empty()) {
                    auto const [id, by] = said[pick(said.size())];
                    static_cast<void>(run(messages_->redact(id, by, false)));
                }
                break;
            case 4:
                if (!said.empty()) {
                    auto const [id, by] = said[pick(said.size())];
                    std::vector<base::Id> const mentions{accounts[pick(3)]};
                    static_cast<void>(
                        run(messages_->edit(id, by, "text " + std::to_string(step), clock_.now(), mentions))
                    );
                }
                break;
            default: {
                auto const place = std::vector{general_, lobby, conversation}[pick(3)];
                auto const at = clock_.now() - std::chrono::milliseconds(pick(20));
                ASSERT_TRUE(run(messages_->mark_read(author, place, at)));
            }
        }
    }
    for (auto account : accounts) {
        // Notes to oneself come last: when they are told, everything before was.
        auto const own = run(rooms_->conversation(account, account))->id;
        say(own, account, {}, account);
        wait_for([&] {
            return std::ranges::any_of(hub_.events, [&](auto const& event) {
                return event.account == account && event.data.dump().find(std::to_string(own)) != std::string::npos;
            });
        });
    }
    for (auto account : accounts)
        for (auto room : {general_, lobby, conversation}) {
            if (room == conversation && account == accounts[2]) continue;
            std::vector<base::Id> const one{room};
            auto const counts = run(messages_->unread(account, one, messages_->newest_sequence()));
            ASSERT_TRUE(counts);
            auto const& count = counts->front();
            auto const mentions = room == conversation ? count.unread : count.mentions;
            EXPECT_EQ(shown(account, room), std::pair(int(count.unread), int(mentions)))
                << "account " << account << " room " << room;
            EXPECT_EQ(item(account, room)["read"]["id"], std::to_string(count.read_up_to));
        }
}

}  // namespace alloquy::unread
