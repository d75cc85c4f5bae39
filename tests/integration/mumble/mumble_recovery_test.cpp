// SPDX-License-Identifier: GPL-2.0-or-later
// What happens to the bridge when Murmur, its files or its callers misbehave.
#include "mumble_fixture.hpp"

#include <algorithm>

namespace alloquy {
namespace {

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
    ASSERT_TRUE(bytes.starts_with("SQLite format 3"));
    bytes.resize(std::max<std::size_t>(bytes.size(), 16384)
    );  // Murmur 1.5 may leave all but the first page in the -wal
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
