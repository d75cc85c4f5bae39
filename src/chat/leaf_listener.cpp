// SPDX-License-Identifier: GPL-2.0-or-later
#include "leaf_listener.hpp"

#include <alloquy/base/log.hpp>

namespace alloquy::chat {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kComponent = "chat";
/// A leaf that is turned away asks less and less often, up to every ten seconds.
constexpr http::Rate kTries{.per_minute = 12, .burst = 20};

http::RateLimits::Rates rates() {
    http::RateLimits::Rates all{};
    all.fill(kTries);
    return all;
}

}  // namespace

LeafListener::LeafListener(net::TlsContext const& tls, std::function<Task<>(std::shared_ptr<LinkSession>)> serve)
    : tls_(tls), serve_(std::move(serve)), limits_(rates(), /*capacity=*/4096) {}

Result<> LeafListener::start(async::TaskGroup& tasks, net::ListenOn const& where) {
    auto acceptor = net::listen(tasks.executor(), where);
    if (!acceptor) return std::unexpected(acceptor.error());
    acceptor_.emplace(std::move(*acceptor));
    port_ = acceptor_->local_endpoint().port();
    tasks_ = &tasks;
    tasks.spawn(accept());
    return {};
}

void LeafListener::stop() {
    if (!acceptor_) return;
    boost::system::error_code ignored;
    acceptor_->close(ignored);
}

bool LeafListener::has_room(net::Address const& peer) {
    auto const key = net::limit_key(peer);
    auto const of_address = of_address_.find(key);
    if (connections_ >= kMost || (of_address != of_address_.end() && of_address->second >= kMostOfAddress))
        return false;
    return limits_.take(http::Limit::sign_in, key).has_value();
}

Task<> LeafListener::accept() {
    co_await async::stoppable();
    while (acceptor_->is_open() && !tasks_->stopping()) {
        auto [error, socket] = co_await acceptor_->async_accept(net::Stream::kWait);
        if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) co_return;
        if (error) {
            // Out of descriptors, say: who waits stays in the kernel's queue.
            if (!co_await async::sleep_for(100ms)) co_return;
            continue;
        }
        boost::system::error_code gone;
        auto const endpoint = socket.remote_endpoint(gone);
        if (gone) continue;
        auto const peer = net::normalize(endpoint.address());
        if (has_room(peer))
            tasks_->spawn(serve(std::move(socket), peer));
        else
            log::debug(kComponent, "a connection to the module link from {} is turned away", peer.to_string());
    }
}

Task<> LeafListener::serve(asio::ip::tcp::socket socket, net::Address peer) {
    auto const key = net::limit_key(peer);
    ++connections_;
    ++of_address_[key];
    co_await serve_(std::make_shared<LinkSession>(std::move(socket), peer));
    --connections_;
    if (auto count = of_address_.find(key); --count->second == 0) of_address_.erase(count);
}

}  // namespace alloquy::chat
