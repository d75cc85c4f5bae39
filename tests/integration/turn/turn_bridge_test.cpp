// SPDX-License-Identifier: GPL-2.0-or-later
// The bridge with the real coturn, from the shipped template, and coturn's own test client.
#include "support/child_runner.hpp"
#include "support/fake_directory.hpp"
#include "support/free_ports.hpp"
#include "support/socket.hpp"
#include "support/turn_client.hpp"

#include <alloquy/crypto/certificate.hpp>
#include <alloquy/turn/bridge.hpp>

#include <gtest/gtest.h>

#include <csignal>

namespace alloquy {
namespace {

using namespace std::chrono_literals;
using test::TurnClient;

/// The machine's clock, moved.
class MovedClock final : public base::Clock {
public:
    base::Timestamp now() const override { return base::system_clock().now() + offset.load(); }
    std::atomic<std::chrono::milliseconds> offset{0ms};
};

test::ClientCertificate make_certificate(std::string const& name) {
    auto pair = crypto::make_self_signed(name, {name}).value();
    return {pair.certificate_pem, pair.key_pem};
}

class TurnBridge : public testing::Test {
protected:
    static void SetUpTestSuite() {
        test::drop_root();
        ASSERT_TRUE(crypto::initialize());
    }

    TurnBridge() {
        std::filesystem::create_directories(folder / "tls");
        write_certificate(make_certificate("first"));
        settings.directory = folder / "with space/coturn";
        settings.templates = test::private_templates(folder);
        settings.certificate = folder / "tls/live.crt";
        settings.key = folder / "tls/live.key";
        settings.listen = {"127.0.0.1"};
        settings.port = first_port;
        settings.tls_port = std::uint16_t(first_port + 1);
        settings.relay_ports = {std::uint16_t(first_port + 2), std::uint16_t(first_port + 21)};
        settings.allowed_peers = {"127.0.0.1"};
        settings.realm = "turn.test";
        alice = directory.add("alice", "x");
        directory.add("bob", "x");
    }
    ~TurnBridge() override {
        if (bridge)
            io.run([](TurnBridge* self) -> Task<int> {
                co_await self->tasks->stop(3s);
                self->bridge->stop();
                co_return 0;
            }(this));
    }

    void write_certificate(test::ClientCertificate const& pair) {
        test::write_text(folder / "tls/live.crt", pair.certificate_pem);
        test::write_text(folder / "tls/live.key", pair.key_pem);
    }
    void start() {
        child = std::make_unique<turn::CoturnChild>(settings, turn::SecretSchedule(std::string(32, 'k')), clock);
        bridge =
            std::make_unique<turn::Bridge>(io.executor(), directory, *child, turn::BridgeSettings{"localhost"}, clock);
        io.call([this] {
            tasks = std::make_unique<async::TaskGroup>(io.executor(), "test");
            bridge->start(*tasks);
            return 0;
        });
        coturn = std::make_unique<test::ChildRunner>(io, *child);
        version = coturn->start();
    }
    turn::Credentials credentials(std::string username) {
        auto made = io.run(bridge->credentials(std::move(username)));
        if (!made) throw std::runtime_error(made.error().message + " " + made.error().detail);
        return *made;
    }
    int allocate(turn::Credentials const& made) {
        return TurnClient(settings.port, made.username, made.password).allocate();
    }
    /// turnutils_uclient sends five packets to itself through the relay; its answer is 0 when all came back. (Not over
    /// TLS: it picks a TLS version at random, also those that coturn refuses, and then waits for ever.)
    test::CommandResult relay(turn::Credentials const& made, bool tcp = false) {
        std::vector<std::string> command = {"turnutils_uclient", "-u", made.username, "-w", made.password};
        if (tcp) command.push_back("-t");
        command.insert(
            command.end(), {"-p", std::to_string(settings.port), "-y", "-n", "5", "-m", "1", "-c", "127.0.0.1"}
        );
        return test::run(command, {.directory = folder.path()});
    }

    test::TempDir folder;
    std::uint16_t first_port = test::free_ports(22);
    turn::CoturnSettings settings;
    MovedClock clock;
    test::FakeDirectory directory;
    base::Id alice = 0;
    test::IoThread io;
    std::unique_ptr<turn::CoturnChild> child;
    std::unique_ptr<turn::Bridge> bridge;
    std::unique_ptr<async::TaskGroup> tasks;
    std::unique_ptr<test::ChildRunner> coturn;
    std::string version;
};

TEST_F(TurnBridge, RelaysWithItsCredentialsOverUdpAndTcp) {
    start();
    EXPECT_TRUE(version.starts_with("4.")) << version;
    auto made = credentials("alice");
    EXPECT_EQ(made.uris.size(), 4U);
    EXPECT_GE(made.ttl, 1h);
    EXPECT_LE(made.ttl, 2h);
    auto udp = relay(made);
    EXPECT_EQ(udp.code, 0) << udp.all << coturn->lines();
    auto tcp = relay(made, /*tcp=*/true);
    EXPECT_EQ(tcp.code, 0) << tcp.all << coturn->lines();
    EXPECT_FALSE(coturn->lines().contains("CLI connected")) << "traces of our own probes";
    // Others must not read the secrets.
    for (auto const* file : {"turnserver.conf", "turndb.sqlite"})
        EXPECT_EQ(std::filesystem::status(settings.directory / file).permissions(), std::filesystem::perms(0600))
            << file;
}

TEST_F(TurnBridge, RefusesWrongAndExpiredCredentials) {
    start();
    auto made = credentials("alice");
    EXPECT_EQ(allocate(made), 0);
    auto wrong = made;
    wrong.password = "wrong";
    EXPECT_EQ(allocate(wrong), 401);
    EXPECT_NE(relay(wrong).code, 0);
    auto renamed = made;
    renamed.username = made.username.substr(0, made.username.find(':')) + ":bob";
    EXPECT_EQ(allocate(renamed), 401) << "somebody else's password";

    // Rightly signed, but of yesterday.
    clock.offset = -24h;
    auto expired = credentials("alice");
    clock.offset = 0ms;
    EXPECT_EQ(allocate(expired), 401);
    EXPECT_NE(relay(expired).code, 0);
}

TEST_F(TurnBridge, RelaysToNothingInsideByDefault) {
    settings.allowed_peers.clear();
    start();
    auto refused = relay(credentials("alice"));
    EXPECT_NE(refused.code, 0);
    test::wait_until(
        "403 in its log", [&] { return coturn->lines().contains("error 403"); }, [&] { return coturn->lines(); }
    );
}

TEST_F(TurnBridge, RotatesSecretsWithoutDroppingAllocations) {
    start();
    auto today = credentials("alice");
    TurnClient before(settings.port, today.username, today.password);
    ASSERT_EQ(before.allocate(), 0);

    // Into the next day: both days' credentials work, as those of today still live.
    auto now = base::system_clock().now();
    auto midnight = std::chrono::ceil<std::chrono::days>(now + 1ms);
    clock.offset = std::chrono::duration_cast<std::chrono::milliseconds>(midnight - now) + 5min;
    auto tomorrow = credentials("alice");
    EXPECT_EQ(allocate(tomorrow), 0);
    EXPECT_EQ(allocate(today), 0) << "within the overlap";
    EXPECT_EQ(before.refresh(), 0);

    // Well into it: what was signed yesterday is worth nothing, running calls go on.
    clock.offset = clock.offset.load() + 25h;
    auto later = credentials("alice");
    EXPECT_EQ(allocate(later), 0);
    EXPECT_EQ(allocate(today), 401);
    EXPECT_EQ(before.refresh(), 0);
}

TEST_F(TurnBridge, EndsTheAllocationsOfASuspendedAccountAndThoseItStillTries) {
    start();
    auto mine = credentials("alice");
    auto others = credentials("bob");
    TurnClient first(settings.port, mine.username, mine.password);
    ASSERT_EQ(first.allocate(), 0);
    TurnClient second(settings.port, others.username, others.password);
    ASSERT_EQ(second.allocate(), 0);

    auto begin = test::Clock::now();
    io.call([this] {
        directory.suspend(alice, "spam");
        return 0;
    });
    test::wait_until("the allocation is gone", [&] { return first.refresh() != 0; }, [&] { return coturn->lines(); });
    auto took = std::chrono::duration_cast<test::Milliseconds>(test::Clock::now() - begin);
    std::cout << "suspended → allocation ended: " << took.count() << " ms\n";
    EXPECT_LT(took, 1s);
    EXPECT_EQ(second.refresh(), 0) << "somebody else's";

    // The credentials themselves live on for up to two hours, so each new allocation is ended too.
    TurnClient again(settings.port, mine.username, mine.password);
    again.allocate();
    test::wait_until("the new one is gone too", [&] { return again.refresh() != 0; }, [&] { return coturn->lines(); });
    EXPECT_EQ(second.refresh(), 0);
}

TEST_F(TurnBridge, KeepsTheAllocationsOfARenamedAccount) {
    start();
    auto mine = credentials("alice");
    io.call([this] {
        directory.rename(alice, "alicia");
        return 0;
    });
    TurnClient client(settings.port, mine.username, mine.password);
    ASSERT_EQ(client.allocate(), 0);
    // Another account's end makes the bridge look at all sessions.
    auto gone = io.call([this] { return directory.add("carol", "x"); });
    auto hers = credentials("carol");
    TurnClient other(settings.port, hers.username, hers.password);
    ASSERT_EQ(other.allocate(), 0);
    io.call([&] {
        directory.remove(gone);
        return 0;
    });
    test::wait_until("hers is gone", [&] { return other.refresh() != 0; });
    EXPECT_EQ(client.refresh(), 0);
}

TEST_F(TurnBridge, ShowsANewCertificateWithoutDroppingAllocations) {
    start();
    auto made = credentials("alice");
    TurnClient client(settings.port, made.username, made.password);
    ASSERT_EQ(client.allocate(), 0);
    auto replacement = make_certificate("second");
    write_certificate(replacement);
    coturn->signal(child->certificate_reload_signal());
    test::wait_until("the new fingerprint", [&] {
        return test::Socket(settings.tls_port, test::Security::tls).fingerprint() ==
               test::fingerprint_of(replacement.certificate_pem);
    });
    EXPECT_EQ(client.refresh(), 0);
}

TEST_F(TurnBridge, IsNotReadyWithoutItsTlsPort) {
    std::filesystem::remove(settings.certificate);
    child = std::make_unique<turn::CoturnChild>(settings, turn::SecretSchedule(std::string(32, 'k')), clock);
    coturn = std::make_unique<test::ChildRunner>(io, *child);
    coturn->launch();
    test::wait_until("it serves UDP", [&] { return test::accepts(settings.port); });
    auto proof = io.run(child->probe());
    ASSERT_FALSE(proof);
    std::cout << proof.error().message << "\n";
}

TEST_F(TurnBridge, ComesBackAfterAKillAndHealsItsDatabase) {
    start();
    auto made = credentials("alice");
    auto ended = coturn->stop(SIGKILL);
    EXPECT_FALSE(child->ends_well_with(ended));
    EXPECT_EQ(credentials("alice").password, made.password) << "credentials don't need a running coturn";
    test::write_text(settings.directory / "turndb.sqlite", "no database");
    auto begin = test::Clock::now();
    coturn->start();
    std::cout << "started and proven in "
              << std::chrono::duration_cast<test::Milliseconds>(test::Clock::now() - begin).count() << " ms\n";
    EXPECT_EQ(allocate(made), 0);
    ended = coturn->stop(SIGTERM);
    EXPECT_TRUE(child->ends_well_with(ended)) << ended.code << " " << ended.signal;
}

TEST_F(TurnBridge, ServesAllAddressesByDefault) {
    settings.listen.clear();
    start();
    EXPECT_EQ(allocate(credentials("alice")), 0) << coturn->lines();
}

}  // namespace
}  // namespace alloquy
