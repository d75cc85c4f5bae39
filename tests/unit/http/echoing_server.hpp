// SPDX-License-Identifier: GPL-2.0-or-later
// A server that says what it was asked, and the look of its refusals.
#pragma once
#include "test_client.hpp"
#include "test_server.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace alloquy::test {

struct Echoing : TestServer {
    explicit Echoing(Change change = {}, http::RateLimits::Rates rates = generous_rates())
        : TestServer(std::move(change), nullptr, rates) {
        route(http::Method::get, "/echo", echo);
        route(http::Method::post, "/echo", echo);
        route(http::Method::get, "/things/{id}", echo);
        route(http::Method::get, "/mine", echo, http::Access::account);
        route(http::Method::post, "/mine", echo, http::Access::account);
        route(http::Method::get, "/staff", echo, http::Access::staff);
        route(http::Method::get, "/local", echo, http::Access::loopback);
        start();
    }
};

/// Looks like a problem document and names this code.
inline void expect_problem(Answer const& answer, int status, std::string const& code) {
    EXPECT_EQ(answer.status, status) << answer.raw << answer.body;
    EXPECT_EQ(answer.header("content-type"), "application/problem+json");
    auto body = nlohmann::json::parse(answer.body, nullptr, false);
    ASSERT_TRUE(body.is_object()) << answer.body;
    EXPECT_EQ(body.value("status", 0), status);
    EXPECT_EQ(body.value("code", ""), code);
    EXPECT_EQ(body.value("type", ""), "urn:alloquy:problem:" + code);
    EXPECT_FALSE(body.value("title", "").empty());
    EXPECT_FALSE(body.value("detail", "").empty());
    EXPECT_EQ(body.value("request_id", ""), answer.header("x-request-id"));
}

}  // namespace alloquy::test
