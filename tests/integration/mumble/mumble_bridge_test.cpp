// SPDX-License-Identifier: GPL-2.0-or-later
// The bridge with the real Murmur, from the shipped template, and real clients.
#include "mumble_fixture.hpp"

namespace alloquy {
namespace {

TEST_F(MumbleBridge, LetsPeopleInWithTheirPasswordOnlyAndIntoTheLobby) {
    start();
    EXPECT_FALSE(version.empty());
    EXPECT_TRUE(attached());

    MumbleClient client(port, {"ALICE", "correct horse"});
    auto refusal = client.sign_in();
    ASSERT_FALSE(refusal) << refusal->type << " " << refusal->reason << "\n" << murmur->lines();
    auto const& me = client.users().at(client.session());
    EXPECT_EQ(me.name, "Alice") << "the name as registered, however it was typed";
    EXPECT_EQ(me.user_id, directory.person(alice).account.mumble_id);
    EXPECT_EQ(client.channels().at(0), settings.server_name);
    EXPECT_EQ(client.channels().at(client.channel()), "Lobby");
    EXPECT_EQ(client.channels().size(), 2U);
    EXPECT_EQ(client.welcome_text(), settings.welcome_text);
    test::wait_until("the bridge knows who is connected", [&] { return connected() == 1; });

    EXPECT_EQ(try_sign_in("Alice", "wrong"), kWrongUserPassword);
    EXPECT_EQ(try_sign_in("Alice", ""), kWrongUserPassword);
    EXPECT_NE(try_sign_in("nobody_here", "correct horse"), 0U);

    MumbleClient other(port, {"bob", "battery staple"});
    ASSERT_FALSE(other.sign_in());
    other.send_text(other.channel(), "hello");
    EXPECT_EQ(client.wait_for_text(), "hello");
    auto states = io.call([this] { return bridge->voice_states(); });
    EXPECT_EQ(states.size(), 2U);
    // Rooms are made in Alloquy, not in Mumble.
    other.send(test::MumbleType::channel_state, test::MumbleWriter().number(2, 0).text(3, "mine"));
    auto deadline = test::Clock::now() + 5s;
    bool denied = false;
    while (auto message = other.receive(deadline))
        if (message->type == std::uint16_t(test::MumbleType::permission_denied)) {
            denied = true;
            break;
        }
    EXPECT_TRUE(denied);
}

TEST_F(MumbleBridge, RefusesSuperUserAndHidesItsPassword) {
    start();
    for (auto const* name : {"SuperUser", "superuser", "SUPERUSER"}) {
        EXPECT_NE(try_sign_in(name, "correct horse"), 0U) << name;
        EXPECT_NE(try_sign_in(name, ""), 0U) << name;
    }
    EXPECT_TRUE(murmur->raw_lines().contains("Password for 'SuperUser' set to")) << murmur->raw_lines();
    EXPECT_FALSE(murmur->lines().contains("set to '")) << murmur->lines();
    // Row 0 is intact after all that, so the next start works.
    murmur->stop(SIGTERM);
    EXPECT_NO_THROW(murmur->start());
    EXPECT_EQ(try_sign_in("bob", "battery staple"), 0U);
}

TEST_F(MumbleBridge, RefusesEverybodyWhileTheAuthenticatorIsDetached) {
    start();
    EXPECT_EQ(try_sign_in("bob", "battery staple"), 0U);
    stop_bridge();
    EXPECT_NE(try_sign_in("bob", "battery staple"), 0U) << "a known name";
    EXPECT_NE(try_sign_in("SuperUser", "battery staple"), 0U);
    EXPECT_EQ(try_sign_in("stranger", "anything"), kWrongServerPassword) << "an unknown name";
    EXPECT_EQ(try_sign_in("Alice", ""), kWrongServerPassword) << "an account that never was here";

    start_bridge();
    murmur->wait_ready();
    EXPECT_EQ(try_sign_in("bob", "battery staple"), 0U);
}

TEST_F(MumbleBridge, AcceptsAppPasswordsUntilTheyAreRevoked) {
    io.call([this] {
        directory.person(alice).voice.verifier.reset();  // e.g. a split-1 account
        directory.add_app_password(alice, "abcd-efgh-ijkl");
        return 0;
    });
    start();
    EXPECT_EQ(try_sign_in("Alice", "correct horse"), kWrongUserPassword);
    MumbleClient client(port, {"Alice", " abcd-efgh-ijkl "});
    ASSERT_FALSE(client.sign_in());
    io.call([this] {
        directory.revoke_app_passwords(alice);
        return 0;
    });
    EXPECT_EQ(client.wait_until_removed(), "The app password of this connection was revoked.");
    EXPECT_EQ(try_sign_in("Alice", "abcd-efgh-ijkl"), kWrongUserPassword);
}

TEST_F(MumbleBridge, EnrolsTheCertificateOfAPasswordSignInAndThenTakesItAlone) {
    start();
    auto certificate = make_certificate("alice");
    EXPECT_EQ(try_sign_in("Alice", "", certificate), kWrongUserPassword);
    EXPECT_EQ(try_sign_in("Alice", "correct horse", certificate), 0U);
    test::wait_until("the certificate is enrolled", [&] {
        return io.call([this] { return directory.enrolments() == 1; });
    });
    test::wait_until("it is enough", [&] { return try_sign_in("Alice", "", certificate) == 0; });
    EXPECT_NE(try_sign_in("bob", "", certificate), 0U) << "somebody else's certificate";
    EXPECT_NE(try_sign_in("Alice", "", make_certificate("alice")), 0U) << "another certificate";
    EXPECT_NE(try_sign_in("Alice", ""), 0U) << "no certificate";
}

TEST_F(MumbleBridge, SendsSuspendedDeletedAndRenamedPeopleAwayAtOnce) {
    start();
    MumbleClient first(port, {"Alice", "correct horse"});
    ASSERT_FALSE(first.sign_in());
    MumbleClient second(port, {"bob", "battery staple"});
    ASSERT_FALSE(second.sign_in());

    auto begin = test::Clock::now();
    io.call([this] {
        directory.suspend(alice, "Spam in the lobby");
        return 0;
    });
    EXPECT_EQ(first.wait_until_removed(), "Spam in the lobby");
    auto took = std::chrono::duration_cast<test::Milliseconds>(test::Clock::now() - begin);
    std::cout << "suspended → out of Mumble: " << took.count() << " ms\n";
    EXPECT_LT(took, 1s);
    EXPECT_EQ(try_sign_in("Alice", "correct horse"), kWrongUserPassword);
    io.call([this] {
        directory.reactivate(alice);
        return 0;
    });
    test::wait_until("reactivated", [&] { return try_sign_in("Alice", "correct horse") == 0; });

    io.call([this] {
        directory.rename(bob, "robert");
        return 0;
    });
    EXPECT_EQ(second.wait_until_removed(), "Your account is now called robert: please connect with that name.");
    EXPECT_NE(try_sign_in("bob", "battery staple"), 0U);
    MumbleClient renamed(port, {"robert", "battery staple"});
    ASSERT_FALSE(renamed.sign_in());
    io.call([this] {
        directory.remove(bob);
        return 0;
    });
    EXPECT_EQ(renamed.wait_until_removed(), "Your account was deleted.");
    EXPECT_NE(try_sign_in("robert", "battery staple"), 0U);
}

TEST_F(MumbleBridge, RefusesAnAccountItCanNotReadAnyMore) {
    start();
    io.call([this] {
        directory.set_broken(true);
        directory.set_password(alice, "new password");
        return 0;
    });
    test::wait_until("neither password is taken", [&] { return try_sign_in("Alice", "correct horse") != 0; });
    io.call([this] {
        directory.set_broken(false);
        return 0;
    });
    test::wait_until("the new password is taken", [&] { return try_sign_in("Alice", "new password") == 0; });
    EXPECT_NE(try_sign_in("Alice", "correct horse"), 0U);
}

TEST_F(MumbleBridge, AFloodOfWrongPasswordsDoesNotStallWhoIsConnected) {
    // Verifiers at the default cost: what makes hashing expensive is what this is about.
    io.call([this] {
        for (int i = 0; i < 5; ++i) {
            auto id = directory.add("victim" + std::to_string(i), "x");
            directory.person(id).voice.verifier = crypto::hash_password("x", crypto::PasswordCost{}).value();
        }
        return 0;
    });
    start();
    MumbleClient client(port, {"bob", "battery staple"});
    ASSERT_FALSE(client.sign_in());
    auto idle = client.ping();

    std::atomic<bool> done = false;
    std::atomic<int> attempts = 0;
    std::vector<std::thread> attackers;
    for (int i = 0; i < 4; ++i)
        attackers.emplace_back([&, i] {
            while (!done) {
                try {
                    EXPECT_NE(try_sign_in("victim" + std::to_string(i), "guess" + std::to_string(attempts++)), 0U);
                } catch (std::exception const&) {}  // the server was busy with the others
            }
        });
    test::Milliseconds worst{0};
    for (auto end = test::Clock::now() + 4s; test::Clock::now() < end;) {
        worst = std::max(worst, client.ping(5s));
        std::this_thread::sleep_for(20ms);
    }
    test::wait_until("an innocent name gets in while it goes on", [&] {
        return try_sign_in("Alice", "correct horse") == 0;
    });
    done = true;
    for (auto& attacker : attackers) attacker.join();
    auto figures = io.call([this] { return bridge->figures(); });
    std::cout << "ping idle " << idle.count() << " ms, worst during " << attempts << " wrong passwords "
              << worst.count() << " ms; " << figures.over_budget << " refused unchecked\n";
    EXPECT_GT(figures.over_budget, 0U);
    EXPECT_LT(worst, 2s);
}

}  // namespace
}  // namespace alloquy
