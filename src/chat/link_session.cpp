// SPDX-License-Identifier: GPL-2.0-or-later
#include "link_session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

namespace alloquy::chat {
namespace {

constexpr std::size_t kRead = 64 * 1024;
constexpr std::size_t kKeptBuffer = 1024 * 1024;
/// From a stranger: hello has four fields, the longest of 128 bytes.
constexpr std::size_t kHello = 1024;

}  // namespace

LinkSession::LinkSession(net::UnixSocket socket)
    : stream_(std::in_place_type<net::UnixSocket>, std::move(socket)),
      executor_(std::get<net::UnixSocket>(stream_).get_executor()),
      hello_(executor_) {}

LinkSession::LinkSession(asio::ip::tcp::socket socket, net::Address peer)
    : stream_(std::in_place_type<net::Stream>, std::move(socket)),
      peer_(std::move(peer)),
      executor_(std::get<net::Stream>(stream_).socket().get_executor()),
      hello_(executor_) {
    reader_.limit(kHello);
}

void LinkSession::expect_hello(std::chrono::steady_clock::duration limit) {
    hello_.expires_after(limit);
    hello_.async_wait([waiting = weak_from_this()](boost::system::error_code const& error) {
        auto const self = waiting.lock();
        if (!error && self && self->server.empty()) self->close("no hello");
    });
}

void LinkSession::prove(std::string server_id, std::string name) {
    hello_.cancel();
    reader_.limit(kMaxFrame);
    server = std::move(server_id);
    server_name = std::move(name);
}

Task<Result<>> LinkSession::handshake(std::shared_ptr<asio::ssl::context> context) {
    auto self = shared_from_this();
    auto [error] = co_await std::get<net::Stream>(stream_).handshake(std::move(context));
    if (closed_) co_return fail(Errc::unavailable, reason_);
    if (error) co_return fail(Errc::unavailable, "no TLS: " + error.message());
    co_return Result<>();
}

Task<net::IoResult> LinkSession::read_some(asio::mutable_buffer buffer) {
    if (auto* ours = std::get_if<net::UnixSocket>(&stream_)) return ours->async_read_some(buffer, net::Stream::kWait);
    return std::get<net::Stream>(stream_).read_some(buffer);
}

Task<Result<>> LinkSession::serve(std::function<Result<>(Frame const&)> handle) {
    auto self = shared_from_this();
    Frame frame;
    while (!closed_) {
        auto room = reader_.prepare(kRead);
        auto [error, bytes] = co_await read_some(asio::buffer(room.data(), room.size()));
        if (error) co_return fail(Errc::unavailable, reason_.empty() ? error.message() : reason_);
        reader_.commit(bytes);
        for (;;) {
            auto next = reader_.next(frame);
            if (!next) co_return std::unexpected(next.error());
            if (!*next) break;
            if (auto handled = handle(frame); !handled) co_return handled;
            if (closed_) break;
        }
    }
    co_return fail(Errc::unavailable, reason_);
}

std::string& LinkSession::out() {
    if (queued_.size() > kMaxQueued) close("InspIRCd doesn't read what we send");
    if (closed_) {
        queued_.clear();
        return queued_;
    }
    if (!flush_posted_ && in_flight_.empty()) {
        flush_posted_ = true;
        asio::post(executor_, [self = shared_from_this()] {
            self->flush_posted_ = false;
            self->flush();
        });
    }
    return queued_;
}

void LinkSession::flush() {
    if (closed_ || queued_.empty() || !in_flight_.empty()) return;
    in_flight_.swap(queued_);
    auto written = [self = shared_from_this()](boost::system::error_code const& error, std::size_t) {
        self->in_flight_.clear();
        if (self->in_flight_.capacity() > kKeptBuffer) self->in_flight_.shrink_to_fit();
        if (error) return self->close("write failed: " + error.message());
        self->flush();
    };
    if (auto* ours = std::get_if<net::UnixSocket>(&stream_))
        asio::async_write(*ours, asio::buffer(in_flight_), std::move(written));
    else
        std::get<net::Stream>(stream_).write_then(in_flight_, std::move(written));
}

void LinkSession::close(std::string why) {
    if (std::exchange(closed_, true)) return;
    reason_ = std::move(why);
    hello_.cancel();
    if (auto* ours = std::get_if<net::UnixSocket>(&stream_)) {
        boost::system::error_code ignored;
        ours->close(ignored);
    } else {
        std::get<net::Stream>(stream_).close();
    }
}

}  // namespace alloquy::chat
