// SPDX-License-Identifier: GPL-2.0-or-later
#include "test_server.hpp"
#include "test_websocket.hpp"
#include "websocket_codec.hpp"

#include <gtest/gtest.h>

using namespace alloquy;
using namespace std::chrono_literals;
using test::TestServer;
using test::WebSocketClient;

namespace {

/// Sends each message back; "close" closes with 4242, "flood" sends without end.
Task<> echo_socket(http::WebSocket& socket, http::Request const&) {
    while (auto message = co_await socket.read()) {
        if (message->data == "close") socket.close(4242, "as you wish");
        if (message->data == "flood")
            while (!socket.closing()) socket.send_text(std::string(1000, 'f'));
        if (message->text)
            socket.send_text("echo:", message->data);
        else
            socket.send_binary(message->data);
    }
}

struct Sockets : TestServer {
    explicit Sockets(Change change = {})
        : TestServer([change](auto& settings) {
              settings.times.linger = 300ms;
              if (change) change(settings);
          }) {
        http::Upgrade plain{"/socket", echo_socket};
        plain.queue_limit = 64 * 1024;
        plain.slow_reader_code = 4008;
        server->add(plain);
        server->add({"/irc", echo_socket, {"text.ircv3.net", "binary.ircv3.net"}});
        start();
    }
};

}  // namespace

TEST(WebSocket, EchoesMessagesOfAllSizes) {
    Sockets server;
    WebSocketClient client(server.port, "/socket");
    ASSERT_EQ(client.handshake.status, 101);
    // The example of RFC 6455 §1.3.
    EXPECT_EQ(client.handshake.header("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    for (std::size_t size : {0UL, 1UL, 125UL, 126UL, 5000UL, 16384UL}) {
        std::string text(size, 'x');
        client.text(text);
        EXPECT_EQ(client.frame().payload, "echo:" + text);
    }
    client.send_frame(2, std::string("\0\xff", 2));
    auto binary = client.frame();
    EXPECT_EQ(binary.opcode, 2);
    EXPECT_EQ(binary.payload, std::string("\0\xff", 2));
}

TEST(WebSocket, JoinsFragmentsAroundPings) {
    Sockets server;
    WebSocketClient client(server.port, "/socket");
    client.send_frame(1, "a\xc3", /*final=*/false);
    client.send_frame(9, "are you there");
    client.send_frame(0, "\xa4", /*final=*/false);
    client.send_frame(0, "c");
    auto pong = client.frame();
    EXPECT_EQ(pong.opcode, 10);
    EXPECT_EQ(pong.payload, "are you there");
    EXPECT_EQ(client.frame().payload, "echo:aäc");
}

TEST(WebSocket, ClosesWithTheRightCodeOnGarbage) {
    Sockets server;
    struct Case {
        std::string what;
        std::function<void(WebSocketClient&)> act;
        int code;
    };
    for (auto const& [what, act, code] : std::vector<Case>{
             {"unmasked", [](auto& c) { c.send_frame(1, "x", true, false); }, 1002},
             {"reserved bit", [](auto& c) { c.send_frame(0x41, "x"); }, 1002},
             {"unknown opcode", [](auto& c) { c.send_frame(3, "x"); }, 1002},
             {"unknown control opcode", [](auto& c) { c.send_frame(11, "x"); }, 1002},
             {"long ping", [](auto& c) { c.send_frame(9, std::string(126, 'x')); }, 1002},
             {"fragmented ping", [](auto& c) { c.send_frame(9, "x", false); }, 1002},
             {"nothing to continue", [](auto& c) { c.send_frame(0, "x"); }, 1002},
             {"new message inside one", [](auto& c) { c.send_frame(1, "x", false), c.send_frame(1, "y"); }, 1002},
             {"not UTF-8", [](auto& c) { c.text("\xff"); }, 1007},
             {"too long", [](auto& c) { c.text(std::string(16385, 'x')); }, 1009},
             {"enormous", [](auto& c) { c.send(std::string("\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff....", 14)); }, 1009
             },
             {"fragments too long",
              [](auto& c) {
                  for (int i = 0; i < 3; ++i) c.send_frame(i ? 0 : 1, std::string(8000, 'x'), false);
              },
              1009},
             {"one byte close", [](auto& c) { c.send_frame(8, "x"); }, 1002},
             {"close 1005", [](auto& c) { c.send_frame(8, "\x03\xed"); }, 1002},
             {"HTTP", [](auto& c) { c.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"); }, 1002},
         }) {
        WebSocketClient client(server.port, "/socket");
        act(client);
        EXPECT_EQ(client.close_code(), code) << what;
        EXPECT_TRUE(client.closed()) << what;
    }
}

TEST(WebSocket, AnswersACloseAndLetsTheHandlerClose) {
    Sockets server;
    WebSocketClient polite(server.port, "/socket");
    polite.send_frame(
        8,
        "\x03\xe8"
        "bye"
    );
    EXPECT_EQ(polite.close_code(), 1000);
    EXPECT_TRUE(polite.closed());
    WebSocketClient asked(server.port, "/socket");
    asked.text("close");
    auto close = asked.frame();
    EXPECT_EQ(close.opcode, 8);
    EXPECT_EQ(close.code, 4242);
    EXPECT_EQ(close.payload, "as you wish");
    asked.send_frame(8, "\x10\x92");
    EXPECT_TRUE(asked.closed());
}

TEST(WebSocket, ClosesASlowReaderWithItsCode) {
    Sockets server([](auto& settings) { settings.times.linger = 3s; });
    WebSocketClient client(server.port, "/socket", {}, /*tls=*/false, /*receive_buffer=*/4096);
    client.text("flood");
    EXPECT_EQ(client.close_code(), 4008);
}

TEST(WebSocket, IsCutWhenAClosedPeerStaysSilent) {
    Sockets server;
    WebSocketClient client(server.port, "/socket");
    client.text("close");
    EXPECT_EQ(client.close_code(), 4242);
    // No answer to the close frame: the server waits `linger` and hangs up.
    EXPECT_TRUE(client.closed());
}

TEST(WebSocket, AgreesOnASubprotocolOrRefuses) {
    Sockets server;
    WebSocketClient good(server.port, "/irc", "Sec-WebSocket-Protocol: chat, binary.ircv3.net , text.ircv3.net\r\n");
    EXPECT_EQ(good.handshake.status, 101);
    EXPECT_EQ(good.handshake.header("sec-websocket-protocol"), "text.ircv3.net");
    EXPECT_EQ(WebSocketClient(server.port, "/irc").handshake.status, 400);
    EXPECT_EQ(WebSocketClient(server.port, "/irc", "Sec-WebSocket-Protocol: chat\r\n").handshake.status, 400);
}

TEST(WebSocket, RefusesWhatIsNoUpgrade) {
    Sockets server;
    test::Client client(server.port);
    EXPECT_EQ(client.get("/socket").status, 426);
    EXPECT_EQ(
        client.get("/socket", "Upgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 8\r\n").status, 426
    );
    EXPECT_EQ(
        client
            .get(
                "/socket",
                "Upgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: abc\r\n"
            )
            .status,
        400
    );
    EXPECT_EQ(client.get("/nowhere", "Upgrade: websocket\r\nConnection: upgrade\r\n").status, 404);
}

TEST(WebSocket, ChecksTheOrigin) {
    Sockets server([](auto& settings) { settings.allowed_origins = {"app://alloquy"}; });
    auto status = [&](std::string const& headers) {
        return WebSocketClient(server.port, "/socket", headers).handshake.status;
    };
    EXPECT_EQ(status(""), 101) << "programs send none";
    EXPECT_EQ(status("Origin: app://alloquy\r\n"), 101);
    EXPECT_EQ(status("Origin: https://localhost\r\n"), 101) << "the host's own page";
    EXPECT_EQ(status("Origin: https://evil.net\r\n"), 403);
    EXPECT_EQ(status("Origin: https://evil.net://localhost\r\n"), 403);
    EXPECT_EQ(status("Origin: null\r\n"), 403);
}

TEST(WebSocket, TellsClientsThatTheServerStops) {
    Sockets server;
    WebSocketClient client(server.port, "/socket");
    client.text("hi");
    EXPECT_EQ(client.frame().payload, "echo:hi");
    std::thread answering([&] {
        EXPECT_EQ(client.close_code(), 1001);
        client.send_frame(8, "\x03\xe9");
    });
    auto begin = std::chrono::steady_clock::now();
    server.stop(5s);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 500ms);
    answering.join();
    EXPECT_TRUE(client.closed());
}
