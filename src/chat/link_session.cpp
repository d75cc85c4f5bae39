// SPDX-License-Identifier: GPL-2.0-or-later
#include "link_session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

namespace alloquy::chat {
namespace {

constexpr std::size_t kRead = 64 * 1024;
constexpr std::size_t kKeptBuffer = 1024 * 1024;

}  // namespace

Task<Result<>> LinkSession::serve(std::function<Result<>(Frame const&)> handle) {
    auto self = shared_from_this();
    Frame frame;
    while (!closed_) {
        auto room = reader_.prepare(kRead);
        auto [error, bytes] = co_await socket_.async_read_some(
            asio::buffer(room.data(), room.size()), asio::as_tuple(asio::use_awaitable)
        );
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
        asio::post(socket_.get_executor(), [self = shared_from_this()] {
            self->flush_posted_ = false;
            self->flush();
        });
    }
    return queued_;
}

void LinkSession::flush() {
    if (closed_ || queued_.empty() || !in_flight_.empty()) return;
    in_flight_.swap(queued_);
    asio::async_write(
        socket_, asio::buffer(in_flight_),
        [self = shared_from_this()](boost::system::error_code const& error, std::size_t) {
            self->in_flight_.clear();
            if (self->in_flight_.capacity() > kKeptBuffer) self->in_flight_.shrink_to_fit();
            if (error) return self->close("write failed: " + error.message());
            self->flush();
        }
    );
}

void LinkSession::close(std::string why) {
    if (std::exchange(closed_, true)) return;
    reason_ = std::move(why);
    boost::system::error_code ignored;
    socket_.close(ignored);
}

}  // namespace alloquy::chat
