// SPDX-License-Identifier: GPL-2.0-or-later
#include "module_link.hpp"

#include "leaf_rules.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/base/text.hpp>
#include <alloquy/crypto/secret.hpp>

#include <boost/asio/as_tuple.hpp>

namespace alloquy::chat {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kComponent = "chat";
constexpr auto kHelloLimit = 10s;

}  // namespace

Result<> ModuleLink::listen(std::filesystem::path const& socket, std::string secret) {
    auto acceptor = std::make_shared<net::UnixAcceptor>(tasks_->executor());
    if (auto listening = net::listen_unix(*acceptor, socket, 16); !listening) return listening;
    if (acceptor_) acceptor_->close();
    acceptor_ = acceptor;
    secret_ = std::move(secret);
    tasks_->spawn(accept(std::move(acceptor)));
    return {};
}

void ModuleLink::stop() {
    if (acceptor_) acceptor_->close();
    if (leaf_listener_) leaf_listener_->stop();
    for (auto const& [server, session] : std::exchange(sessions_, {})) session->close("stopping");
}

void ModuleLink::drop() {
    // Each takes itself out of the map when its reading ends.
    for (auto const& [server, session] : sessions_) session->close("dropped");
}

Task<> ModuleLink::accept(std::shared_ptr<net::UnixAcceptor> acceptor) {
    co_await async::stoppable();
    while (acceptor->is_open() && !tasks_->stopping()) {
        auto [error, socket] = co_await acceptor->async_accept(asio::as_tuple(asio::use_awaitable));
        if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) co_return;
        if (!error)
            tasks_->spawn(serve(std::make_shared<LinkSession>(std::move(socket))));
        else if (!co_await async::sleep_for(100ms))
            co_return;
    }
}

Result<> ModuleLink::listen_for_leaves(net::ListenOn const& where, net::TlsContext const& tls, Leaves& leaves) {
    leaf_listener_ = std::make_unique<LeafListener>(tls, [this](std::shared_ptr<LinkSession> session) {
        return serve(std::move(session));
    });
    leaves_ = &leaves;
    leaf_removed_ = leaves.removed.subscribe([this](LeafRemoved const& event) {
        // It takes itself out of the table when its reading ends.
        if (auto found = sessions_.find(event.leaf.server_id); found != sessions_.end() && found->second->peer())
            found->second->close("it isn't a leaf any more");
    });
    return leaf_listener_->start(*tasks_, where);
}

Task<> ModuleLink::serve(std::shared_ptr<LinkSession> session) {
    co_await async::stoppable();
    session->expect_hello(kHelloLimit);
    auto ended = session->peer() ? co_await session->handshake(leaf_listener_->context()) : Result<>();
    if (ended) ended = co_await session->serve([this, session](Frame const& frame) { return handle(session, frame); });
    session->close(ended ? "closed" : ended.error().message);
    auto known = sessions_.find(session->server);
    if (known == sessions_.end() || known->second != session) {
        log::debug(kComponent, "a connection to the module link ended: {}", session->reason());
        co_return;
    }
    sessions_.erase(known);
    host_.link_closed(session);
    if (!tasks_->stopping()) log::warn(kComponent, "module link of {} lost: {}", session->server, session->reason());
}

Result<> ModuleLink::handle(std::shared_ptr<LinkSession> const& session, Frame const& frame) {
    if (session->server.empty()) return greet(session, frame);
    if (frame.type == FrameType::ping) {
        session->send(FrameType::pong, {frame.field(0)});
        return {};
    }
    if (!session->welcomed) return fail(Errc::invalid_input, "the module doesn't wait for its welcome");
    switch (frame.type) {
        case FrameType::message:
        case FrameType::resend:
            return take_message(session, frame);
        case FrameType::event:
            return take_event(session, frame);
        case FrameType::verdict: {
            if (auto number = base::to_number(frame.field(0))) host_.verdict_received(*number, frame.field(1));
            return {};
        }
        case FrameType::request:
            return take_request(session, frame);
        case FrameType::hello:
            return fail(Errc::invalid_input, "it introduces itself twice");
        case FrameType::account:
            if (!frame.field(0).empty()) host_.account_told(session, std::string(frame.field(0)), frame.field(1));
            return {};
        default:
            return {};  // of a later version
    }
}

Result<> ModuleLink::check_leaf(LinkSession const& session, IncomingMessage const& message) const {
    if (!session.peer()) return {};
    return check_leaf_message({session.server, session.node}, message, host_.whereabouts(), base::system_clock().now());
}

/// The welcome told how much it may have sent without an answer; no honest module is near the double.
Result<> ModuleLink::check_bounds(LinkSession const& session) {
    if (session.peer() && (session.unsettled > 2 * kMaxWaiting || session.unsettled_bytes > 2 * kMaxWaitingBytes))
        return fail(Errc::too_large, "it sends more than it was told to");
    return {};
}

Result<> ModuleLink::take_message(std::shared_ptr<LinkSession> const& session, Frame const& frame) {
    if (auto bounded = check_bounds(*session); !bounded) return bounded;
    auto message = parse_message(frame);
    auto const refuse = [&](std::string_view code, std::string_view why) {
        session->send(FrameType::refused, {frame.field(0), code, why});
    };
    // One client's odd message must not end the link for everybody.
    if (!message) {
        refuse(frame.field(8).contains('o') ? "UNKNOWN_TARGET" : "CANNOT_STORE", "This can't be stored");
        return {};
    }
    if (auto honest = check_leaf(*session, *message); !honest) {
        if (honest.error().code == Errc::forbidden && !is_of_server(message->uid, session->server)) return honest;
        log::warn(kComponent, "a message of {} isn't stored: {}", session->server_name, honest.error().message);
        refuse("CANNOT_STORE", honest.error().message);
        return {};
    }
    host_.message_received(session, std::move(*message));
    return {};
}

Result<> ModuleLink::take_event(std::shared_ptr<LinkSession> const& session, Frame const& frame) {
    if (auto bounded = check_bounds(*session); !bounded) return bounded;
    if (auto event = parse_event(frame); event && check_leaf(*session, *event))
        host_.message_received(session, std::move(*event));
    return {};
}

Result<> ModuleLink::take_request(std::shared_ptr<LinkSession> const& session, Frame const& frame) {
    auto request = parse_request(frame);
    if (!request) {
        session->send(FrameType::answer, {frame.field(0), "1"});
        return {};
    }
    if (session->peer() && !is_of_server(request->uid, session->server))
        return fail(Errc::forbidden, "it asks in the name of another server's connection");
    host_.request_received(session, std::move(*request));
    return {};
}

Result<> ModuleLink::check_secret(LinkSession const& session, Hello const& hello) {
    if (!session.peer()) {
        if (crypto::equal_in_constant_time(hello.secret, secret_)) return {};
        return fail(Errc::forbidden, "the module doesn't know the secret");
    }
    if (leaves_->proves(hello.server, hello.name, hello.secret)) {
        leaf_listener_->proved(*session.peer());
        return {};
    }
    log::warn(kComponent, "a server at {} doesn't prove to be one of our leaves", session.peer()->to_string());
    return fail(Errc::forbidden, "it doesn't prove to be one of our leaves");
}

Result<> ModuleLink::greet(std::shared_ptr<LinkSession> const& session, Frame const& frame) {
    auto hello = parse_hello(frame);
    if (!hello) return std::unexpected(hello.error());
    if (auto proved = check_secret(*session, *hello); !proved) return proved;
    session->prove(std::move(hello->server), std::move(hello->name));
    tasks_->spawn(welcome(session));
    return {};
}

Task<> ModuleLink::welcome(std::shared_ptr<LinkSession> session) {
    auto node = co_await host_.lease_node(session->server);
    if (!node) {
        log::error(kComponent, "no node number for {}: {}", session->server, node.error().message);
        session->close("no node number");
        co_return;
    }
    if (session->closed()) co_return;
    if (session->peer() && !leaves_->knows(session->server)) co_return session->close("it isn't a leaf any more");
    // The same server again: its earlier connection is dead, whether it knows it or not.
    if (auto before = sessions_.extract(session->server)) {
        before.mapped()->close("replaced");
        host_.link_closed(before.mapped());
    }
    sessions_.emplace(session->server, session);
    session->welcomed = true;
    session->node = *node;
    FrameWriter(session->out(), FrameType::welcome)
        .add(kLinkVersion)
        .add(*node)
        .add(std::uint64_t(host_.id_floor()))
        .add(kMaxWaiting)
        .add(kMaxWaitingBytes);
    host_.link_opened(session);
    log::info(kComponent, "module link of {} ({}) is up", session->server, session->server_name);
}

}  // namespace alloquy::chat
