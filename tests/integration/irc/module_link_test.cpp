// SPDX-License-Identifier: GPL-2.0-or-later
// The module link itself: coming back, refusing what it doesn't understand, and surviving whatever arrives.
#include "module_fixture.hpp"

#include <random>
#include <thread>

namespace alloquy::test {
namespace {

class IrcModuleLink : public ModuleFixture {
protected:
    void expect_alive() {
        auto client = enter("bob", "battery staple");
        client->send("PING alive");
        client->expect("PONG .*alive");
        EXPECT_TRUE(server->running());
    }
};

TEST_F(IrcModuleLink, IntroducesItselfAndComesBackQuickly) {
    start();
    module.listen(settings.directory / "module.sock");
    auto const hello = module.accept();
    EXPECT_EQ(hello.fields, (std::vector<std::string>{"1", "0AL", module_secret, "irc.localhost"}));
    module.welcome();
    module.expect_silence_about(FrameType::hello);
    module.stop_listening();
    module.disconnect();
    std::this_thread::sleep_for(Milliseconds(300));
    auto const began = Clock::now();
    module.listen(settings.directory / "module.sock");
    module.accept();
    EXPECT_LT(Clock::now() - began, Milliseconds(500));
}

TEST_F(IrcModuleLink, DoesNotInsistWhenTheOtherSideSpeaksAnotherVersion) {
    start();
    module.listen(settings.directory / "module.sock");
    module.accept();
    module.send(FrameType::welcome, {"2", "5", "0", "1000", "1000000"});
    module.expect_close();
    EXPECT_TRUE(module.nobody_connects(Milliseconds(1500)));
    wait_until(
        "the log says why",
        [&] { return server->lines().find("another version of the protocol") != std::string::npos; },
        [&] { return server->lines(); }
    );
    module.accept(std::chrono::seconds(15));
    module.welcome();
    module.expect_silence_about(FrameType::hello);
}

TEST_F(IrcModuleLink, WaitsLongerEachTimeItIsTurnedAway) {
    start();
    module.listen(settings.directory / "module.sock");
    // As a far end does that doesn't like the secret.
    for (int i = 0; i < 5; ++i) module.accept();
    module.disconnect();
    EXPECT_TRUE(module.nobody_connects(Milliseconds(1000)));
}

TEST_F(IrcModuleLink, HangsUpOnAWelcomeThatMakesNoSense) {
    for (std::vector<std::string> const& fields :
         {std::vector<std::string>{"1"},
          {"1", "0", "0", "10", "10"},
          {"1", "1024", "0", "10", "10"},
          {"1", "5", "18446744073709551615", "10", "10"},
          {"1", "5", "x", "10", "10"},
          {}}) {
        if (!server) {
            start();
            module.listen(settings.directory / "module.sock");
        }
        module.accept(std::chrono::seconds(15));
        module.send(FrameType::welcome, fields);
        module.expect_close();
        if (server->running()) server->stop(SIGTERM);
        server->start();
    }
}

TEST_F(IrcModuleLink, SurvivesGarbage) {
    start_linked();
    std::mt19937 random(20260101);  // NOLINT: the same bytes in every run
    std::string noise(200000, '\0');
    for (auto& byte : noise) byte = static_cast<char>(random());
    std::vector<std::string> const attacks{
        noise,
        std::string(4, '\0'),
        std::string("\xff\xff\xff\xff", 4),
        std::string("\x00\x04\x00\x01\x42", 5),
        std::string("\x00\x00\x00\x05\x42\x00\x00\x00\x09", 9),
        std::string("\x00\x00\x00\x03\x42\x00\x00", 7),
        encode_frame(FrameType::stored, std::vector<std::string>(4097)),
        "HTTP/1.1 400 Bad Request\r\n\r\n",
    };
    for (auto const& attack : attacks) {
        module.send_raw(attack);
        module.expect_close();
        module.accept(std::chrono::seconds(15));
        module.welcome();
        module.expect_silence_about(FrameType::hello);
    }
    expect_alive();
}

TEST_F(IrcModuleLink, SurvivesFramesWithoutSense) {
    start_linked();
    auto client = enter("Alice", "correct horse");
    client->send("JOIN #room");
    client->expect(" 366 ");
    client->send("PRIVMSG #room :one");
    auto const message = module.expect(FrameType::message);
    client->send("CHATHISTORY LATEST #room * 10");
    auto const request = module.expect(FrameType::request);

    std::mt19937 random(20260102);  // NOLINT: the same bytes in every run
    std::vector<std::string> const values{
        "",
        "0",
        "1",
        "-1",
        "999999999999999999999",
        message[0],
        message[2],
        message[3],
        request[0],
        request[2],
        "Alice",
        "bob",
        "#room",
        "uid:",
        "uid:" + request[2],
        "account:Alice",
        "channel:#room",
        "channel:",
        ":",
        "k",
        "zz",
        "redact",
        "rooms",
        "nobody",
        std::string(1, '\0'),
        "@",
        "@ ",
        "@;;;= :x",
        "a\r\nb",
        std::string(20000, 'x'),
        "CANNOT_STORE",
        "UNKNOWN_TARGET",
        "\xff\xfe"
    };
    std::string bytes;
    for (int i = 0; i < 3000; ++i) {
        std::vector<std::string> fields(random() % 7);
        for (auto& field : fields) field = values[random() % values.size()];
        // No lines for clients: they would only fill the client's queue.
        auto type = static_cast<FrameType>(random() % 80);
        if (type == FrameType::welcome || type == FrameType::ping) type = FrameType::stored;
        if (type == FrameType::answer || type == FrameType::deliver)
            for (auto& field : fields) field.resize(std::min<std::size_t>(field.size(), 60));
        bytes += encode_frame(type, fields);
    }
    // In portions that end anywhere.
    for (std::size_t at = 0; at < bytes.size();) {
        auto const portion = 1 + random() % 50000;
        module.send_raw(std::string_view(bytes).substr(at, portion));
        at += portion;
    }
    module.expect_silence_about(FrameType::hello);
    expect_alive();
}

TEST_F(IrcModuleLink, SkipsWhatALaterVersionMayAdd) {
    start_linked();
    module.send(static_cast<FrameType>(200), {"something", "new"});
    module.send(FrameType::stored, {});
    module.expect_silence_about(FrameType::hello);
    auto client = enter("Alice", "correct horse");
    client->send("CHATHISTORY LATEST #room * 10");
    module.send(FrameType::answer, {module.expect(FrameType::request)[0], "1", ":irc NOTICE Alice :fine"});
    client->expect("fine");
}

}  // namespace
}  // namespace alloquy::test
