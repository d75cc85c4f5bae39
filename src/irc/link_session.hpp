// SPDX-License-Identifier: GPL-2.0-or-later
// One connection of the services link: its socket, what waits to be written, and its sense of silence. Shared with the
// handlers of running operations, so that those may end after the link moved on.
#pragma once
#include "link.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

namespace alloquy::irc {

struct Link::Session : std::enable_shared_from_this<Link::Session> {
    explicit Session(asio::any_io_executor const& executor) : socket(executor), keepalive(executor) {}

    asio::local::stream_protocol::socket socket;
    asio::steady_timer keepalive;
    LineReader reader{kMaxServerLine};
    std::string queued;
    std::string in_flight;
    bool flush_posted = false;
    bool closed = false;
    std::string reason;  ///< Why it was closed, when it was us.
    std::chrono::steady_clock::time_point last_heard = std::chrono::steady_clock::now();

    void close(std::string why) {
        if (closed) return;
        closed = true;
        reason = std::move(why);
        boost::system::error_code ignored;
        keepalive.cancel();
        socket.close(ignored);
    }

    void queue(std::string_view line) {
        if (closed) return;
        if (queued.size() + line.size() > kMaxQueued) return close("InspIRCd doesn't read what we send");
        queued.append(line);
        if (flush_posted || !in_flight.empty()) return;
        flush_posted = true;
        asio::post(socket.get_executor(), [self = shared_from_this()] {
            self->flush_posted = false;
            self->flush();
        });
    }

    void flush() {
        if (closed || queued.empty() || !in_flight.empty()) return;
        in_flight.swap(queued);
        asio::async_write(
            socket, asio::buffer(in_flight),
            [self = shared_from_this()](boost::system::error_code const& error, std::size_t) {
                self->in_flight.clear();
                // A burst's buffer isn't kept for ever.
                if (self->in_flight.capacity() > 1024 * 1024) self->in_flight.shrink_to_fit();
                if (error) return self->close("write failed: " + error.message());
                self->flush();
            }
        );
    }
};

}  // namespace alloquy::irc
