// SPDX-License-Identifier: GPL-2.0-or-later
// The bridge with the real Murmur, from the shipped template, and real clients.
#include "support/child_runner.hpp"
#include "support/fake_directory.hpp"
#include "support/free_ports.hpp"
#include "support/mumble_client.hpp"

#include <alloquy/crypto/certificate.hpp>
#include <alloquy/mumble/bridge.hpp>

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

namespace alloquy {
namespace {

using namespace std::chrono_literals;
using test::MumbleClient;

constexpr unsigned kWrongUserPassword = 3;
constexpr unsigned kWrongServerPassword = 4;

test::ClientCertificate make_certificate(std::string const& name) {
    auto pair = crypto::make_self_signed(name, {name}).value();
    return {pair.certificate_pem, pair.key_pem};
}

class MumbleBridge : public testing::Test {
protected:
    static void SetUpTestSuite() {
        test::drop_root();
        ASSERT_TRUE(crypto::initialize());
    }

    MumbleBridge() {
        std::filesystem::create_directories(folder / "tls");
        write_certificate(make_certificate("first"));
        settings.directory = folder / "murmur";
        settings.templates = test::private_templates(folder);
        settings.certificate = folder / "tls/live.crt";
        settings.key = folder / "tls/live.key";
        settings.listen = {"127.0.0.1"};
        settings.port = port;
        settings.server_name = "Grüße \"aus\" 日本 \\ ; a=b, c";
        settings.welcome_text = "Willkommen <b>hier</b>;\n100 % = alles";
        alice = directory.add("Alice", "correct horse");
        bob = directory.add("bob", "battery staple");
    }
    ~MumbleBridge() override {
        if (bridge) stop_bridge();
    }

    void write_certificate(test::ClientCertificate const& pair) {
        test::write_text(folder / "tls/live.crt", pair.certificate_pem);
        test::write_text(folder / "tls/live.key", pair.key_pem);
    }
    void start_bridge() {
        io.call([this] {
            bridge = std::make_unique<mumble::Bridge>(
                io.executor(), directory, *child, mumble::BridgeSettings{}, base::system_clock()
            );
            tasks = std::make_unique<async::TaskGroup>(io.executor(), "test");
            EXPECT_TRUE(bridge->start(*tasks));
            return 0;
        });
    }
    void stop_bridge() {
        io.run([](MumbleBridge* self) -> Task<int> {
            co_await self->tasks->stop(3s);
            self->bridge->stop();
            co_return 0;
        }(this));
        bridge.reset();
    }
    void start() {
        child = std::make_unique<mumble::MurmurChild>(settings);
        start_bridge();
        murmur = std::make_unique<test::ChildRunner>(io, *child);
        version = murmur->start();
    }
    bool attached() {
        return io.call([this] { return bridge->attached(); });
    }
    std::size_t connected() {
        return io.call([this] { return bridge->connected_users(); });
    }
    /// Why the sign-in was refused, or 0.
    unsigned try_sign_in(std::string name, std::string password, std::optional<test::ClientCertificate> cert = {}) {
        MumbleClient client(port, {std::move(name), std::move(password), std::move(cert)});
        auto refusal = client.sign_in();
        return refusal ? refusal->type : 0;
    }

    test::TempDir folder;
    std::uint16_t port = test::free_ports();
    mumble::MurmurSettings settings;
    test::FakeDirectory directory;
    base::Id alice = 0, bob = 0;
    test::IoThread io;
    std::unique_ptr<mumble::MurmurChild> child;
    std::unique_ptr<mumble::Bridge> bridge;
    std::unique_ptr<async::TaskGroup> tasks;
    std::unique_ptr<test::ChildRunner> murmur;
    std::string version;
};

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

TEST_F(MumbleBridge, AttachesAgainAfterMurmurWasKilled) {
    start();
    EXPECT_EQ(try_sign_in("bob", "battery staple"), 0U);
    auto ended = murmur->stop(SIGKILL);
    EXPECT_EQ(ended.signal, SIGKILL);
    EXPECT_FALSE(child->ends_well_with(ended));
    EXPECT_FALSE(attached());
    io.call([this] {
        directory.suspend(alice, "while it was down");
        return 0;
    });
    auto begin = test::Clock::now();
    murmur->start();
    std::cout << "started and attached in "
              << std::chrono::duration_cast<test::Milliseconds>(test::Clock::now() - begin).count() << " ms\n";
    EXPECT_EQ(try_sign_in("bob", "battery staple"), 0U);
    EXPECT_NE(try_sign_in("Alice", "correct horse"), 0U);
    ended = murmur->stop(SIGTERM);
    EXPECT_TRUE(child->ends_well_with(ended)) << ended.code << " " << ended.signal;
}

TEST_F(MumbleBridge, EndsInTimeAlsoWhileItIsBeingAsked) {
    child = std::make_unique<mumble::MurmurChild>(settings);
    start_bridge();
    murmur = std::make_unique<test::ChildRunner>(io, *child);
    for (int round = 0; round < 5; ++round) {
        murmur->start();
        // Murmur 1.3 waits at its end for calls that it will never answer.
        std::atomic<bool> done = false;
        std::thread asker([&] {
            while (!done) (void)io.run(child->probe());
        });
        auto begin = test::Clock::now();
        auto ended = murmur->stop(SIGTERM);
        auto took = std::chrono::duration_cast<test::Milliseconds>(test::Clock::now() - begin);
        done = true;
        asker.join();
        EXPECT_TRUE(child->ends_well_with(ended)) << ended.code << " " << ended.signal;
        EXPECT_LT(took, 1500ms);
        std::cout << "ended in " << took.count() << " ms\n";
    }
}

TEST_F(MumbleBridge, HealsADamagedDatabase) {
    start();
    murmur->stop(SIGTERM);
    auto database = settings.directory / "murmur.sqlite";
    // Not a database at all.
    test::write_text(database, "this is no database");
    EXPECT_NO_THROW(murmur->start());
    murmur->stop(SIGTERM);
    // Damaged inside: the header is right, the pages are not.
    auto bytes = test::read_text(database);
    ASSERT_GT(bytes.size(), 8192U);
    std::fill(bytes.begin() + 100, bytes.end(), 'x');
    test::write_text(database, bytes);
    for (auto const* suffix : {"-wal", "-shm"}) std::filesystem::remove(database.string() + suffix);
    // The first start reports it and ends (or serves nobody), the next one heals.
    try {
        murmur->launch();
        murmur->wait_ready(5s);
    } catch (std::exception const&) {
        EXPECT_FALSE(murmur->running());
        EXPECT_NO_THROW(murmur->start()) << murmur->lines();
    }
    EXPECT_EQ(try_sign_in("bob", "battery staple"), 0U) << murmur->lines();
}

TEST_F(MumbleBridge, ShowsANewCertificateWithoutDroppingAnybody) {
    start();
    MumbleClient before(port, {"bob", "battery staple"});
    ASSERT_FALSE(before.sign_in());
    auto replacement = make_certificate("second");
    ASSERT_NE(before.fingerprint(), test::fingerprint_of(replacement.certificate_pem));
    write_certificate(replacement);
    murmur->signal(child->certificate_reload_signal());
    test::wait_until("the new fingerprint", [&] {
        return MumbleClient(port, {"x", "x"}).fingerprint() == test::fingerprint_of(replacement.certificate_pem);
    });
    before.ping();
}

TEST_F(MumbleBridge, GarbageOnTheCallbackPortHarmsNothing) {
    start();
    auto callback_port = io.call([this] { return bridge->callback_port(); });
    ASSERT_NE(callback_port, 0);
    auto garbage = [](std::size_t size) { return crypto::random_bytes(size); };
    std::vector<std::unique_ptr<test::Socket>> open;
    for (int i = 0; i < 200; ++i) {
        auto socket = std::make_unique<test::Socket>(callback_port, test::Security::plain);
        try {
            if (i % 4 == 0) socket->write(garbage(1 + std::size_t(i) * 50));
            // Ice's header: magic, protocol 1.0, encoding 1.0, type, no compression, then a size that lies.
            if (i % 4 == 1) socket->write(std::string("IceP\1\0\1\0\0\0\xff\xff\xff\x7f", 14) + garbage(64));
            if (i % 4 == 2) socket->write(std::string("IceP\1\0\1\0\0\0\x40\0\0\0", 14) + garbage(50));
            if (i % 4 == 3) socket->write("GET / HTTP/1.1\r\n\r\n");
        } catch (std::exception const&) {}  // it hung up in the middle, as it should
        if (i % 10 == 0) open.push_back(std::move(socket));
    }
    EXPECT_TRUE(attached());
    EXPECT_EQ(try_sign_in("bob", "battery staple"), 0U);
    EXPECT_EQ(try_sign_in("bob", "wrong"), kWrongUserPassword);
}

}  // namespace
}  // namespace alloquy
