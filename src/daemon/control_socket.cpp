// SPDX-License-Identifier: GPL-2.0-or-later
#include "control_socket.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/net/unix_socket.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <sys/socket.h>
#include <sys/time.h>

namespace alloquy::daemon {
namespace {

constexpr std::size_t kLineLimit = 64 * 1024;

Task<Result<>> answer(net::UnixSocket& socket, ControlHandler const& handler) {
    std::string line;
    auto [read_error, size] = co_await asio::async_read_until(
        socket, asio::dynamic_buffer(line, kLineLimit), '\n', asio::as_tuple(asio::use_awaitable)
    );
    if (read_error) co_return fail(Errc::unavailable, read_error.message());
    auto request = nlohmann::json::parse(line.substr(0, size), nullptr, /*allow_exceptions=*/false);
    auto reply = co_await handler(request.is_object() ? std::move(request) : nlohmann::json::object());
    auto text = reply.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    co_await asio::async_write(socket, asio::buffer(text), asio::as_tuple(asio::use_awaitable));
    co_return Result<>();
}

Task<> serve_connection(net::UnixSocket socket, ControlHandler handler) {
    // Whoever connects may write to a 0700 folder: the service user or root. A stuck one only holds its own connection.
    auto served = co_await async::with_timeout(std::chrono::seconds(60), answer(socket, handler));
    if (!served) log::debug("control", "a request ended early: {}", served.error().message);
}

Task<> accept_connections(net::UnixAcceptor acceptor, ControlHandler handler, async::TaskGroup& tasks) {
    co_await async::stoppable();
    while (!tasks.stopping()) {
        auto [error, socket] = co_await acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
        if (error == asio::error::operation_aborted) co_return;
        if (!error)
            tasks.spawn(serve_connection(std::move(socket), handler));
        else if (!co_await async::sleep_for(std::chrono::milliseconds(100)))
            co_return;
    }
}

}  // namespace

Result<> serve_control_socket(async::TaskGroup& tasks, std::filesystem::path const& path, ControlHandler handler) {
    net::UnixAcceptor acceptor(tasks.executor());
    if (auto listening = net::listen_unix(acceptor, path, 16); !listening) return listening;
    tasks.spawn(accept_connections(std::move(acceptor), std::move(handler), tasks));
    return {};
}

Result<std::optional<nlohmann::json>> ask_running_server(
    std::filesystem::path const& path, nlohmann::json const& request
) {
    asio::io_context io;
    net::UnixSocket socket(io);
    if (auto connected = net::connect_unix(socket, path); !connected) {
        if (connected.error().code == Errc::not_found) return std::nullopt;
        return std::unexpected(connected.error());
    }
    boost::system::error_code ignored;
    socket.native_non_blocking(false, ignored);
    int const fd = socket.native_handle();
    timeval limit{.tv_sec = 60, .tv_usec = 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    auto line = request.dump() + "\n";
    for (std::string_view rest = line; !rest.empty();) {
        auto sent = ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent <= 0) return fail(Errc::unavailable, "the running server closed the connection");
        rest.remove_prefix(std::size_t(sent));
    }
    std::string reply;
    char buffer[8192];
    while (reply.empty() || reply.back() != '\n') {
        auto got = ::recv(fd, buffer, sizeof buffer, 0);
        if (got <= 0 || reply.size() > std::size_t(256) * 1024 * 1024)
            return fail(Errc::unavailable, "the running server did not answer");
        reply.append(buffer, std::size_t(got));
    }
    return nlohmann::json::parse(reply, nullptr, /*allow_exceptions=*/false);
}

}  // namespace alloquy::daemon
