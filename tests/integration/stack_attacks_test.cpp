// SPDX-License-Identifier: GPL-2.0-or-later
// Somebody who wants in, or wants the others out: what everybody else notices of it.
#include "support/alloquyd.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <map>
#include <mutex>
#include <thread>

using namespace alloquy::test;

TEST(Attacks, TenThousandWrongPasswordsFromOneAddressKeepNobodyElseOut) {
    Alloquyd server;
    auto const owner = server.add_owner();
    auto const alice = server.add_person(owner, "alice");
    auto chat = server.irc("olive");
    chat.enter_with_password(owner.username, owner.password);

    auto attacker = server.http().from("127.0.0.9");
    std::map<unsigned, int> answers;
    for (int guess = 0; guess < 10'000; ++guess) {
        auto const answer = attacker.post(
            "/api/v1/sessions", {{"username", "alice"}, {"password", "guess number " + std::to_string(guess)}}
        );
        ++answers[answer.status];
        if (answer.status == 429) {
            EXPECT_TRUE(answer.headers.contains("retry-after")) << answer.text();
        }
    }
    EXPECT_EQ(answers[401] + answers[429], 10'000);
    EXPECT_GT(answers[401], 0);
    EXPECT_LT(answers[401], 200) << "each of them cost a hash";

    auto elsewhere = server.http().from("127.0.0.8");
    auto const signed_in = elsewhere.post("/api/v1/sessions", {{"username", "alice"}, {"password", alice.password}});
    EXPECT_EQ(signed_in.status, 201u) << signed_in.text();
    EXPECT_EQ(server.http(alice).get("/api/v1/accounts/me").status, 200u);
    chat.send("PRIVMSG olive :still here");
    chat.expect("PRIVMSG olive :still here");
}

TEST(Attacks, SignInsAcknowledgedWhileEverythingIsKilledHold) {
    Alloquyd server({.settings = {"limits.sign_ins_per_minute=100000", "accounts.password_memory_kib=8192"}});
    auto const owner = server.add_owner();
    auto const alice = server.add_person(owner, "alice");
    std::vector<std::string> tokens;
    std::mutex mutex;
    std::atomic<bool> stop = false;
    auto const sign_in_again_and_again = [&] {
        while (!stop) {
            try {
                auto const answer = server.sign_in(alice.username, alice.password);
                if (answer.status != 201) continue;
                std::lock_guard lock(mutex);
                tokens.push_back(answer.json().at("token").get<std::string>());
            } catch (std::exception const&) {
                // Killed in the middle: nothing was promised.
            }
        }
    };
    auto const promised = [&] {
        std::lock_guard lock(mutex);
        return tokens.size();
    };
    std::vector<std::jthread> people;
    for (int number = 0; number < 4; ++number) people.emplace_back(sign_in_again_and_again);
    wait_until("some sign-ins", [&] { return promised() >= 10; });
    auto const children = descendants(server.process().pid());
    for (auto pid : children) kill(pid, SIGKILL);
    server.kill_hard();
    stop = true;
    people.clear();

    server.start();
    for (auto const& token : tokens)
        EXPECT_EQ(HttpClient(server.ports().https, token).get("/api/v1/accounts/me").status, 200u)
            << "an acknowledged session is gone";
    server.irc("alice").enter_with_password(alice.username, alice.password);
}
