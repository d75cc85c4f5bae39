// SPDX-License-Identifier: GPL-2.0-or-later
// The relay over real sockets, with a test where InspIRCd would be: what it does at the edges that InspIRCd never
// shows.
#include "test_server.hpp"
#include "test_websocket.hpp"

#include <alloquy/irc_web/irc_web.hpp>

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>

using namespace alloquy;
using namespace std::chrono_literals;
using test::TestServer;
using test::WebSocketClient;

namespace {

constexpr auto kText = "Sec-WebSocket-Protocol: text.ircv3.net\r\n";
constexpr auto kBinary = "Sec-WebSocket-Protocol: binary.ircv3.net\r\n";
constexpr std::size_t kHeaderSize = 16 + 12;

/// Where InspIRCd would listen.
class Listener {
public:
    explicit Listener(std::string const& path) : fd_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        ::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        ::listen(fd_, 16);
    }
    ~Listener() { ::close(fd_); }
    Listener(Listener const&) = delete;
    Listener& operator=(Listener const&) = delete;
    int accept() const {
        pollfd wait{fd_, POLLIN, 0};
        return ::poll(&wait, 1, 5000) == 1 ? ::accept(fd_, nullptr, nullptr) : -1;
    }

private:
    int fd_;
};

class Peer {
public:
    explicit Peer(Listener const& listener) : fd_(listener.accept()) { header = read(kHeaderSize); }
    ~Peer() { close(); }
    Peer(Peer const&) = delete;
    Peer& operator=(Peer const&) = delete;

    std::string read(std::size_t count) {
        std::string out;
        char byte;
        pollfd wait{fd_, POLLIN, 0};
        while (fd_ >= 0 && out.size() < count && ::poll(&wait, 1, 5000) == 1 && ::read(fd_, &byte, 1) == 1) out += byte;
        return out;
    }
    std::string read_line() {
        std::string out;
        while (!out.ends_with('\n')) {
            auto byte = read(1);
            if (byte.empty()) return out + "<end>";
            out += byte;
        }
        return out;
    }
    void write(std::string_view bytes) { ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
    /// Bytes that were taken before nothing was for half a second.
    std::size_t write_until_full(std::string const& line) {
        std::size_t total = 0;
        pollfd wait{fd_, POLLOUT, 0};
        while (total < 64 * 1024 * 1024 && ::poll(&wait, 1, 500) == 1 && (wait.revents & POLLOUT) != 0) {
            auto sent = ::send(fd_, line.data(), line.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent < 0) break;
            total += std::size_t(sent);
        }
        return total;
    }
    void close() {
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }

    std::string header;

private:
    int fd_;
};

std::string socket_path() {
    return (std::filesystem::temp_directory_path() / ("alloquy-irc-web-" + std::to_string(::getpid()))).string();
}

struct Web : TestServer {
    using ChangeWeb = std::function<void(irc_web::Settings&)>;

    explicit Web(ChangeWeb change_web = {}, Change change = {})
        : TestServer([change](auto& settings) {
              settings.times.linger = 300ms;
              if (change) change(settings);
          }) {
        irc_web::Settings chosen;
        chosen.socket = path;
        if (change_web) change_web(chosen);
        web.emplace(chosen);
        server->add(web->upgrade());
        start();
    }
    ~Web() {
        stop();
        std::filesystem::remove(path);
    }

    std::string path = socket_path();
    std::optional<irc_web::IrcWeb> web;
};

}  // namespace

TEST(IrcWeb, CarriesLinesBothWaysAndSaysWhoseTheyAre) {
    Web server;
    Listener listener(server.path);
    WebSocketClient client(server.port, "/irc", kText);
    Peer peer(listener);
    EXPECT_EQ(peer.header.substr(0, 12), std::string("\r\n\r\n\0\r\nQUIT\n", 12));
    EXPECT_EQ(peer.header.substr(16, 4), std::string("\x7f\0\0\x01", 4));
    client.text("NICK a");
    client.text("");
    client.text("USER a 0 * :b\r\n");
    EXPECT_EQ(peer.read_line(), "NICK a\r\n");
    EXPECT_EQ(peer.read_line(), "USER a 0 * :b\r\n");
    peer.write(":s 001 a :Hi\r\n:s 002 a :x\r\n");
    auto first = client.frame();
    EXPECT_EQ(first.opcode, 1);
    EXPECT_EQ(first.payload, ":s 001 a :Hi");
    EXPECT_EQ(client.frame().payload, ":s 002 a :x");
}

TEST(IrcWeb, ReplacesWhatIsNotUtf8ForTextOnly) {
    Web server;
    Listener listener(server.path);
    WebSocketClient text(server.port, "/irc", kText);
    Peer text_peer(listener);
    text_peer.write(
        "a\xff\xfe"
        "b\xc3\r\n"
    );
    EXPECT_EQ(
        text.frame().payload,
        "a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD"
    );
    WebSocketClient binary(server.port, "/irc", kBinary);
    Peer binary_peer(listener);
    binary_peer.write(
        "a\xff\xfe"
        "b\xc3\r\n"
    );
    auto frame = binary.frame();
    EXPECT_EQ(frame.opcode, 2);
    EXPECT_EQ(
        frame.payload,
        "a\xff\xfe"
        "b\xc3"
    );
    binary.send_frame(2, "c\xff");
    EXPECT_EQ(binary_peer.read_line(), "c\xff\r\n");
}

TEST(IrcWeb, ClosesWithACodeThatSaysWhy) {
    Web server;
    Listener listener(server.path);
    struct Case {
        std::string what;
        std::function<void(WebSocketClient&, Peer&)> act;
        int code;
    };
    for (auto const& [what, act, code] : std::vector<Case>{
             {"two lines", [](auto& client, auto&) { client.text("NICK a\nNICK b"); }, 1008},
             {"NUL", [](auto& client, auto&) { client.text(std::string("a\0", 2)); }, 1008},
             {"binary", [](auto& client, auto&) { client.send_frame(2, "NICK a"); }, 1003},
             {"not UTF-8", [](auto& client, auto&) { client.text("\xff"); }, 1007},
             {"too long", [](auto& client, auto&) { client.text(std::string(12'800, 'x')); }, 1009},
             {"the server ends", [](auto&, auto& peer) { peer.write("ERROR :Closing link\r\n"), peer.close(); }, 1000},
             {"the server dies", [](auto&, auto& peer) { peer.close(); }, 1013},
             {"endless line", [](auto&, auto& peer) { peer.write(std::string(13'000, 'x')); }, 1013},
         }) {
        WebSocketClient client(server.port, "/irc", kText);
        Peer peer(listener);
        act(client, peer);
        EXPECT_EQ(client.close_code(), code) << what;
        client.send_frame(8, "\x03\xe8");
        EXPECT_EQ(peer.read_line(), "<end>") << what;
    }
    WebSocketClient longest(server.port, "/irc", kText);
    Peer peer(listener);
    longest.text(std::string(12'799, 'x'));
    EXPECT_EQ(peer.read_line().size(), 12'801u);
}

TEST(IrcWeb, SaysThatTheServerIsNotThere) {
    Web server;
    WebSocketClient client(server.port, "/irc", kText);
    EXPECT_EQ(client.close_code(), 1013);
    EXPECT_EQ(server.on_io([&] { return server.web->statistics().unreachable; }), 1u);
}

TEST(IrcWeb, LetsGoOfInspircdWhenTheClientLeaves) {
    Web server;
    Listener listener(server.path);
    {
        WebSocketClient client(server.port, "/irc", kText);
        Peer peer(listener);
        client.send_frame(8, "\x03\xe8");
        EXPECT_EQ(peer.read_line(), "<end>");
    }
    std::optional<WebSocketClient> client(std::in_place, server.port, "/irc", kText);
    Peer peer(listener);
    client.reset();
    EXPECT_EQ(peer.read_line(), "<end>");
}

TEST(IrcWeb, LimitsConnectionsPerAddressAndInAll) {
    Web server([](auto& settings) { settings.connections_per_address = 2; });
    Listener listener(server.path);
    std::optional<WebSocketClient> first(std::in_place, server.port, "/irc", kText);
    WebSocketClient second(server.port, "/irc", kText);
    Peer one(listener), two(listener);
    WebSocketClient third(server.port, "/irc", kText);
    EXPECT_EQ(third.close_code(), irc_web::close_code::kTooMany);
    first.reset();
    EXPECT_EQ(one.read_line(), "<end>");
    WebSocketClient fourth(server.port, "/irc", kText);
    Peer three(listener);
    three.write("hello\r\n");
    EXPECT_EQ(fourth.frame().payload, "hello");
}

TEST(IrcWeb, ClosesWhoSaysNothing) {
    Web server([](auto& settings) { settings.first_line_within = 100ms; });
    Listener listener(server.path);
    WebSocketClient silent(server.port, "/irc", kText);
    EXPECT_EQ(silent.close_code(), irc_web::close_code::kNothingSaid);
}

TEST(IrcWeb, PingsAndClosesWhoMissesTwo) {
    Web server([](auto& settings) { settings.ping_every = 200ms; });
    Listener listener(server.path);
    WebSocketClient client(server.port, "/irc", kText);
    for (int i = 0; i < 4; ++i) {
        EXPECT_EQ(client.frame().opcode, 9);
        client.send_frame(10, "");
    }
    EXPECT_EQ(client.frame().opcode, 9);
    EXPECT_EQ(client.frame().opcode, 9);
    EXPECT_EQ(client.frame().code, irc_web::close_code::kNoAnswer);
}

TEST(IrcWeb, StopsReadingInspircdForASlowReaderAndThenClosesIt) {
    Web server([](auto& settings) { settings.ping_every = 1s; });
    Listener listener(server.path);
    WebSocketClient client(server.port, "/irc", kText, /*tls=*/false, /*receive_buffer=*/4096);
    Peer peer(listener);
    auto taken = peer.write_until_full(std::string(500, 'x') + "\r\n");
    EXPECT_LT(taken, 16u * 1024 * 1024) << "nothing held back what InspIRCd sent";
    // It never reads on, so the close frame can't reach it: the end shows on InspIRCd's side.
    EXPECT_EQ(peer.read_line(), "<end>");
}

TEST(IrcWeb, EndsWithTheServer) {
    Web server;
    Listener listener(server.path);
    WebSocketClient client(server.port, "/irc", kText);
    Peer peer(listener);
    std::thread answering([&] {
        EXPECT_EQ(client.close_code(), 1001);
        client.send_frame(8, "\x03\xe9");
    });
    server.stop(5s);
    answering.join();
    EXPECT_EQ(peer.read_line(), "<end>");
}
