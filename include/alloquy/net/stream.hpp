// SPDX-License-Identifier: GPL-2.0-or-later
// A TCP connection that may speak TLS. Functions that wait are not coroutines themselves: that saves a frame per read.
#pragma once
#include <alloquy/async/task.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <memory>
#include <optional>
#include <string_view>
#include <tuple>

namespace alloquy::net {

using IoResult = std::tuple<boost::system::error_code, std::size_t>;

class Stream {
public:
    using Tls = asio::ssl::stream<asio::ip::tcp::socket&>;
    static constexpr auto kWait = asio::as_tuple(asio::use_awaitable);

    explicit Stream(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {
        boost::system::error_code ignored;
        socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
        socket_.non_blocking(true, ignored);
    }

    asio::ip::tcp::socket& socket() { return socket_; }
    bool tls() const { return tls_.has_value(); }

    Task<IoResult> peek(asio::mutable_buffer buffer) {
        return socket_.async_receive(buffer, asio::socket_base::message_peek, kWait);
    }
    Task<std::tuple<boost::system::error_code>> handshake(std::shared_ptr<asio::ssl::context> context) {
        context_ = std::move(context);
        tls_.emplace(socket_, *context_);
        return tls_->async_handshake(asio::ssl::stream_base::server, kWait);
    }
    Task<IoResult> read_some(asio::mutable_buffer buffer) {
        return tls_ ? tls_->async_read_some(buffer, kWait) : socket_.async_read_some(buffer, kWait);
    }
    /// All of `bytes`, which must stay valid; then calls `done(error, count)`.
    template <class Token>
    auto write_then(std::string_view bytes, Token&& done) {
        auto buffer = asio::buffer(bytes.data(), bytes.size());
        return tls_ ? asio::async_write(*tls_, buffer, std::forward<Token>(done))
                    : asio::async_write(socket_, buffer, std::forward<Token>(done));
    }

    Task<IoResult> write(std::string_view bytes) { return write_then(bytes, kWait); }

    /// What the kernel takes at once without waiting: how many bytes that was. Nothing over TLS, where a half-written
    /// record can't be left behind.
    std::size_t write_now(std::string_view bytes) {
        if (tls_) return 0;
        boost::system::error_code error;
        auto count = socket_.write_some(asio::buffer(bytes.data(), bytes.size()), error);
        return error ? 0 : count;
    }

    /// Tells the peer that no more comes.
    Task<std::tuple<boost::system::error_code>> shutdown_tls() { return tls_->async_shutdown(kWait); }
    void shutdown_send() {
        boost::system::error_code ignored;
        socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    }
    /// Ends every wait with operation_aborted.
    void cancel() {
        boost::system::error_code ignored;
        socket_.cancel(ignored);
    }
    void close() {
        boost::system::error_code ignored;
        socket_.close(ignored);
    }

private:
    asio::ip::tcp::socket socket_;
    std::shared_ptr<asio::ssl::context> context_;  ///< The connection keeps the context it began with.
    std::optional<Tls> tls_;
};

}  // namespace alloquy::net
