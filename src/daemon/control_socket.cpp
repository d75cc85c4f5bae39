// SPDX-License-Identifier: GPL-2.0-or-later
#include "control_socket.hpp"

#include <alloquy/base/log.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace alloquy::daemon {
namespace {

using Protocol = asio::local::stream_protocol;

constexpr std::size_t kLineLimit = 64 * 1024;

/// A socket's path may have 107 bytes; a data directory may lie deeper. The folder is opened, and the path goes through
/// its descriptor.
class ShortPath {
public:
    explicit ShortPath(std::filesystem::path const& path)
        : folder_(::open(path.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)),
          text_("/proc/self/fd/" + std::to_string(folder_) + "/" + path.filename().string()) {}
    ShortPath(ShortPath const&) = delete;
    ShortPath& operator=(ShortPath const&) = delete;
    ~ShortPath() {
        if (folder_ >= 0) ::close(folder_);
    }
    bool valid() const { return folder_ >= 0; }
    std::string const& text() const { return text_; }

private:
    int folder_;
    std::string text_;
};

Task<Result<>> answer(Protocol::socket& socket, ControlHandler const& handler) {
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

Task<> serve_connection(Protocol::socket socket, ControlHandler handler) {
    // Whoever connects may write to a 0700 folder: the service user or root. A stuck one only holds its own connection.
    auto served = co_await async::with_timeout(std::chrono::seconds(60), answer(socket, handler));
    if (!served) log::debug("control", "a request ended early: {}", served.error().message);
}

Task<> accept_connections(Protocol::acceptor acceptor, ControlHandler handler, async::TaskGroup& tasks) {
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
    ShortPath short_path(path);
    ::unlink(path.c_str());
    boost::system::error_code error;
    Protocol::acceptor acceptor(tasks.executor());
    acceptor.open(Protocol(), error);
    // The socket is made with its final permissions: nobody can connect in between.
    auto old_mask = ::umask(0177);
    if (!error && short_path.valid()) acceptor.bind(Protocol::endpoint(short_path.text()), error);
    ::umask(old_mask);
    if (!error) acceptor.listen(16, error);
    if (error || !short_path.valid())
        return fail(Errc::unavailable, "cannot listen on " + path.string() + ": " + error.message());
    tasks.spawn(accept_connections(std::move(acceptor), std::move(handler), tasks));
    return {};
}

Result<std::optional<nlohmann::json>> ask_running_server(
    std::filesystem::path const& path, nlohmann::json const& request
) {
    ShortPath short_path(path);
    if (!short_path.valid()) return std::nullopt;
    int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, short_path.text().c_str(), sizeof address.sun_path - 1);
    auto closed = [fd](auto result) {
        ::close(fd);
        return result;
    };
    if (::connect(fd, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) {
        int error = errno;
        ::close(fd);
        if (error == ENOENT || error == ECONNREFUSED) return std::nullopt;
        return fail(
            error == EACCES ? Errc::forbidden : Errc::unavailable,
            "cannot reach the running server at " + path.string() + ": " + std::strerror(error)
        );
    }
    timeval limit{.tv_sec = 60, .tv_usec = 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    auto line = request.dump() + "\n";
    for (std::string_view rest = line; !rest.empty();) {
        auto sent = ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return closed(Result<std::optional<nlohmann::json>>(
                fail(Errc::unavailable, "the running server closed the connection")
            ));
        rest.remove_prefix(std::size_t(sent));
    }
    std::string reply;
    char buffer[8192];
    while (reply.empty() || reply.back() != '\n') {
        auto got = ::recv(fd, buffer, sizeof buffer, 0);
        if (got <= 0 || reply.size() > std::size_t(256) * 1024 * 1024)
            return closed(
                Result<std::optional<nlohmann::json>>(fail(Errc::unavailable, "the running server did not answer"))
            );
        reply.append(buffer, std::size_t(got));
    }
    ::close(fd);
    return nlohmann::json::parse(reply, nullptr, /*allow_exceptions=*/false);
}

}  // namespace alloquy::daemon
