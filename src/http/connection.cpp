// SPDX-License-Identifier: GPL-2.0-or-later
#include "connection.hpp"

#include "websocket_connection.hpp"

#include <alloquy/base/log.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

namespace alloquy::http {
namespace {

constexpr std::size_t kReadSize = 4096;
constexpr std::size_t kBodyReadSize = 16 * 1024;
constexpr std::size_t kKeptOutput = 64 * 1024;
constexpr std::size_t kDrainLimit = 16 * 1024;
/// Bodies that take longer than the limit must at least come at this rate.
constexpr std::size_t kSlowestBody = 16 * 1024;

}  // namespace

Connection::Connection(std::shared_ptr<ServerCore> core, asio::ip::tcp::socket socket, net::Address peer)
    : core_(std::move(core)),
      peer_(peer),
      peer_text_(peer.to_string()),
      peer_key_(net::limit_key(peer)),
      place_(core_->enter(*this, peer_key_)),
      stream_(std::move(socket)) {}

Connection::~Connection() {
    core_->leave(place_, peer_key_);
}

Task<> Connection::serve(std::shared_ptr<Connection> connection) {
    // A coroutine of its own, so that a handler that overstays can be cancelled through signal_ without ending the
    // connection. What cancels this one is passed on.
    auto state = co_await asio::this_coro::cancellation_state;
    if (auto slot = state.slot(); slot.is_connected())
        slot.assign([connection](asio::cancellation_type type) {
            if ((type & asio::cancellation_type::terminal) != asio::cancellation_type::none)
                connection->signal_.emit(asio::cancellation_type::terminal);
        });
    auto executor = co_await asio::this_coro::executor;
    co_await asio::co_spawn(
        executor, connection->run(), asio::bind_cancellation_slot(connection->signal_.slot(), asio::use_awaitable)
    );
}

Task<> Connection::run() {
    if (core_->stopping) co_return;
    if (core_->settings.tls && !co_await open_tls()) co_return;
    co_await serve_requests();
}

void Connection::enter(Phase phase, std::chrono::milliseconds limit) {
    phase_ = phase;
    deadline_ = std::chrono::steady_clock::now() + limit;
    expired_ = false;
}

void Connection::check(std::chrono::steady_clock::time_point now) {
    if (websocket_ && phase_ == Phase::upgraded) websocket_->check(now);
    if (now < deadline_ || expired_) return;
    expired_ = true;
    if (phase_ != Phase::idle && phase_ != Phase::closing) ++core_->statistics.deadlines_missed;
    if (phase_ == Phase::handler)
        signal_.emit(asio::cancellation_type::terminal);
    else
        stream_.cancel();
}

void Connection::stop() {
    if (websocket_) return websocket_->close(close_code::kGoingAway, "the server stops");
    if (phase_ != Phase::idle && phase_ != Phase::handshake) return;
    expired_ = true;
    stream_.cancel();
}

std::string_view Connection::unread() const {
    auto data = buffer_.cdata();
    return {static_cast<char const*>(data.data()), data.size()};
}

Task<bool> Connection::open_tls() {
    constexpr char kHandshakeRecord = 0x16;  // RFC 8446 §5.1; no HTTP method begins with it
    enter(Phase::handshake, core_->settings.times.handshake);
    char first = 0;
    auto [peek_error, count] = co_await stream_.peek(asio::buffer(&first, 1));
    if (peek_error || count == 0 || expired_) co_return false;
    if (first != kHandshakeRecord) {
        co_await answer_plain_http();
        co_return false;
    }
    auto [error] = co_await stream_.handshake(core_->tls->current());
    if (error && !expired_) log::debug("http", "{}: TLS handshake failed: {}", peer_text_, error.message());
    co_return !error && !expired_;
}

Task<> Connection::answer_plain_http() {
    Response response;
    response.status = 400;
    response.content_type = "text/plain; charset=utf-8";
    response.body = "This port speaks HTTPS: use https:// in the address.\n";
    Envelope envelope;
    envelope.date = core_->date();
    envelope.keep_alive = false;
    append_response(output_, response, envelope);
    if (co_await write(output_)) co_await close_gently(/*unread_input=*/true);
}

Task<bool> Connection::write(std::string_view bytes) {
    bytes.remove_prefix(stream_.write_now(bytes));
    if (bytes.empty()) co_return true;
    enter(Phase::writing, core_->settings.times.write);
    auto [error, count] = co_await stream_.write(bytes);
    co_return !error;
}

Task<> Connection::close_gently(bool unread_input) {
    enter(Phase::closing, core_->settings.times.linger);
    // Sends our "close notify" and waits for the peer's; unread data ends the wait with an error, which is fine.
    if (stream_.tls()) co_await stream_.shutdown_tls();
    stream_.shutdown_send();
    if (!unread_input) co_return;
    // Closing with unread bytes in the kernel sends a reset, which can overtake the answer.
    for (std::size_t total = 0; total < kDrainLimit * 4 && !expired_;) {
        buffer_.clear();
        auto [error, count] = co_await stream_.socket().async_read_some(buffer_.prepare(kBodyReadSize), Stream::kWait);
        if (error) co_return;
        total += count;
    }
}

Task<> Connection::serve_requests() {
    for (bool open = true; open;) {
        Exchange exchange({core_->settings.header_limit, core_->settings.target_limit});
        if (!co_await read_header(exchange)) co_return;
        look_at(exchange);

        bool aborted = false;
        enter(Phase::handler, core_->settings.times.handler);
        try {
            if (!exchange.response && needs_identity(exchange)) {
                auto identity = co_await core_->router.identify(
                    *exchange.match.route, std::string(exchange.request.bearer_token()), exchange.request.peer
                );
                if (identity)
                    exchange.request.identity = std::move(*identity);
                else
                    exchange.response = problem(identity.error(), exchange.id);
            }
            if (!exchange.parser.is_done() && !exchange.parser.refusal()) {
                if (!co_await read_body(exchange)) co_return;
                enter(Phase::handler, core_->settings.times.handler);
            }
            if (!exchange.response && exchange.upgrade) co_return co_await run_websocket(exchange);
            if (!exchange.response)
                exchange.response = co_await core_->router.run(*exchange.match.route, std::move(exchange.request));
        } catch (boost::system::system_error const& error) {
            if (error.code() != asio::error::operation_aborted || !expired_) throw;
            aborted = true;
        }
        if (expired_) {
            // The cancellation is spent; without this every later wait would fail with it.
            co_await async::finishing();
            if (aborted)
                exchange.response =
                    problem(fail(Errc::timeout, "this took too long and was given up").error(), exchange.id);
        }

        finish(exchange);
        bool unread_input = !exchange.parser.is_done();
        auto rest = std::string_view(output_).substr(stream_.write_now(output_));
        if (!rest.empty() && !co_await write(rest)) co_return;
        output_.clear();
        if (output_.capacity() > kKeptOutput) output_ = std::string();
        open = !exchange.close;
        if (!open) co_await close_gently(unread_input);
    }
}

Task<bool> Connection::read_header(Exchange& exchange) {
    auto const& times = core_->settings.times;
    enter(Phase::idle, times.idle);
    for (;;) {
        if (buffer_.size() > 0) {
            buffer_.consume(exchange.parser.feed_header(unread()));
            if (exchange.parser.refusal() || exchange.parser.is_header_done()) co_return true;
            if (phase_ == Phase::idle) enter(Phase::header, times.header);
        } else if (core_->stopping) {
            co_return false;
        }
        auto [error, count] = co_await stream_.read_some(buffer_.prepare(kReadSize));
        if (expired_ && phase_ == Phase::header) co_return co_await refuse_slow(exchange);
        if (error || expired_) {
            if (expired_ && !core_->stopping) co_await close_gently(/*unread_input=*/false);
            co_return false;
        }
        buffer_.commit(count);
    }
}

/// Whoever sends a request byte by byte hears why it ends.
Task<bool> Connection::refuse_slow(Exchange& exchange) {
    exchange.id = core_->next_request_id();
    exchange.response = problem(408, "timeout", "the request took too long to arrive", exchange.id);
    exchange.close = true;
    finish(exchange);
    if (co_await write(output_)) co_await close_gently(/*unread_input=*/true);
    co_return false;
}

Task<bool> Connection::read_body(Exchange& exchange) {
    auto& parser = exchange.parser;
    bool refused = exchange.response.has_value();
    auto limit = refused || !exchange.match.route ? kDrainLimit : exchange.match.route->body_limit;
    if (!parser.set_body_limit(limit)) {
        if (!refused)
            exchange.response =
                problem(413, "too_large", "the body is larger than " + std::to_string(limit) + " bytes", exchange.id);
        co_return true;
    }
    bool waits = exchange.request.header("expect") == "100-continue" && buffer_.size() == 0;
    // Who asks first is told no without having sent anything.
    if (waits && refused) co_return true;
    if (waits && !co_await write("HTTP/1.1 100 Continue\r\n\r\n")) co_return false;

    auto length = std::min<std::uint64_t>(parser.content_length().value_or(limit), limit);
    enter(Phase::body, core_->settings.times.body + std::chrono::seconds(length / kSlowestBody));
    for (;;) {
        buffer_.consume(parser.feed_body(unread()));
        if (parser.refusal()) {
            auto const& refusal = *parser.refusal();
            if (!refused) exchange.response = problem(refusal.status, refusal.code, refusal.detail, exchange.id);
            exchange.close = true;
            co_return true;
        }
        if (parser.is_done()) co_return true;
        auto [error, count] = co_await stream_.read_some(buffer_.prepare(kBodyReadSize));
        if (expired_) co_return co_await refuse_slow(exchange);
        if (error) co_return false;
        buffer_.commit(count);
    }
}

Task<> Connection::run_websocket(Exchange& exchange) {
    websocket_ = std::make_shared<WebSocketConnection>(shared_from_this(), *exchange.upgrade, exchange.request);
    // The two hold each other until the handler is done.
    struct Release {
        std::shared_ptr<WebSocketConnection>& held;
        ~Release() { held.reset(); }
    } release{websocket_};
    ++core_->statistics.websockets_opened;
    phase_ = Phase::upgraded;
    deadline_ = std::chrono::steady_clock::time_point::max();
    websocket_->begin(core_->date(), exchange.id);
    try {
        co_await exchange.upgrade->handler(*websocket_, exchange.request);
    } catch (boost::system::system_error const& error) {
        if (error.code() == asio::error::operation_aborted) throw;
        log::error("http", "{} {}: {}", exchange.id, exchange.request.path, error.what());
    } catch (std::exception const& error) {
        log::error("http", "{} {}: {}", exchange.id, exchange.request.path, error.what());
    }
    co_await websocket_->finish();
    co_await close_gently(/*unread_input=*/true);
}

}  // namespace alloquy::http
