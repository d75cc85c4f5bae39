// SPDX-License-Identifier: GPL-2.0-or-later
#include "websocket_connection.hpp"

#include <alloquy/base/text.hpp>
#include <alloquy/crypto/secret.hpp>

#include <boost/asio/post.hpp>

#include <algorithm>

namespace alloquy::http {
namespace {

constexpr std::size_t kReadSize = 2048;
constexpr std::size_t kKeptBuffer = 4096;

/// The first of ours that the client offers, or empty.
std::string choose_subprotocol(Request const& request, Upgrade const& upgrade) {
    for (auto const& ours : upgrade.subprotocols)
        for (auto const& [name, value] : request.headers) {
            if (name != "sec-websocket-protocol") continue;
            for (auto offered : base::split(value, ','))
                if (base::trim(offered) == ours) return ours;
        }
    return {};
}

std::unexpected<Error> closed() {
    return fail_as(Errc::unavailable, "closed", "the connection is closed");
}

}  // namespace

std::optional<RequestParser::Refusal> refuse_upgrade(
    Request const& request, bool upgrade_asked, Upgrade const& upgrade
) {
    using Refusal = RequestParser::Refusal;
    bool wanted = upgrade_asked && base::equals_ignoring_case(base::trim(request.header("upgrade")), "websocket");
    if (request.method != Method::get || !wanted)
        return Refusal{426, "upgrade_required", "this address speaks WebSocket only"};
    if (request.header("sec-websocket-version") != "13")
        return Refusal{426, "upgrade_required", "only WebSocket version 13 is spoken here"};
    auto nonce = crypto::from_base64(request.header("sec-websocket-key"));
    if (!nonce || nonce->size() != 16) return Refusal{400, "malformed_request", "Sec-WebSocket-Key is not 16 bytes"};
    if (!upgrade.subprotocols.empty() && choose_subprotocol(request, upgrade).empty())
        return Refusal{400, "subprotocol_required", "none of the offered subprotocols is spoken here"};
    return std::nullopt;
}

WebSocketConnection::WebSocketConnection(
    std::shared_ptr<Connection> connection, Upgrade const& upgrade, Request const& request
)
    : connection_(std::move(connection)),
      upgrade_(upgrade),
      key_(request.header("sec-websocket-key")),
      subprotocol_(choose_subprotocol(request, upgrade)),
      decoder_(upgrade.message_limit),
      drained_(connection_->stream().socket().get_executor()) {}

void WebSocketConnection::begin(std::string_view date, std::string_view request_id) {
    auto& out = pending_;
    out = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
    out.append("Date: ").append(date).append("\r\nX-Request-Id: ").append(request_id);
    out.append("\r\nSec-WebSocket-Accept: ").append(websocket_accept(key_)).append("\r\n");
    if (!subprotocol_.empty()) out.append("Sec-WebSocket-Protocol: ").append(subprotocol_).append("\r\n");
    out += "\r\n";
    flush_soon();
}

void WebSocketConnection::send_text(std::string_view head, std::string_view tail) {
    if (!closing_) queue(Opcode::text, head, tail);
}

void WebSocketConnection::send_binary(std::string_view data) {
    if (!closing_) queue(Opcode::binary, data, {});
}

void WebSocketConnection::queue(Opcode opcode, std::string_view head, std::string_view tail) {
    auto size = head.size() + tail.size();
    if (queued() + size + kFrameHeaderLimit > upgrade_.queue_limit) {
        // What hasn't been started is dropped, so that the reason arrives if the peer begins to read again.
        if (begun_) pending_.clear();
        return close(upgrade_.slow_reader_code, "reading too slowly");
    }
    append_frame_header(pending_, opcode, size);
    pending_.append(head).append(tail);
    flush_soon();
}

void WebSocketConnection::close(std::uint16_t code, std::string_view reason) {
    if (closing_) return;
    queue_close(code, reason);
    // For the rest to be written and the peer's answer.
    connection_->give_up_after(connection_->core().settings.times.linger);
}

void WebSocketConnection::queue_close(std::uint16_t code, std::string_view reason) {
    closing_ = true;
    drained_.cancel();
    reason = reason.substr(0, 120);
    append_frame_header(pending_, Opcode::close, 2 + reason.size());
    pending_ += char(code >> 8);
    pending_ += char(code & 0xFF);
    pending_ += reason;
    flush_soon();
}

/// At the end of this turn of the event loop, so that all that is queued in it leaves together.
void WebSocketConnection::flush_soon() {
    if (flush_scheduled_ || writing_) return;
    flush_scheduled_ = true;
    asio::post(drained_.get_executor(), [self = shared_from_this()] {
        self->flush_scheduled_ = false;
        self->flush();
    });
}

void WebSocketConnection::flush() {
    if (writing_ || pending_.empty()) return;
    in_flight_.swap(pending_);
    writing_ = true;
    write_began_ = std::chrono::steady_clock::now();
    begun_ = true;
    auto sent = connection_->stream().write_now(in_flight_);
    if (sent == in_flight_.size()) return written({});
    connection_->stream().write_then(
        std::string_view(in_flight_).substr(sent),
        [self = shared_from_this()](boost::system::error_code const& error, std::size_t) { self->written(error); }
    );
}

void WebSocketConnection::written(boost::system::error_code const& error) {
    writing_ = false;
    in_flight_.clear();
    // An idle connection keeps little.
    if (in_flight_.capacity() > kKeptBuffer) in_flight_ = std::string();
    if (error) {
        pending_.clear();
        closing_ = peer_closed_ = true;
        connection_->stream().cancel();
    }
    drained_.cancel();
    if (!pending_.empty()) flush();
}

Task<bool> WebSocketConnection::drain(std::size_t bytes) {
    while (!closing_ && queued() > bytes) {
        drained_.expires_at(std::chrono::steady_clock::time_point::max());
        co_await drained_.async_wait(Stream::kWait);
    }
    co_return !closing_;
}

void WebSocketConnection::check(std::chrono::steady_clock::time_point now) {
    if (closing_) return;
    auto const& rules = upgrade_.keep_alive;
    if (rules.first_message_within.count() > 0 && !spoken_ && now - opened_at_ > rules.first_message_within)
        return close(rules.nothing_said_code, "nothing was said");
    if (rules.ping_every.count() == 0) return;
    if (writing_ && now - write_began_ > 2 * rules.ping_every)
        return close(upgrade_.slow_reader_code, "reading too slowly");
    if (now - heard_at_ < rules.ping_every) return;
    if (unanswered_pings_ >= 2) return close(rules.no_answer_code, "no answer to pings");
    ++unanswered_pings_;
    heard_at_ = now;
    queue(Opcode::ping, {}, {});
}

/// False when no more will come.
Task<bool> WebSocketConnection::receive() {
    auto& buffer = connection_->buffer();
    auto [error, count] = co_await connection_->stream().read_some(buffer.prepare(kReadSize));
    if (error) {
        closing_ = peer_closed_ = true;
        drained_.cancel();
        co_return false;
    }
    buffer.commit(count);
    heard_at_ = std::chrono::steady_clock::now();
    unanswered_pings_ = 0;
    co_return true;
}

Task<Result<WebSocketMessage>> WebSocketConnection::read() {
    auto& buffer = connection_->buffer();
    while (!peer_closed_) {
        auto step = decoder_.next({static_cast<char const*>(buffer.cdata().data()), buffer.size()});
        buffer.consume(step.used);
        if (step.failure) {
            close(step.failure->code, step.failure->reason);
            // What follows can't be understood any more.
            peer_closed_ = true;
        } else if (step.item && step.item->opcode == Opcode::close) {
            peer_closed_ = true;
            if (!closing_) {
                bool without_code = step.item->code == 1005;
                close(without_code ? close_code::kNormal : step.item->code, {});
            }
        } else if (step.item && step.item->opcode == Opcode::ping) {
            if (!closing_) queue(Opcode::pong, step.item->data, {});
        } else if (step.item && step.item->opcode != Opcode::pong) {
            spoken_ = true;
            // While closing, what still comes is read only to find the peer's close frame.
            if (!closing_) co_return WebSocketMessage{step.item->opcode == Opcode::text, std::move(step.item->data)};
        } else if (step.used == 0 && !co_await receive()) {
            break;
        }
    }
    co_return closed();
}

Task<> WebSocketConnection::finish() {
    if (!closing_) close(close_code::kNormal, {});
    while (!peer_closed_) co_await read();
    while (writing_ || !pending_.empty()) {
        drained_.expires_at(std::chrono::steady_clock::time_point::max());
        co_await drained_.async_wait(Stream::kWait);
    }
}

}  // namespace alloquy::http
