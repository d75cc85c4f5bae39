// SPDX-License-Identifier: GPL-2.0-or-later
#include "relay.hpp"

#include <alloquy/base/text.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/write.hpp>

namespace alloquy::irc_web {
namespace {

constexpr auto kWait = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kReadSize = 8 * 1024;

}  // namespace

Relay::Relay(http::WebSocket& client, net::UnixSocket& irc, Statistics& statistics)
    : client_(client), irc_(irc), statistics_(statistics), text_(client.subprotocol() != kBinary), buffer_(kReadSize) {}

Task<> Relay::run(std::string header) {
    using namespace asio::experimental::awaitable_operators;
    // A failure shows when InspIRCd is read.
    co_await asio::async_write(irc_, asio::buffer(header), kWait);
    co_await (from_client() && from_server());
}

Task<> Relay::from_client() {
    bool reachable = true;
    while (auto message = co_await client_.read()) {
        auto line = line_in(message->data);
        if (message->text != text_)
            client_.close(http::close_code::kUnsupportedData, "not the kind of message that the subprotocol has");
        else if (!line)
            client_.close(http::close_code::kPolicy, "a message is one line");
        if (client_.closing() || line->empty() || !reachable) continue;
        ++statistics_.lines_in;
        std::string bytes(*line);
        bytes += "\r\n";
        auto [error, count] = co_await asio::async_write(irc_, asio::buffer(bytes), kWait);
        // What InspIRCd said before it went is still to be read.
        if (error) reachable = false;
    }
    boost::system::error_code ignored;
    irc_.close(ignored);
}

Task<> Relay::from_server() {
    while (co_await client_.drain(kHighWater)) {
        auto [error, count] = co_await irc_.async_read_some(asio::buffer(buffer_), kWait);
        if (error) break;
        bool fine = lines_.feed({buffer_.data(), count}, [this](std::string_view line) { show(line); });
        if (!fine) break;
    }
    if (ended_)
        client_.close(http::close_code::kNormal, "the IRC server ended the connection");
    else
        client_.close(http::close_code::kTryAgainLater, "the IRC server is gone, try again");
}

void Relay::show(std::string_view line) {
    ++statistics_.lines_out;
    if (line.starts_with("ERROR ")) ended_ = true;
    if (!text_) return client_.send_binary(line);
    if (base::is_utf8(line)) return client_.send_text(line);
    client_.send_text(base::replace_invalid_utf8(line));
}

}  // namespace alloquy::irc_web
