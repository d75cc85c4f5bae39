// SPDX-License-Identifier: GPL-2.0-or-later
// One connection of the module link: reads frames, writes once per turn of the event loop. Shared with the operations
// that answer on it, so that those may end after the connection did.
#pragma once
#include "frame.hpp"

#include <alloquy/async/task.hpp>
#include <alloquy/net/unix_socket.hpp>

#include <functional>
#include <memory>
#include <string>

namespace alloquy::chat {

class LinkSession : public std::enable_shared_from_this<LinkSession> {
public:
    /// What may wait for the module to read it; beyond that InspIRCd is stuck and the link ends.
    static constexpr std::size_t kMaxQueued = 64 * 1024 * 1024;

    explicit LinkSession(net::UnixSocket socket) : socket_(std::move(socket)) {}

    /// Reads until the connection ends. `handle` says whether to go on; its failure is a violation of the protocol.
    Task<Result<>> serve(std::function<Result<>(Frame const&)> handle);

    /// Where to append frames; they leave with the others of this turn of the event loop.
    std::string& out();
    void send(FrameType type, std::initializer_list<std::string_view> fields) { append_frame(out(), type, fields); }

    void close(std::string why);
    bool closed() const { return closed_; }
    std::string const& reason() const { return reason_; }

    std::string server;       ///< Its id, e.g. "0AL", after hello.
    std::string server_name;  ///< E.g. "irc.example.org".
    bool welcomed = false;

private:
    void flush();

    net::UnixSocket socket_;
    FrameReader reader_;
    std::string queued_;
    std::string in_flight_;
    bool flush_posted_ = false;
    bool closed_ = false;
    std::string reason_;
};

}  // namespace alloquy::chat
