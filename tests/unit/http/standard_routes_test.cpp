// SPDX-License-Identifier: GPL-2.0-or-later
#include "test_client.hpp"
#include "test_server.hpp"

#include <alloquy/http/standard_routes.hpp>

#include <gtest/gtest.h>

using namespace alloquy;
using test::Client;
using test::TestServer;

TEST(StandardRoutes, TellHealthAndReadiness) {
    TestServer server;
    bool ready = false;
    server.router.add(http::health_route());
    server.router.add(http::readiness_route([&] { return http::Readiness{ready, ready ? "" : R"(["murmur"])"}; }));
    server.start();
    Client client(server.port);
    EXPECT_EQ(client.get("/healthz").status, 200);
    auto waiting = client.get("/readyz");
    EXPECT_EQ(waiting.status, 503);
    EXPECT_EQ(waiting.body, R"({"ready":false,"detail":["murmur"]})");
    server.on_io([&] { ready = true; });
    auto now = client.get("/readyz");
    EXPECT_EQ(now.status, 200);
    EXPECT_EQ(now.body, R"({"ready":true})");
}

TEST(StandardRoutes, SendADocumentOnce) {
    TestServer server;
    server.router.add(http::document_route("/doc", {"text/html", "<p>hi", "default-src 'self'", "no-cache"}));
    server.start();
    Client client(server.port);
    auto first = client.get("/doc");
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.body, "<p>hi");
    EXPECT_EQ(first.header("content-type"), "text/html");
    EXPECT_EQ(first.headers.count("content-security-policy"), 1U);
    EXPECT_EQ(first.header("content-security-policy"), "default-src 'self'");
    EXPECT_EQ(first.header("cache-control"), "no-cache");
    auto again = client.get("/doc", "If-None-Match: \"x\", W/" + first.header("etag") + "\r\n");
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(client.get("/doc", "If-None-Match: \"x\"\r\n").status, 200);
}

TEST(StandardRoutes, PrintMetricsForPrometheus) {
    TestServer server;
    http::Metrics metrics;
    http::Histogram durations;
    durations.record(std::chrono::milliseconds(2));
    durations.record(std::chrono::seconds(20));
    http::add_server_metrics(metrics, *server.server);
    metrics.histogram("alloquy_test_seconds", "A test", durations);
    server.router.add(http::metrics_route(metrics));
    server.start();
    Client client(server.port);
    client.get("/nowhere");
    auto answer = client.get("/metrics");
    EXPECT_EQ(answer.status, 200);
    for (std::string line :
         {"# TYPE alloquy_http_connections gauge\n", "alloquy_http_connections 1\n",
          "alloquy_http_requests_total{class=\"4xx\"} 1\n", "alloquy_test_seconds_bucket{le=\"0.001\"} 0\n",
          "alloquy_test_seconds_bucket{le=\"0.005\"} 1\n", "alloquy_test_seconds_bucket{le=\"10\"} 1\n",
          "alloquy_test_seconds_bucket{le=\"+Inf\"} 2\n", "alloquy_test_seconds_count 2\n"})
        EXPECT_NE(answer.body.find(line), std::string::npos) << line << "missing in\n" << answer.body;
}
