// SPDX-License-Identifier: GPL-2.0-or-later
#include "test_client.hpp"
#include "test_server.hpp"

#include <alloquy/base/file.hpp>
#include <alloquy/crypto/secret.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

using namespace alloquy;
using namespace std::chrono_literals;
using http::Method;
using test::Client;
using test::TestServer;

namespace {

class Tls : public testing::Test {
protected:
    void SetUp() override {
        char pattern[] = "/tmp/alloquy-tls-XXXXXX";
        folder = ::mkdtemp(pattern);
        write_pair("first.example");
        auto loaded = net::Certificates::load(
            {folder / "given.crt", folder / "given.key", "first.example", folder / "tls"}, base::system_clock()
        );
        ASSERT_TRUE(loaded) << loaded.error().message;
        certificates = std::move(*loaded);
        auto created = net::TlsContext::create(*certificates);
        ASSERT_TRUE(created);
        context = std::move(*created);
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    void write_pair(std::string const& name) {
        auto pair = crypto::make_self_signed(name, {name});
        ASSERT_TRUE(base::write_file_atomically(folder / "given.key", pair->key_pem));
        ASSERT_TRUE(base::write_file_atomically(folder / "given.crt", pair->certificate_pem));
    }

    std::filesystem::path folder;
    std::unique_ptr<net::Certificates> certificates;
    std::unique_ptr<net::TlsContext> context;
};

}  // namespace

TEST_F(Tls, ServesHttpsWithTheGivenCertificate) {
    TestServer server({}, context.get());
    server.route(Method::get, "/echo", test::echo);
    server.start();
    Client client(server.port, /*tls=*/true);
    EXPECT_EQ(client.fingerprint(), certificates->info().sha256_fingerprint);
    EXPECT_EQ(client.protocol(), "TLSv1.3");
    EXPECT_EQ(client.get("/echo").status, 200);
    EXPECT_EQ(client.get("/echo").status, 200) << "the connection is kept";
    client.send("GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(client.answer().status, 200);
    EXPECT_TRUE(client.closed());
}

TEST_F(Tls, ShowsAReplacedCertificateToNewConnectionsOnly) {
    TestServer server({}, context.get());
    server.route(Method::get, "/echo", test::echo);
    server.start();
    Client old(server.port, /*tls=*/true);
    EXPECT_EQ(old.get("/echo").status, 200);
    auto before = old.fingerprint();
    write_pair("second.example");
    auto reloaded = server.on_io([&] { return certificates->reload(); });
    ASSERT_TRUE(reloaded) << reloaded.error().message;
    EXPECT_TRUE(*reloaded);
    Client fresh(server.port, /*tls=*/true);
    EXPECT_NE(fresh.fingerprint(), before);
    EXPECT_EQ(fresh.get("/echo").status, 200);
    EXPECT_EQ(old.get("/echo").status, 200) << "a running connection lives on";
}

TEST_F(Tls, TellsAPlainHttpClientToUseHttps) {
    TestServer server({}, context.get());
    server.start();
    Client client(server.port);
    auto answer = client.get("/");
    EXPECT_EQ(answer.status, 400);
    EXPECT_NE(answer.body.find("https://"), std::string::npos);
    EXPECT_TRUE(client.closed());
}

TEST_F(Tls, CutsAHandshakeThatNeverEnds) {
    TestServer server([](auto& settings) { settings.times.handshake = 100ms; }, context.get());
    server.start();
    Client silent(server.port), half(server.port);
    half.send(std::string_view("\x16\x03\x01\x02", 4));
    EXPECT_TRUE(silent.closed());
    EXPECT_TRUE(half.closed());
}

TEST_F(Tls, StopsAtOnceWithIdleConnections) {
    TestServer server({}, context.get());
    server.route(Method::get, "/echo", test::echo);
    server.start();
    Client idle(server.port, /*tls=*/true);
    EXPECT_EQ(idle.get("/echo").status, 200);
    auto begin = std::chrono::steady_clock::now();
    server.stop(5s);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 500ms);
}

TEST_F(Tls, SendsLargeAnswersWhole) {
    TestServer server({}, context.get());
    std::string big;
    for (int i = 0; i < 300'000; ++i) big += std::to_string(i);
    server.route(Method::get, "/big", [&](http::Request) -> Task<Result<http::Response>> {
        http::Response response;
        response.body = big;
        co_return response;
    });
    server.start();
    Client client(server.port, /*tls=*/true);
    EXPECT_EQ(client.get("/big").body, big);
    EXPECT_EQ(client.get("/big").body, big);
}
