// SPDX-License-Identifier: GPL-2.0-or-later
// The pure parts: targets, forwarded addresses, rate limits, routing, header writing.
#include "forwarded.hpp"
#include "response_writer.hpp"
#include "target.hpp"

#include <alloquy/http/router.hpp>

#include <gtest/gtest.h>

using namespace alloquy;
using namespace std::chrono_literals;
using http::Method;

namespace {

http::Request with_header(std::string name, std::string value) {
    http::Request request;
    request.headers.emplace_back(std::move(name), std::move(value));
    return request;
}

std::string client_of(std::string const& peer, std::string const& header, std::string const& value) {
    auto trusted = *net::Networks::parse({"10.0.0.0/8", "::1"}, "http.trusted_proxies");
    return http::client_address(*net::parse_address(peer), trusted, with_header(header, value)).to_string();
}

Task<Result<http::Response>> nothing(http::Request) {
    co_return http::Response::no_content();
}

TEST(LoggablePath, KeepsSecretsAndQuestionsOut) {
    std::string const token(43, 'x');
    EXPECT_EQ(http::loggable_path("/api/v1/webhooks/42/" + token), "/api/v1/webhooks/42/*");
    EXPECT_EQ(http::loggable_path("/api/v1/webhooks/42/" + token + "/?wait=" + token), "/api/v1/webhooks/42/*/");
    EXPECT_EQ(http::loggable_path("/api/v1/webhooks/42/%41" + token), "/api/v1/webhooks/42/*");
    EXPECT_EQ(http::loggable_path("/api/v1/search?q=secret"), "/api/v1/search");
    EXPECT_EQ(http::loggable_path(std::string(40, 'y')), std::string(40, 'y'));
    EXPECT_EQ(http::loggable_path("/"), "/");
    EXPECT_EQ(http::loggable_path(""), "");
}

}  // namespace

TEST(Target, IsDecodedAndSplit) {
    auto target = http::parse_target("/a/b%20c?x=1&y=%26&z&=w&");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/a/b c");
    ASSERT_EQ(target->query.size(), 4U);
    EXPECT_EQ(target->query[1], (std::pair<std::string, std::string>("y", "&")));
    EXPECT_EQ(target->query[2], (std::pair<std::string, std::string>("z", "")));
    EXPECT_EQ(http::parse_target("http://host:1/p?q")->path, "/p");
    EXPECT_EQ(http::parse_target("HTTPS://host")->path, "/");
    EXPECT_EQ(http::parse_target("*")->path, "*");
}

TEST(Target, RefusesWhatCouldBeReadTwoWays) {
    for (std::string_view text : {"", "x", "/%2F", "/%2f", "/%00", "/%", "/%4", "/%GG", "/%ff", "/?a=%ff", "/\xff"})
        EXPECT_FALSE(http::parse_target(text)) << text;
    std::string many = "/?";
    for (int i = 0; i < 65; ++i) many += "a&";
    EXPECT_FALSE(http::parse_target(many));
}

TEST(Forwarded, TakesTheRightmostUntrustedHop) {
    EXPECT_EQ(client_of("1.2.3.4", "x-forwarded-for", "9.9.9.9"), "1.2.3.4");
    EXPECT_EQ(client_of("10.0.0.1", "x-forwarded-for", "9.9.9.9"), "9.9.9.9");
    EXPECT_EQ(client_of("10.0.0.1", "x-forwarded-for", "evil, 6.6.6.6, 9.9.9.9 , 10.2.2.2"), "9.9.9.9");
    EXPECT_EQ(client_of("10.0.0.1", "x-forwarded-for", "9.9.9.9:1234"), "9.9.9.9");
    EXPECT_EQ(client_of("10.0.0.1", "x-forwarded-for", "[2001:db8::1]:443"), "2001:db8::1");
    EXPECT_EQ(client_of("10.0.0.1", "x-forwarded-for", "::ffff:9.9.9.9"), "9.9.9.9");
    EXPECT_EQ(client_of("10.0.0.1", "x-forwarded-for", "9.9.9.9, unknown"), "10.0.0.1");
    EXPECT_EQ(client_of("10.0.0.1", "x-forwarded-for", ""), "10.0.0.1");
    EXPECT_EQ(client_of("10.0.0.1", "x-forwarded-for", "10.0.0.9, 10.0.0.8"), "10.0.0.9");
    EXPECT_EQ(client_of("::1", "forwarded", "for=6.6.6.6;by=x, For=\"[2001:db8::2]\";proto=https"), "2001:db8::2");
    EXPECT_EQ(client_of("::1", "forwarded", "by=1.1.1.1"), "::1");
}

TEST(RateLimits, RefillOverTime) {
    http::RateLimits::Rates rates;
    rates.fill({60, 2});
    http::RateLimits limits(rates);
    auto now = std::chrono::steady_clock::now();
    EXPECT_TRUE(limits.take(http::Limit::sign_in, "1.2.3.4", now));
    EXPECT_TRUE(limits.take(http::Limit::sign_in, "1.2.3.4", now));
    auto refused = limits.take(http::Limit::sign_in, "1.2.3.4", now);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::rate_limited);
    EXPECT_EQ(refused.error().retry_after, 1s);
    EXPECT_TRUE(limits.take(http::Limit::sign_in, "1.2.3.5", now)) << "another address";
    EXPECT_TRUE(limits.take(http::Limit::general, "1.2.3.4", now)) << "another limit";
    EXPECT_TRUE(limits.take(http::Limit::sign_in, "1.2.3.4", now + 1100ms));
    EXPECT_FALSE(limits.take(http::Limit::sign_in, "1.2.3.4", now + 1200ms));
    limits.give_back(http::Limit::sign_in, "1.2.3.4");
    EXPECT_TRUE(limits.take(http::Limit::sign_in, "1.2.3.4", now + 1200ms));
}

TEST(RateLimits, CountIpv6ByNetworkAndForgetTheOldest) {
    http::RateLimits::Rates rates;
    rates.fill({1, 1});
    http::RateLimits limits(rates, 2);
    auto now = std::chrono::steady_clock::now();
    EXPECT_TRUE(limits.take(http::Limit::general, "2001:db8::1", now));
    EXPECT_FALSE(limits.take(http::Limit::general, "2001:db8::ffff:2", now));
    EXPECT_TRUE(limits.take(http::Limit::general, "2001:db8:0:1::1", now));
    EXPECT_TRUE(limits.take(http::Limit::general, "account:7", now));
    EXPECT_TRUE(limits.take(http::Limit::general, "2001:db8::1", now)) << "forgotten, because only two are remembered";
}

TEST(Router, PrefersLiteralsAndFallsBackToParameters) {
    http::RateLimits::Rates rates;
    rates.fill({1e9, 1e9});
    http::RateLimits limits(rates);
    http::Router router({}, limits);
    for (auto pattern : {"/", "/a/me", "/a/{id}", "/a/{id}/s", "/a/{id}/s/{s}", "/a/me/t"})
        router.add({Method::get, pattern, http::Access::anyone, nothing});
    router.add({Method::post, "/a/{other}", http::Access::anyone, nothing});
    auto pattern_of = [&](std::string_view path) {
        auto match = router.match(Method::get, path);
        return match.route ? match.route->pattern : "none";
    };
    EXPECT_EQ(pattern_of("/"), "/");
    EXPECT_EQ(pattern_of("/a/me"), "/a/me");
    EXPECT_EQ(pattern_of("/a/x"), "/a/{id}");
    EXPECT_EQ(pattern_of("/a/me/s"), "/a/{id}/s") << "the literal leads nowhere";
    EXPECT_EQ(pattern_of("/a/me/t"), "/a/me/t");
    for (auto path : {"", "a", "/a", "/a/", "/a//s", "/a/x/s/", "/a/x/s/y/z", "//"})
        EXPECT_EQ(pattern_of(path), "none") << path;
    auto match = router.match(Method::get, "/a/1/s/2");
    EXPECT_EQ(match.parameters, (std::vector<std::pair<std::string, std::string>>{{"id", "1"}, {"s", "2"}}));
    EXPECT_EQ(router.match(Method::post, "/a/9").parameters.at(0).first, "other");
    EXPECT_EQ(
        router.match(Method::del, "/a/9").allowed, (std::vector<Method>{Method::get, Method::head, Method::post})
    );
    EXPECT_EQ(router.routes().size(), 7U);
    EXPECT_THROW(router.add({Method::get, "/a/{again}", http::Access::anyone, nothing}), std::logic_error);
}

TEST(ResponseWriter, LeavesOutHeadersThatWouldSplitTheAnswer) {
    http::Response response;
    response.headers = {{"Location", "/x\r\nSet-Cookie: a=b"}, {"X-Fine", "yes"}};
    std::string out;
    http::append_response(out, response, {});
    EXPECT_EQ(out.find("Set-Cookie"), std::string::npos);
    EXPECT_NE(out.find("X-Fine: yes\r\n"), std::string::npos);
}

TEST(Problem, NamesTheFieldAndEscapesText) {
    auto error = fail_field("user\"name", "must not be \"x\"\n").error();
    auto response = http::problem(error, "id1");
    EXPECT_EQ(response.status, 400U);
    EXPECT_EQ(
        response.body,
        R"({"type":"urn:alloquy:problem:invalid_input","title":"Bad Request","status":400,)"
        R"("detail":"must not be \"x\"\n","code":"invalid_input","field":"user\"name","request_id":"id1"})"
    );
}
