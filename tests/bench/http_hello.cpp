// SPDX-License-Identifier: GPL-2.0-or-later
// Serves GET /hello over plain HTTP through the real server, to be loaded from outside (wrk) and compared with a web
// server's smallest answer. Usage: http_hello PORT
#include <alloquy/http/server.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <cstdio>
#include <cstdlib>

using namespace alloquy;

namespace {

Task<Result<http::Response>> hello(http::Request) {
    http::Response response;
    response.content_type = "text/plain";
    response.body = "Hello, world!\n";
    co_return response;
}

Task<Result<http::Identity>> nobody(std::string, std::string) {
    co_return fail(Errc::unauthenticated, "nobody signs in here");
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return std::fprintf(stderr, "usage: %s PORT\n", arguments[0]), 2;
    asio::io_context io(1);
    http::RateLimits::Rates rates;
    rates.fill({1e12, 1e12});
    http::RateLimits limits(rates);
    http::Router router(nobody, limits);
    router.add({http::Method::get, "/hello", http::Access::anyone, hello});

    http::ServerSettings settings;
    settings.listen.address = "127.0.0.1";
    settings.listen.port = static_cast<std::uint16_t>(std::atoi(arguments[1]));
    settings.tls = false;
    settings.max_connections_per_peer = 4096;
    http::Server server(io.get_executor(), std::move(settings), router, nullptr);
    if (auto started = server.start(); !started)
        return std::fprintf(stderr, "%s\n", started.error().message.c_str()), 1;

    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](auto const&, int) { io.stop(); });
    io.run();
    std::printf("%llu requests\n", static_cast<unsigned long long>(server.statistics().requests));
}
