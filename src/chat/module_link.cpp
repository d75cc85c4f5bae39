// SPDX-License-Identifier: GPL-2.0-or-later
#include "module_link.hpp"

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

Task<> ModuleLink::serve(std::shared_ptr<LinkSession> session) {
    co_await async::stoppable();
    tasks_->spawn([](std::shared_ptr<LinkSession> waiting) -> Task<> {
        co_await async::stoppable();
        co_await async::sleep_for(kHelloLimit);
        if (waiting->server.empty()) waiting->close("no hello");
    }(session));
    auto ended = co_await session->serve([this, session](Frame const& frame) { return handle(session, frame); });
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
        case FrameType::resend: {
            auto message = parse_message(frame);
            // One client's odd message must not end the link for everybody.
            if (!message) {
                bool const absent = frame.field(8).contains('o');
                session->send(
                    FrameType::refused,
                    {frame.field(0), absent ? "UNKNOWN_TARGET" : "CANNOT_STORE", "This can't be stored"}
                );
                return {};
            }
            host_.message_received(session, std::move(*message));
            return {};
        }
        case FrameType::event: {
            auto event = parse_event(frame);
            if (event) host_.message_received(session, std::move(*event));
            return {};
        }
        case FrameType::verdict: {
            if (auto number = base::to_number(frame.field(0))) host_.verdict_received(*number, frame.field(1));
            return {};
        }
        case FrameType::request: {
            auto request = parse_request(frame);
            if (!request) {
                session->send(FrameType::answer, {frame.field(0), "1"});
                return {};
            }
            host_.request_received(session, std::move(*request));
            return {};
        }
        case FrameType::account:
            if (!frame.field(0).empty()) host_.account_told(session, std::string(frame.field(0)), frame.field(1));
            return {};
        default:
            return {};  // of a later version
    }
}

Result<> ModuleLink::greet(std::shared_ptr<LinkSession> const& session, Frame const& frame) {
    auto hello = parse_hello(frame);
    if (!hello) return std::unexpected(hello.error());
    if (!crypto::equal_in_constant_time(hello->secret, secret_))
        return fail(Errc::forbidden, "the module doesn't know the secret");
    session->server = std::move(hello->server);
    session->server_name = std::move(hello->name);
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
    // The same server again: its earlier connection is dead, whether it knows it or not.
    if (auto before = sessions_.extract(session->server)) {
        before.mapped()->close("replaced");
        host_.link_closed(before.mapped());
    }
    sessions_.emplace(session->server, session);
    session->welcomed = true;
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
