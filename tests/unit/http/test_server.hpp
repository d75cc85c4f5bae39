// SPDX-License-Identifier: GPL-2.0-or-later
// A real server on a free port, its io thread, and a few routes to ask it for.
#pragma once
#include <alloquy/http/server.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <functional>
#include <future>
#include <set>
#include <thread>

namespace alloquy::test {

inline http::RateLimits::Rates generous_rates() {
    http::RateLimits::Rates rates;
    rates.fill({1e9, 1e9});
    return rates;
}

class TestServer {
public:
    using Change = std::function<void(http::ServerSettings&)>;

    explicit TestServer(
        Change change = {}, net::TlsContext const* tls = nullptr, http::RateLimits::Rates rates = generous_rates()
    )
        : limits(rates),
          router([this](std::string token, std::string) { return authenticate(std::move(token)); }, limits) {
        settings_.listen.address = "127.0.0.1";
        settings_.tls = tls != nullptr;
        if (change) change(settings_);
        server.emplace(io.get_executor(), settings_, router, tls);
    }
    ~TestServer() { stop(); }

    /// Add routes and upgrades before this.
    void start() {
        auto started = server->start();
        if (!started) throw std::runtime_error(started.error().message);
        port = server->port();
        thread_ = std::thread([this] { io.run(); });
    }

    void stop(std::chrono::milliseconds grace = std::chrono::seconds(2)) {
        if (!thread_.joinable()) return;
        asio::co_spawn(io, server->stop(grace), asio::use_future).get();
        guard_.reset();
        io.stop();
        thread_.join();
    }

    /// Runs `work` on the io thread and waits for what it returns.
    template <class Work>
    auto on_io(Work work) {
        std::promise<std::invoke_result_t<Work>> done;
        auto result = done.get_future();
        asio::post(io, [&] {
            if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
                work();
                done.set_value();
            } else {
                done.set_value(work());
            }
        });
        return result.get();
    }

    /// Tokens that are valid; touched on the io thread only.
    std::set<std::string> tokens{"member", "admin"};

    void route(
        http::Method method, std::string pattern, http::Handler handler, http::Access access = http::Access::anyone
    ) {
        router.add({method, std::move(pattern), access, std::move(handler)});
    }

    asio::io_context io{1};
    http::RateLimits limits;
    http::Router router;
    std::optional<http::Server> server;
    std::uint16_t port = 0;

private:
    Task<Result<http::Identity>> authenticate(std::string token) {
        if (!tokens.contains(token)) co_return fail(Errc::unauthenticated, "this token is not valid");
        http::Identity identity;
        identity.account_id = token == "admin" ? 1 : 2;
        identity.username = token;
        identity.staff = token == "admin";
        identity.session_id = identity.account_id + 100;
        co_return identity;
    }

    http::ServerSettings settings_;
    asio::executor_work_guard<asio::io_context::executor_type> guard_{io.get_executor()};
    std::thread thread_;
};

/// Answers with what it was asked, as plain text lines.
inline Task<Result<http::Response>> echo(http::Request request) {
    http::Response response;
    response.content_type = "text/plain";
    response.body = request.path + "\npeer=" + request.peer + "\nbody=" + request.body;
    for (auto const& [name, value] : request.parameters) response.body += "\n{" + name + "}=" + value;
    for (auto const& [name, value] : request.query) response.body += "\n?" + name + "=" + value;
    if (request.identity) response.body += "\nuser=" + request.identity->username;
    co_return response;
}

}  // namespace alloquy::test
