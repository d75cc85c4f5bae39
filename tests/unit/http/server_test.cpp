// SPDX-License-Identifier: GPL-2.0-or-later
// The server as a peer on the network sees it.
#include "echoing_server.hpp"

using namespace alloquy;
using namespace std::chrono_literals;
using http::Method;
using test::Client;
using test::Echoing;
using test::expect_problem;
using test::TestServer;

TEST(Server, AnswersARequestWithSecurityHeaders) {
    Echoing server;
    Client client(server.port);
    auto answer = client.get("/echo?a=1%202&b=%C3%A4+x");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "/echo\npeer=127.0.0.1\nbody=\n?a=1 2\n?b=ä x");
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.header("x-frame-options"), "DENY");
    EXPECT_EQ(answer.header("referrer-policy"), "no-referrer");
    EXPECT_EQ(answer.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
    EXPECT_EQ(answer.header("cache-control"), "no-store");
    EXPECT_EQ(answer.header("strict-transport-security"), "");
    EXPECT_FALSE(answer.header("date").empty());
    EXPECT_FALSE(answer.header("x-request-id").empty());
}

TEST(Server, SaysHstsOnlyWhenAsked) {
    Echoing server([](auto& settings) { settings.hsts = true; });
    EXPECT_EQ(Client(server.port).get("/echo").header("strict-transport-security"), "max-age=31536000");
}

TEST(Server, KeepsAGoodRequestIdAndReplacesABadOne) {
    Echoing server;
    Client client(server.port);
    EXPECT_EQ(client.get("/echo", "X-Request-Id: abc-DEF_123\r\n").header("x-request-id"), "abc-DEF_123");
    auto replaced = client.get("/echo", "X-Request-Id: a b;c\r\n").header("x-request-id");
    EXPECT_EQ(replaced.size(), 15U) << replaced;
    EXPECT_NE(client.get("/echo").header("x-request-id"), client.get("/echo").header("x-request-id"));
}

TEST(Server, KeepsTheConnectionAndAnswersPipelinedRequestsInOrder) {
    Echoing server;
    Client client(server.port);
    std::string all;
    for (int i = 0; i < 50; ++i) all += "GET /things/" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n";
    client.send(all);
    for (int i = 0; i < 50; ++i) {
        auto answer = client.answer();
        EXPECT_EQ(answer.status, 200);
        EXPECT_NE(answer.body.find("{id}=" + std::to_string(i)), std::string::npos) << answer.body;
    }
    EXPECT_EQ(server.on_io([&] { return server.server->statistics().connections_accepted; }), 1U);
}

TEST(Server, ClosesWhenTheClientAsksAndForHttp10) {
    Echoing server;
    Client closing(server.port);
    EXPECT_EQ(closing.get("/echo", "Connection: close\r\n").header("connection"), "close");
    EXPECT_TRUE(closing.closed());
    Client old(server.port);
    old.send("GET /echo HTTP/1.0\r\n\r\n");
    EXPECT_EQ(old.answer().status, 200);
    EXPECT_TRUE(old.closed());
    Client kept(server.port);
    kept.send("GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(kept.answer().header("connection"), "keep-alive");
    kept.send("GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(kept.answer().status, 200);
}

TEST(Server, AnswersHeadWithTheLengthButNoBody) {
    Echoing server;
    Client client(server.port);
    auto whole = client.get("/echo");
    client.send("HEAD /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    auto head = client.answer(/*without_body=*/true);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("content-length"), whole.header("content-length"));
    EXPECT_EQ(client.get("/echo").status, 200) << "a body would have been taken for the next answer";
}

TEST(Server, SaysWhatIsMissingAndWhatIsAllowed) {
    Echoing server;
    Client client(server.port);
    expect_problem(client.get("/nowhere"), 404, "not_found");
    expect_problem(client.get("/things/"), 404, "not_found");
    client.send("DELETE /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    auto refused = client.answer();
    expect_problem(refused, 405, "method_not_allowed");
    EXPECT_EQ(refused.header("allow"), "GET, HEAD, POST, OPTIONS");
    Client second(server.port);
    second.send("BREW /echo HTTP/1.1\r\nHost: x\r\n\r\n");
    expect_problem(second.answer(), 501, "method_unknown");
}

TEST(Server, RefusesMalformedRequestsAndCloses) {
    Echoing server;
    for (std::string request : {
             "rubbish\r\n\r\n",
             "GET /echo HTTP/1.1\r\n\r\n",                                    // no Host
             "GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",              // two
             "GET /echo HTTP/9.9\r\nHost: a\r\n\r\n",                         // version
             "GET /echo HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n",        // name with a space
             "GET /echo HTTP/1.1\r\nHost: a\nX: y\r\n\r\n",                   // bare line feed
             "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",   // not a number
             "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",  //
             "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
             "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
             "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
         }) {
        Client client(server.port);
        client.send(request);
        auto answer = client.answer();
        expect_problem(answer, 400, "malformed_request");
        EXPECT_EQ(answer.header("connection"), "close") << request;
        EXPECT_TRUE(client.closed()) << request;
    }
    Client encoded(server.port);
    encoded.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n");
    expect_problem(encoded.answer(), 501, "transfer_encoding_unknown");
    for (std::string path : {"/a%", "/a%zz", "/%ff", "/a%00", "/things/a%2Fb", "relative"}) {
        Client client(server.port);
        auto answer = client.get(path);
        EXPECT_EQ(answer.status, 400) << path;
    }
    EXPECT_EQ(Client(server.port).get("/echo").status, 200) << "others aren't affected";
}

TEST(Server, ReadsChunkedBodiesAndDropsTrailers) {
    Echoing server;
    Client client(server.port);
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (std::string part : {"5\r\nhel", "lo\r\n", "1;ext=1\r\n!\r\n", "0\r\nAuthorization: Bearer x\r\n", "\r\n"})
        client.send(part);
    auto answer = client.answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_NE(answer.body.find("body=hello!"), std::string::npos) << answer.body;
    EXPECT_EQ(client.get("/echo").status, 200);
}

TEST(Server, AsksForTheBodyWhenTheClientExpectsTo) {
    Echoing server;
    Client client(server.port);
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    while (client.buffer().find("\r\n\r\n") == std::string::npos) ASSERT_TRUE(client.receive());
    EXPECT_EQ(client.buffer(), "HTTP/1.1 100 Continue\r\n\r\n");
    client.buffer().clear();
    client.send("ok");
    EXPECT_NE(client.answer().body.find("body=ok"), std::string::npos);
    Client refused(server.port);
    refused.send("POST /mine HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(refused.answer().status, 401);
}

TEST(Server, KeepsTheConnectionAfterARefusalWithASmallBody) {
    Echoing server;
    Client client(server.port);
    expect_problem(client.post("/nowhere", "some body"), 404, "not_found");
    expect_problem(client.post("/mine", "some body"), 401, "unauthenticated");
    EXPECT_EQ(client.get("/echo").status, 200);
}

TEST(Server, TurnsAnExceptionIntoAnAnswerThatTellsNothing) {
    TestServer server;
    server.route(Method::get, "/bug", [](http::Request) -> Task<Result<http::Response>> {
        throw std::runtime_error("secret detail");
        co_return http::Response::no_content();
    });
    server.route(Method::get, "/broken", [](http::Request) -> Task<Result<http::Response>> {
        co_return fail(Errc::internal, "could not save", "disk /secret/path is full");
    });
    server.start();
    Client client(server.port);
    auto bug = client.get("/bug");
    expect_problem(bug, 500, "internal");
    EXPECT_EQ(bug.body.find("secret"), std::string::npos);
    auto broken = client.get("/broken");
    expect_problem(broken, 500, "internal");
    EXPECT_EQ(broken.body.find("secret"), std::string::npos);
}

TEST(Server, ChecksWhoMayDoWhat) {
    Echoing server;
    Client client(server.port);
    auto refused = client.get("/mine");
    expect_problem(refused, 401, "unauthenticated");
    EXPECT_EQ(refused.header("www-authenticate"), "Bearer");
    expect_problem(client.get("/mine", "Authorization: Bearer wrong\r\n"), 401, "unauthenticated");
    EXPECT_NE(client.get("/mine", "authorization: bearer member\r\n").body.find("user=member"), std::string::npos);
    expect_problem(client.get("/staff", "Authorization: Bearer member\r\n"), 403, "forbidden");
    EXPECT_EQ(client.get("/staff", "Authorization: Bearer admin\r\n").status, 200);
    EXPECT_EQ(client.get("/local").status, 200);
    expect_problem(client.get("/local", "X-Forwarded-For: 1.2.3.4\r\n"), 403, "forbidden");
}

TEST(Server, FinishesARequestWhoseTokenIsRevokedMeanwhile) {
    Echoing server;
    Client client(server.port);
    client.send("POST /mine HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer member\r\nContent-Length: 4\r\n\r\nab");
    // The identity is taken with the header: wait until the server counts it in the body phase by asking another way.
    ASSERT_EQ(Client(server.port).get("/mine", "Authorization: Bearer member\r\n").status, 200);
    server.on_io([&] { server.tokens.erase("member"); });
    client.send("cd");
    auto answer = client.answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_NE(answer.body.find("user=member"), std::string::npos);
    expect_problem(client.get("/mine", "Authorization: Bearer member\r\n"), 401, "unauthenticated");
}

TEST(Server, LetsOnlyKnownOriginsReadAnswers) {
    Echoing server([](auto& settings) { settings.allowed_origins = {"https://chat.example.org", "app://alloquy"}; });
    Client client(server.port);
    auto known = client.get("/echo", "Origin: app://alloquy\r\n");
    EXPECT_EQ(known.header("access-control-allow-origin"), "app://alloquy");
    EXPECT_EQ(known.header("vary"), "Origin");
    EXPECT_NE(known.header("access-control-expose-headers").find("X-Request-Id"), std::string::npos);
    auto unknown = client.get("/echo", "Origin: https://chat.example.org.evil.net\r\n");
    EXPECT_EQ(unknown.header("access-control-allow-origin"), "");
    auto refused = client.get("/nowhere", "Origin: app://alloquy\r\n");
    EXPECT_EQ(refused.header("access-control-allow-origin"), "app://alloquy") << "pages may read errors, too";

    client.send(
        "OPTIONS /echo HTTP/1.1\r\nHost: x\r\nOrigin: https://chat.example.org\r\n"
        "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\n\r\n"
    );
    auto preflight = client.answer();
    EXPECT_EQ(preflight.status, 204);
    EXPECT_EQ(preflight.header("access-control-allow-origin"), "https://chat.example.org");
    EXPECT_EQ(preflight.header("access-control-allow-methods"), "GET, HEAD, POST, OPTIONS");
    EXPECT_NE(preflight.header("access-control-allow-headers").find("Authorization"), std::string::npos);
    client.send(
        "OPTIONS /echo HTTP/1.1\r\nHost: x\r\nOrigin: https://evil.net\r\nAccess-Control-Request-Method: POST\r\n\r\n"
    );
    auto foreign = client.answer();
    EXPECT_EQ(foreign.status, 204);
    EXPECT_EQ(foreign.header("access-control-allow-origin"), "");
    EXPECT_EQ(foreign.header("access-control-allow-methods"), "");
}

TEST(Server, BelievesOnlyTrustedProxies) {
    auto peer_of = [](std::string const& body) { return body.substr(0, body.find("\nbody")).substr(6); };
    Echoing direct;
    EXPECT_EQ(peer_of(Client(direct.port).get("/echo", "X-Forwarded-For: 9.9.9.9\r\n").body), "peer=127.0.0.1");
    Echoing proxied([](auto& settings) {
        settings.trusted_proxies = *net::Networks::parse({"127.0.0.0/8", "10.0.0.0/8"}, "http.trusted_proxies");
    });
    Client client(proxied.port);
    EXPECT_EQ(peer_of(client.get("/echo", "X-Forwarded-For: 6.6.6.6, 9.9.9.9, 10.1.2.3\r\n").body), "peer=9.9.9.9");
    EXPECT_EQ(
        peer_of(client.get("/echo", "Forwarded: for=\"[2001:db8::7]:1234\";proto=https\r\n").body), "peer=2001:db8::7"
    );
}

TEST(Server, KnowsWhatCameEncrypted) {
    TestServer server([](auto& settings) {
        settings.trusted_proxies = *net::Networks::parse({"127.0.0.1"}, "http.trusted_proxies");
    });
    server.route(http::Method::get, "/secure", [](http::Request request) -> Task<Result<http::Response>> {
        http::Response response;
        response.body = request.secure ? "yes" : "no";
        co_return response;
    });
    server.start();
    Client client(server.port);
    EXPECT_EQ(client.get("/secure").body, "no");
    EXPECT_EQ(client.get("/secure", "X-Forwarded-Proto: http\r\n").body, "no");
    EXPECT_EQ(client.get("/secure", "X-Forwarded-Proto: https\r\n").body, "yes");
}

TEST(Server, AsksTheFallbackOnlyWhereThereIsNoRoute) {
    TestServer server;
    server.route(http::Method::post, "/known", test::echo);
    server.router.set_fallback([](http::Request request) -> Task<Result<http::Response>> {
        if (request.path == "/gone") co_return fail(Errc::not_found, "not here either");
        http::Response response;
        response.body = "page";
        co_return response;
    });
    server.start();
    Client client(server.port);
    EXPECT_EQ(client.get("/rooms/1").body, "page");
    EXPECT_EQ(client.get("/gone").status, 404);
    EXPECT_EQ(client.get("/known").status, 405) << "what is there with another method isn't the fallback's";
    EXPECT_EQ(client.post("/rooms/1", "{}").status, 404);
}

TEST(Server, TakesIpv4OnAnIpv6Listener) {
    // Where the machine has no IPv6, "::" falls back to IPv4, which this client uses in both cases.
    Echoing server([](auto& settings) { settings.listen.address = "::"; });
    EXPECT_NE(Client(server.port).get("/echo").body.find("peer=127.0.0.1\n"), std::string::npos);
}

TEST(Server, NamesTheSettingWhenThePortIsTaken) {
    Echoing server;
    asio::io_context io;
    auto second = net::listen(io.get_executor(), {"127.0.0.1", server.port});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::conflict);
    EXPECT_EQ(second.error().field, "http.port");
    EXPECT_NE(second.error().message.find(std::to_string(server.port)), std::string::npos) << second.error().message;
    auto wrong = net::listen(io.get_executor(), {"example", 0});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().field, "http.listen");
}
