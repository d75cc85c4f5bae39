// SPDX-License-Identifier: GPL-2.0-or-later
// One connection of the module link: reads frames, writes once per turn of the event loop. Shared with the operations
// that answer on it, so that those may end after the connection did.
#pragma once
#include "frame.hpp"

#include <alloquy/async/task.hpp>
#include <alloquy/net/address.hpp>
#include <alloquy/net/stream.hpp>
#include <alloquy/net/unix_socket.hpp>

#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace alloquy::chat {

class LinkSession : public std::enable_shared_from_this<LinkSession> {
public:
    /// What may wait for the module to read it; beyond that InspIRCd is stuck and the link ends.
    static constexpr std::size_t kMaxQueued = 64 * 1024 * 1024;

    /// The InspIRCd that we run ourselves.
    explicit LinkSession(net::UnixSocket socket);
    /// One on another machine, before its handshake.
    LinkSession(asio::ip::tcp::socket socket, net::Address peer);

    /// Closes the connection unless hello came by then.
    void expect_hello(std::chrono::steady_clock::duration limit);
    /// Of a connection from another machine. Errors: unavailable.
    Task<Result<>> handshake(std::shared_ptr<asio::ssl::context> context);
    /// Reads until the connection ends. `handle` says whether to go on; its failure is a violation of the protocol.
    Task<Result<>> serve(std::function<Result<>(Frame const&)> handle);

    /// Where to append frames; they leave with the others of this turn of the event loop.
    std::string& out();
    void send(FrameType type, std::initializer_list<std::string_view> fields) { append_frame(out(), type, fields); }

    void close(std::string why);
    bool closed() const { return closed_; }
    std::string const& reason() const { return reason_; }

    /// Where a leaf connects from; nothing for our own InspIRCd.
    std::optional<net::Address> const& peer() const { return peer_; }
    /// It proved to be this server.
    void prove(std::string server_id, std::string name);

    std::string server;       ///< Its id, e.g. "0AL", after hello.
    std::string server_name;  ///< E.g. "irc.example.org".
    unsigned node = 0;        ///< Of its ids, after the welcome.
    bool welcomed = false;
    /// Messages and events of it that are neither stored nor refused yet, and about how many bytes they take.
    std::size_t unsettled = 0;
    std::size_t unsettled_bytes = 0;
    std::size_t open_requests = 0;

private:
    Task<net::IoResult> read_some(asio::mutable_buffer buffer);
    void flush();

    std::variant<net::UnixSocket, net::Stream> stream_;
    std::optional<net::Address> peer_;
    asio::any_io_executor executor_;
    asio::steady_timer hello_;
    FrameReader reader_;
    std::string queued_;
    std::string in_flight_;
    bool flush_posted_ = false;
    bool closed_ = false;
    std::string reason_;
};

}  // namespace alloquy::chat
