// SPDX-License-Identifier: GPL-2.0-or-later
// The services link against a far end that misbehaves on purpose.
#include "link.hpp"

#include "handshake.hpp"
#include "support/child_runner.hpp"
#include "support/wait.hpp"

#include <alloquy/async/task_group.hpp>
#include <alloquy/crypto/secret.hpp>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <future>

namespace alloquy::irc {
namespace {

using namespace std::chrono_literals;

/// The far end: a listening socket and one connection at a time, driven by the test's thread.
class FakeServer {
public:
    explicit FakeServer(std::filesystem::path const& path)
        : listener_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
        if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0 ||
            ::listen(listener_, 16) != 0)
            throw std::runtime_error("cannot listen");
    }
    ~FakeServer() {
        hang_up();
        ::close(listener_);
    }
    void accept() {
        hang_up();
        wait_readable(listener_);
        connection_ = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        buffer_.clear();
    }
    bool somebody_waits(std::chrono::milliseconds limit) {
        pollfd entry{listener_, POLLIN, 0};
        return ::poll(&entry, 1, int(limit.count())) == 1;
    }
    void hang_up() {
        if (connection_ >= 0) ::close(connection_);
        connection_ = -1;
    }
    void send(std::string_view text) { (void)!::send(connection_, text.data(), text.size(), MSG_NOSIGNAL); }
    /// The next line with `start` at its beginning; "" when the connection ended.
    std::string expect(std::string_view start) {
        for (;;) {
            auto end = buffer_.find('\n');
            if (end == std::string::npos) {
                wait_readable(connection_);
                char bytes[4096];
                auto got = ::recv(connection_, bytes, sizeof(bytes), 0);
                if (got <= 0) return "";
                buffer_.append(bytes, std::size_t(got));
                continue;
            }
            auto line = buffer_.substr(0, end);
            buffer_.erase(0, end + 1);
            if (line.ends_with('\r')) line.pop_back();
            if (line.starts_with(start)) return line;
        }
    }
    /// Handshake up to the end of the burst.
    void greet(std::string const& password) {
        auto capabilities = expect("CAPAB CAPABILITIES");
        auto challenge = capabilities.substr(capabilities.find("CHALLENGE=") + 10);
        send("CAPAB START 1205\r\nCAPAB CAPABILITIES :NICKMAX=32 CHALLENGE=abcdef\r\nCAPAB END\r\n");
        EXPECT_EQ(
            expect("SERVER"),
            "SERVER services.alloquy " + link_authenticator(password, "abcdef") + " 0 0SV :Alloquy services"
        );
        send("SERVER irc.test " + link_authenticator(password, challenge) + " 0 0AL :test\r\n");
        expect(":0SV ENDBURST");
        send(":0AL BURST 1\r\n:0AL SINFO rawversion :Fake-1\r\n:0AL ENDBURST\r\n");
    }

private:
    static void wait_readable(int fd) {
        pollfd entry{fd, POLLIN, 0};
        if (::poll(&entry, 1, int(test::patience().count())) != 1) throw std::runtime_error("nothing came");
    }
    int listener_;
    int connection_ = -1;
    std::string buffer_;
};

class ServicesLink : public testing::Test, public LinkListener {
protected:
    static void SetUpTestSuite() { ASSERT_TRUE(crypto::initialize()); }

    ServicesLink() {
        io.call([this] {
            link = std::make_unique<Link>(io.executor(), *this);
            tasks = std::make_unique<async::TaskGroup>(io.executor(), "test");
            tasks->spawn(link->run());
            link->set_endpoint({folder / "link.sock", "secret"});
            return 0;
        });
    }
    ~ServicesLink() override {
        io.run([](ServicesLink* self) -> Task<int> {
            co_await self->tasks->stop(1s);
            self->link.reset();
            co_return 0;
        }(this));
    }
    void link_opened(std::string_view) override { ++opened; }
    Result<> line_received(ServerLine const& line) override {
        ++lines;
        if (line.command == "BROKEN") return fail(Errc::invalid_input, "broken");
        return {};
    }
    void link_synced() override { ++synced; }
    void link_closed() override { ++closed; }
    bool is_synced() {
        return io.call([this] { return link->synced(); });
    }
    void establish() {
        server.accept();
        server.greet("secret");
        test::wait_until("in sync", [this] { return is_synced(); });
    }

    test::TempDir folder;
    FakeServer server{folder / "link.sock"};
    test::IoThread io;
    std::unique_ptr<Link> link;
    std::unique_ptr<async::TaskGroup> tasks;
    std::atomic<int> opened = 0, lines = 0, synced = 0, closed = 0;
};

TEST_F(ServicesLink, ProvesItselfAndGetsInSync) {
    establish();
    EXPECT_EQ(io.call([this] { return link->peer_version(); }), "Fake-1");
    EXPECT_EQ(opened, 1);
    EXPECT_EQ(synced, 1);
    server.send(":0AL PING 0SV\r\n");
    EXPECT_EQ(server.expect(":0SV PONG"), ":0SV PONG 0AL");
    auto answer = std::async(std::launch::async, [this] { return io.run(link->ping(2s)).has_value(); });
    EXPECT_EQ(server.expect(":0SV PING"), ":0SV PING 0AL");
    server.send(":0AL PONG 0SV\r\n");
    EXPECT_TRUE(answer.get());
}

TEST_F(ServicesLink, ComesBackAtOnceWhenTheFarEndHangsUp) {
    establish();
    server.hang_up();
    auto const begun = test::Clock::now();
    establish();
    EXPECT_LT(test::Clock::now() - begun, 500ms);
    EXPECT_EQ(closed, 1);
    EXPECT_EQ(synced, 2);
}

TEST_F(ServicesLink, RefusesAFarEndThatDoesNotKnowThePassword) {
    server.accept();
    auto capabilities = server.expect("CAPAB CAPABILITIES");
    server.send("CAPAB START 1205\r\nCAPAB CAPABILITIES :CHALLENGE=abcdef\r\nCAPAB END\r\n");
    server.expect("SERVER");
    server.send("SERVER irc.test secret 0 0AL :test\r\n");
    EXPECT_EQ(server.expect(":0SV"), "") << "nothing of ours may go there";
    EXPECT_EQ(opened, 0);
}

TEST_F(ServicesLink, SendsNoPasswordToAFarEndWithoutChallenge) {
    server.accept();
    server.expect("CAPAB END");
    server.send("CAPAB START 1205\r\nCAPAB CAPABILITIES :NICKMAX=32\r\nCAPAB END\r\n");
    EXPECT_EQ(server.expect("SERVER"), "");
}

TEST_F(ServicesLink, DropsTheLinkAtGarbageAndComesBackLaterAndLater) {
    using namespace std::string_view_literals;
    for (auto garbage : {"\0\0\0\n"sv, ":0AL\n"sv, "\xFF\xFE\xFD\r\n"sv, ":0AL BROKEN\n"sv, "ERROR :no\n"sv}) {
        establish();
        server.send(garbage);
        EXPECT_EQ(server.expect("nothing"), "") << garbage;
    }
    test::wait_until("each was noticed", [this] { return closed == 5; });
    // Before the handshake, too; there the waiting time doubles.
    for (int i = 0; i < 3; ++i) {
        server.accept();
        server.send("HELLO THERE\r\n");
        EXPECT_EQ(server.expect("nothing"), "");
    }
    EXPECT_FALSE(server.somebody_waits(200ms));
    establish();
}

TEST_F(ServicesLink, DropsTheLinkAtALineThatNeverEnds) {
    establish();
    for (int i = 0; i < 40; ++i) server.send(std::string(1000, 'x'));
    EXPECT_EQ(server.expect("nothing"), "");
    establish();
}

TEST_F(ServicesLink, TellsWhyAProbeFails) {
    auto early = io.run(link->ping(100ms));
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code, Errc::unavailable);
    establish();
    auto silent = io.run(link->ping(100ms));
    ASSERT_FALSE(silent);
    EXPECT_EQ(silent.error().code, Errc::timeout);
    // A probe that waits when the link goes away fails at once.
    auto waiting = std::async(std::launch::async, [this] { return io.run(link->ping(20s)); });
    server.expect(":0SV PING");
    server.expect(":0SV PING");
    server.hang_up();
    EXPECT_FALSE(waiting.get());
}

TEST_F(ServicesLink, WaitsForANewServerWhenTheOldOneEnded) {
    establish();
    io.call([this] {
        link->clear_endpoint();
        return 0;
    });
    EXPECT_EQ(server.expect("nothing"), "");
    EXPECT_FALSE(server.somebody_waits(100ms));
    io.call([this] {
        link->set_endpoint({folder / "link.sock", "secret"});
        return 0;
    });
    establish();
}

TEST_F(ServicesLink, SendsTheLinesOfOneTurnTogether) {
    establish();
    io.call([this] {
        for (int i = 0; i < 1000; ++i) link->send("PING", {std::to_string(i)});
        return 0;
    });
    EXPECT_EQ(server.expect(":0SV PING 999"), ":0SV PING 999");
}

}  // namespace
}  // namespace alloquy::irc
