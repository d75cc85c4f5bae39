// SPDX-License-Identifier: GPL-2.0-or-later
#include "probes.hpp"

#include "stun.hpp"

#include <alloquy/crypto/secret.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

namespace alloquy::turn {
namespace {

using namespace std::chrono_literals;

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kAnswerLimit = 2048;

std::unexpected<Error> no_answer(std::string_view where, std::uint16_t port, boost::system::error_code const& error) {
    return fail(
        Errc::unavailable, "coturn does not answer on " + std::string(where) + " port " + std::to_string(port),
        error.message()
    );
}

Task<Result<>> receive_answer(asio::ip::udp::socket& socket, std::string transaction, std::uint16_t port) {
    std::string answer(kAnswerLimit, '\0');
    auto [error, size] = co_await socket.async_receive(asio::buffer(answer), kToken);
    if (error) co_return no_answer("UDP", port, error);
    answer.resize(size);
    auto mapped = parse_binding_response(answer, transaction);
    if (!mapped) co_return std::unexpected(mapped.error());
    co_return Result<>{};
}

template <class Stream>
Task<Result<>> bind_over(Stream& stream, std::string_view what, std::uint16_t port) {
    auto transaction = crypto::random_bytes(kTransactionId);
    auto request = binding_request(transaction);
    auto [write_error, written] = co_await asio::async_write(stream, asio::buffer(request), kToken);
    if (write_error) co_return no_answer(what, port, write_error);
    std::string answer(kStunHeader, '\0');
    auto [read_error, got] = co_await asio::async_read(stream, asio::buffer(answer), kToken);
    if (read_error) co_return no_answer(what, port, read_error);
    auto length = stun_message_length(answer);
    if (!length) co_return std::unexpected(length.error());
    if (**length > kAnswerLimit) co_return fail(Errc::too_large, "the STUN answer is too long");
    answer.resize(**length);
    auto [rest_error, rest] = co_await asio::async_read(
        stream, asio::buffer(answer.data() + kStunHeader, answer.size() - kStunHeader), kToken
    );
    if (rest_error) co_return no_answer(what, port, rest_error);
    auto mapped = parse_binding_response(answer, transaction);
    if (!mapped) co_return std::unexpected(mapped.error());
    co_return Result<>{};
}

}  // namespace

Task<Result<>> probe_udp(asio::ip::address host, std::uint16_t port) {
    asio::ip::udp::socket socket(co_await asio::this_coro::executor);
    boost::system::error_code error;
    socket.connect({host, port}, error);  // only fixes the peer, so that answers of others are not ours
    if (error) co_return no_answer("UDP", port, error);
    auto transaction = crypto::random_bytes(kTransactionId);
    auto request = binding_request(transaction);
    Result<> answer = fail(Errc::unavailable, "not asked");
    for (int attempt = 0; attempt < 3 && !answer; ++attempt) {
        auto [send_error, sent] = co_await socket.async_send(asio::buffer(request), kToken);
        if (send_error) co_return no_answer("UDP", port, send_error);
        auto limit = 300ms;
        auto receiving = receive_answer(socket, transaction, port);
        answer = co_await async::with_timeout(limit, std::move(receiving));
    }
    co_return answer;
}

Task<Result<>> probe_tcp(asio::ip::address host, std::uint16_t port) {
    asio::ip::tcp::socket socket(co_await asio::this_coro::executor);
    auto [error] = co_await socket.async_connect({host, port}, kToken);
    if (error) co_return no_answer("TCP", port, error);
    co_return co_await bind_over(socket, "TCP", port);
}

Task<Result<>> probe_tls(asio::ip::address host, std::uint16_t port) {
    asio::ssl::context context(asio::ssl::context::tls_client);
    asio::ssl::stream<asio::ip::tcp::socket> stream(co_await asio::this_coro::executor, context);
    auto [error] = co_await stream.next_layer().async_connect({host, port}, kToken);
    if (error) co_return no_answer("TLS", port, error);
    auto [failed] = co_await stream.async_handshake(asio::ssl::stream_base::client, kToken);
    if (failed) co_return no_answer("TLS", port, failed);
    co_return co_await bind_over(stream, "TLS", port);
}

}  // namespace alloquy::turn
