// SPDX-License-Identifier: GPL-2.0-or-later
// What a peer can't do to the server: sizes, times, numbers; and how it stops.
#include "echoing_server.hpp"

using namespace alloquy;
using namespace std::chrono_literals;
using http::Method;
using test::Client;
using test::Echoing;
using test::expect_problem;
using test::TestServer;

TEST(ServerLimits, LimitsTheHeaderAndTheUrl) {
    Echoing server;
    Client header(server.port);
    expect_problem(header.get("/echo", "X-Long: " + std::string(17'000, 'x') + "\r\n"), 431, "header_too_large");
    Client many(server.port);
    std::string lines;
    for (int i = 0; i < 2000; ++i) lines += "X-" + std::to_string(i) + ": y\r\n";
    expect_problem(many.get("/echo", lines), 431, "header_too_large");
    Client url(server.port);
    expect_problem(url.get("/echo?" + std::string(9'000, 'a')), 414, "url_too_long");
    Client endless(server.port);
    endless.send("GET /" + std::string(20'000, 'a'));
    expect_problem(endless.answer(), 414, "url_too_long");
    EXPECT_EQ(Client(server.port).get("/echo", "X-Long: " + std::string(12'000, 'x') + "\r\n").status, 200);
}

TEST(ServerLimits, LimitsTheBodyBeforeAndWhileItArrives) {
    Echoing server;
    Client fits(server.port);
    EXPECT_EQ(fits.post("/echo", std::string(16 * 1024, 'x')).status, 200);
    Client announced(server.port);
    announced.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 16385\r\n\r\n");
    expect_problem(announced.answer(), 413, "too_large");
    Client huge(server.port);
    huge.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551615\r\n\r\n");
    expect_problem(huge.answer(), 413, "too_large");
    Client chunked(server.port);
    chunked.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 5; ++i) chunked.send("1000\r\n" + std::string(0x1000, 'y') + "\r\n");
    expect_problem(chunked.answer(), 413, "too_large");
}

TEST(ServerLimits, RefusesChunksThatAreMostlyFraming) {
    Echoing server;
    Client client(server.port);
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    std::string chunk = "1;" + std::string(200, 'e') + "\r\nx\r\n";
    for (int i = 0; i < 2000 && client.send(chunk); ++i) {}
    EXPECT_EQ(client.answer().status, 400);
}

TEST(ServerLimits, CutsWhoSendsTooSlowly) {
    Echoing server([](auto& settings) {
        settings.times.header = 150ms;
        settings.times.body = 150ms;
        settings.times.idle = 300ms;
        settings.times.linger = 100ms;
    });
    auto begin = std::chrono::steady_clock::now();
    Client header(server.port);
    header.send("GET /echo HTTP/1.1\r\nHos");
    expect_problem(header.answer(), 408, "timeout");
    EXPECT_TRUE(header.closed());
    Client body(server.port);
    body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
    expect_problem(body.answer(), 408, "timeout");
    EXPECT_TRUE(body.closed());
    Client idle(server.port);
    EXPECT_EQ(idle.get("/echo").status, 200);
    EXPECT_TRUE(idle.closed());
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 4s);
}

TEST(ServerLimits, GivesUpAHandlerThatTakesTooLong) {
    TestServer server([](auto& settings) { settings.times.handler = 100ms; });
    bool cancelled = false;
    server.route(Method::get, "/slow", [&](http::Request) -> Task<Result<http::Response>> {
        cancelled = !co_await async::sleep_for(20s);
        co_return http::Response::no_content();
    });
    server.route(Method::get, "/echo", test::echo);
    server.start();
    Client client(server.port);
    auto answer = client.get("/slow");
    // The handler answered although it was cancelled: that answer is as good as any.
    EXPECT_EQ(answer.status, 204);
    EXPECT_TRUE(server.on_io([&] { return cancelled; }));
    EXPECT_EQ(client.get("/echo").status, 200);
}

TEST(ServerLimits, Answers504WhenACancelledHandlerHasNothingToSay) {
    TestServer server([](auto& settings) { settings.times.handler = 100ms; });
    server.route(Method::get, "/slow", [](http::Request) -> Task<Result<http::Response>> {
        for (;;) co_await async::sleep_for(1s);
    });
    server.route(Method::get, "/echo", test::echo);
    server.start();
    Client client(server.port);
    expect_problem(client.get("/slow"), 504, "timeout");
    EXPECT_EQ(client.get("/echo").status, 200) << "the connection lives on";
}

TEST(ServerLimits, LimitsTheRateOfAPeerAndOfAnAccount) {
    auto rates = test::generous_rates();
    rates[std::size_t(http::Limit::general)] = {60, 3};
    Echoing server({}, rates);
    Client client(server.port);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(client.get("/echo").status, 200);
    auto refused = client.get("/echo");
    expect_problem(refused, 429, "rate_limited");
    EXPECT_EQ(refused.header("retry-after"), "1");
    for (int i = 0; i < 3; ++i) EXPECT_EQ(client.get("/mine", "Authorization: Bearer member\r\n").status, 200);
    EXPECT_EQ(client.get("/mine", "Authorization: Bearer member\r\n").status, 429);
    EXPECT_EQ(client.get("/mine", "Authorization: Bearer admin\r\n").status, 200) << "another account";
    EXPECT_EQ(client.get("/mine", "Authorization: Bearer guess\r\n").status, 429) << "guesses count by address";
}

TEST(ServerLimits, RefusesTooManyConnections) {
    Echoing server([](auto& settings) { settings.max_connections_per_peer = 2; });
    Client first(server.port), second(server.port);
    EXPECT_EQ(first.get("/echo").status, 200);
    EXPECT_EQ(second.get("/echo").status, 200);
    Client third(server.port);
    EXPECT_TRUE(third.closed());
    EXPECT_EQ(first.get("/echo").status, 200);
    EXPECT_EQ(server.on_io([&] { return server.server->statistics().connections_refused; }), 1U);
}

TEST(ServerLimits, StopsAtOnceWithIdleConnections) {
    Echoing server;
    Client idle(server.port), untouched(server.port);
    EXPECT_EQ(idle.get("/echo").status, 200);
    auto begin = std::chrono::steady_clock::now();
    server.stop(5s);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 500ms);
    EXPECT_TRUE(idle.closed());
    EXPECT_TRUE(untouched.closed());
}

TEST(ServerLimits, FinishesRunningRequestsBeforeItStops) {
    TestServer server;
    std::promise<void> entered;
    server.route(Method::get, "/slow", [&](http::Request) -> Task<Result<http::Response>> {
        entered.set_value();
        co_await async::sleep_for(200ms);
        co_return http::Response::no_content();
    });
    server.start();
    Client client(server.port);
    client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    entered.get_future().wait();
    server.stop(5s);
    auto answer = client.answer();
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.header("connection"), "close");
}

TEST(ServerLimits, CutsWhatIsStillRunningAfterTheGrace) {
    TestServer server;
    std::promise<void> entered;
    server.route(Method::get, "/endless", [&](http::Request) -> Task<Result<http::Response>> {
        entered.set_value();
        for (;;) co_await async::sleep_for(1s);
    });
    server.start();
    Client client(server.port);
    client.send("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n");
    entered.get_future().wait();
    auto begin = std::chrono::steady_clock::now();
    server.stop(100ms);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 2s);
    EXPECT_EQ(client.answer().status, 0);
}
