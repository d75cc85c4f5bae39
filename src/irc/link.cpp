// SPDX-License-Identifier: GPL-2.0-or-later
#include "link.hpp"

#include "handshake.hpp"
#include "link_session.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/base/text.hpp>
#include <alloquy/crypto/secret.hpp>
#include <alloquy/net/unix_socket.hpp>

#include <boost/asio/as_tuple.hpp>

#include <algorithm>

namespace alloquy::irc {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr std::string_view kLog = "irc";
constexpr auto kEagerPause = 5ms;  // connect() to a socket that isn't there costs microseconds
constexpr auto kEagerTime = 5s;
constexpr auto kIdlePause = 250ms;
constexpr auto kHandshakeLimit = 10s;
constexpr auto kFirstBackoff = 100ms;
constexpr auto kLongestBackoff = 5000ms;

std::int64_t unix_seconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::unexpected<Error> violation(std::string detail) {
    return fail(Errc::invalid_input, "protocol violation on the services link", std::move(detail));
}

}  // namespace

Link::Link(asio::any_io_executor executor, LinkListener& listener)
    : executor_(std::move(executor)), listener_(listener), wake_(executor_) {}

Link::~Link() {
    if (session_) session_->close("stopping");
}

void Link::set_endpoint(LinkEndpoint endpoint) {
    endpoint_ = std::move(endpoint);
    has_endpoint_ = true;
    eager_until_ = steady_clock::now() + kEagerTime;
    if (session_) session_->close("InspIRCd starts anew");
    wake_.cancel();
}

void Link::clear_endpoint() {
    has_endpoint_ = false;
    if (session_) session_->close("InspIRCd ended");
}

void Link::drop() {
    eager_until_ = steady_clock::now() + kEagerTime;
    if (session_) session_->close("dropped on request");
}

Task<> Link::pause(steady_clock::duration duration) {
    wake_.expires_after(duration);
    co_await wake_.async_wait(asio::as_tuple(asio::use_awaitable));
}

Task<> Link::run() {
    co_await async::stoppable();
    co_await asio::this_coro::throw_if_cancelled(false);
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    steady_clock::duration backoff = kFirstBackoff;
    while (cancellation.cancelled() == asio::cancellation_type::none) {
        if (!has_endpoint_) {
            co_await pause(1h);
            continue;
        }
        auto served = co_await connect_and_serve();
        bool const was_synced = synced();
        closed();
        if (cancellation.cancelled() != asio::cancellation_type::none) break;
        if (was_synced) backoff = kFirstBackoff;
        if (!served && served.error().code == Errc::invalid_input) {
            // A peer that talks nonsense would do so again at once.
            log::warn(
                kLog, "services link dropped: {} ({}); next try in {} ms", served.error().message,
                served.error().detail, std::chrono::duration_cast<std::chrono::milliseconds>(backoff).count()
            );
            co_await pause(backoff);
            backoff = std::min<steady_clock::duration>(backoff * 2, kLongestBackoff);
        } else if (was_synced) {
            if (has_endpoint_) log::warn(kLog, "services link lost: {}", served ? "closed" : served.error().message);
            eager_until_ = steady_clock::now() + kEagerTime;
        } else {
            if (!served) log::debug(kLog, "services link not there yet: {}", served.error().message);
            co_await pause(steady_clock::now() < eager_until_ ? steady_clock::duration(kEagerPause) : kIdlePause);
        }
    }
    if (session_) session_->close("stopping");
    closed();
}

void Link::closed() {
    session_.reset();
    if (state_ == State::down) return;
    bool const announced = state_ == State::bursting || state_ == State::synced;
    state_ = State::down;
    peer_challenge_.clear();
    wake_ping_waiters();
    if (announced) listener_.link_closed();
}

Task<Result<>> Link::connect_and_serve() {
    auto session = std::make_shared<Session>(executor_);
    if (auto connected = net::connect_unix(session->socket, endpoint_.socket); !connected)
        co_return std::unexpected(connected.error());
    session_ = session;
    state_ = State::capabilities;
    challenge_ = crypto::random_token();
    channel_modes_.clear();
    peer_version_.clear();
    // 1205 is understood by InspIRCd 3 and 4 alike.
    send_raw(make_server_line("", "CAPAB", {"START", "1205"}));
    send_raw(make_server_line("", "CAPAB", {"CAPABILITIES", "NICKMAX=32 CASEMAPPING=ascii CHALLENGE=" + challenge_}));
    send_raw(make_server_line("", "CAPAB", {"END"}));
    auto served = co_await serve(session);
    if (session->closed && !session->reason.empty() && (served || served.error().code != Errc::invalid_input))
        co_return fail(Errc::unavailable, session->reason);
    session->close("");
    co_return served;
}

/// Watches for silence, and for a handshake that doesn't come to an end.
static void watch(auto session, auto on_tick) {
    session->keepalive.expires_after(Link::kPingInterval);
    session->keepalive.async_wait([session, on_tick](boost::system::error_code const& error) {
        if (error || session->closed) return;
        on_tick();
        if (!session->closed) watch(session, on_tick);
    });
}

Task<Result<>> Link::serve(std::shared_ptr<Session> session) {
    auto const started = steady_clock::now();
    watch(session, [this, raw = session.get(), started] {
        auto const now = steady_clock::now();
        // While the session is open, this link is its owner and alive.
        if (now - raw->last_heard > kSilenceLimit) return raw->close("no answer from InspIRCd");
        if (!synced() && now - started > kHandshakeLimit * 3) return raw->close("handshake took too long");
        if (synced()) send("PING", {peer_sid_});
    });
    ServerLine line;
    for (;;) {
        auto room = session->reader.prepare(64 * 1024);
        auto [error, bytes] = co_await session->socket.async_read_some(
            asio::buffer(room.data(), room.size()), asio::as_tuple(asio::use_awaitable)
        );
        if (error) co_return fail(Errc::unavailable, error.message());
        session->last_heard = steady_clock::now();
        session->reader.commit(bytes);
        for (;;) {
            auto next = session->reader.next();
            if (!next) co_return violation(next.error().message);
            if (!*next) break;
            if (auto parsed = parse_server_line(**next, line); !parsed) co_return violation(parsed.error().message);
            if (auto handled = handle(line); !handled) co_return std::unexpected(handled.error());
            if (session->closed) co_return fail(Errc::unavailable, session->reason);
        }
    }
}

Result<> Link::handle(ServerLine const& line) {
    if (line.command == "ERROR") {
        auto text = line_text(line.param(0));
        if (state_ == State::synced) return fail(Errc::unavailable, "InspIRCd says: " + text);
        return violation("InspIRCd says: " + text);
    }
    if (state_ == State::capabilities) return handle_capabilities(line);
    if (state_ == State::authentication) return line.command == "SERVER" ? handle_server(line) : Result<>();

    if (line.command == "PING") {
        send("PONG", {line.source.empty() ? std::string_view(peer_sid_) : line.source});
        return {};
    }
    if (line.command == "PONG") {
        ++pongs_;
        wake_ping_waiters();
        return {};
    }
    if (line.command == "SINFO" && line.source == peer_sid_) {
        // InspIRCd 3 says "rawversion"; 4, to a peer of protocol 1205, "fullversion" with the same as its first word.
        auto word = line.param(1).substr(0, line.param(1).find(' '));
        while (word.ends_with('.')) word.remove_suffix(1);
        if (line.param(0) == "rawversion" || (line.param(0) == "fullversion" && peer_version_.empty()))
            peer_version_ = line_text(word, 100);
    }
    if (auto handled = listener_.line_received(line); !handled) return handled;
    if (line.command == "ENDBURST" && line.source == peer_sid_ && state_ == State::bursting) {
        state_ = State::synced;
        listener_.link_synced();
    }
    return {};
}

// CAPAB START 1205 · CAPAB CHANMODES :… · CAPAB CAPABILITIES :… CHALLENGE=… · CAPAB END
Result<> Link::handle_capabilities(ServerLine const& line) {
    if (line.command != "CAPAB") return violation("expected CAPAB, got " + std::string(line.command));
    auto kind = line.param(0), value = line.param(1);
    if (kind == "CHANMODES") {
        if (channel_modes_.size() + value.size() > kMaxServerLine) return violation("CHANMODES too long");
        channel_modes_.append(channel_modes_.empty() ? "" : " ").append(value);
    } else if (kind == "CAPABILITIES") {
        if (auto challenge = find_challenge(value); !challenge.empty()) peer_challenge_ = challenge;
    } else if (kind == "END") {
        if (peer_challenge_.empty())
            return violation("InspIRCd offers no CHALLENGE: its module sha256 (3.x) or sha2 (4.x) isn't loaded");
        send_raw(make_server_line(
            "", "SERVER",
            {kServicesName, link_authenticator(endpoint_.password, peer_challenge_), "0", kServicesSid,
             "Alloquy services"}
        ));
        state_ = State::authentication;
    }
    return {};
}

// SERVER irc.example.org AUTH:… 0 0AL :description
Result<> Link::handle_server(ServerLine const& line) {
    if (line.params.size() < 4) return violation("malformed SERVER");
    if (!link_authenticator_matches(line.param(1), endpoint_.password, challenge_))
        return violation("the server on the services socket doesn't know the link password");
    peer_sid_ = line.params.size() >= 5 ? line.param(3) : line.param(2);
    state_ = State::bursting;
    send("BURST", {std::to_string(unix_seconds())});
    send("SINFO", {"version", "Alloquy-" ALLOQUY_VERSION});
    listener_.link_opened(channel_modes_);
    send("ENDBURST", {});
    return {};
}

void Link::send_raw(Result<std::string> line) {
    if (!line) {
        log::error(kLog, "bug: line for InspIRCd refused: {}", line.error().detail);
        return;
    }
    if (session_) session_->queue(*line);
}

void Link::send(std::string_view command, std::initializer_list<std::string_view> params) {
    if (state_ == State::bursting || state_ == State::synced) send_raw(make_server_line(kServicesSid, command, params));
}

void Link::wake_ping_waiters() {
    for (auto* waiter : ping_waiters_) waiter->cancel();
}

Task<Result<>> Link::ping(steady_clock::duration limit) {
    if (!synced())
        co_return fail(
            Errc::unavailable, state_ == State::down ? "no services link to InspIRCd yet" : "services link not in sync"
        );
    auto const seen = pongs_;
    auto const session = session_;
    send("PING", {peer_sid_});
    asio::steady_timer timer(executor_, limit);
    auto const registered = ping_waiters_.insert(ping_waiters_.end(), &timer);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    ping_waiters_.erase(registered);
    if (session != session_ || session->closed) co_return fail(Errc::unavailable, "services link lost");
    if (pongs_ == seen) co_return fail(Errc::timeout, "InspIRCd doesn't answer on the services link");
    co_return Result<>();
}

}  // namespace alloquy::irc
