// SPDX-License-Identifier: GPL-2.0-or-later
#include "proxy_header.hpp"
#include "relay.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/irc_web/irc_web.hpp>

namespace alloquy::irc_web {

/// Counts a connection for as long as it lives.
class IrcWeb::Place {
public:
    Place(IrcWeb& owner, std::string key) : owner_(owner), key_(std::move(key)) {
        ++owner_.connections_;
        ++owner_.by_address_[key_];
    }
    ~Place() {
        --owner_.connections_;
        auto count = owner_.by_address_.find(key_);
        if (--count->second == 0) owner_.by_address_.erase(count);
    }
    Place(Place const&) = delete;
    Place& operator=(Place const&) = delete;

    bool allowed() const {
        return owner_.connections_ <= owner_.settings_.connections &&
               owner_.by_address_.at(key_) <= owner_.settings_.connections_per_address;
    }

private:
    IrcWeb& owner_;
    std::string key_;
};

http::Upgrade IrcWeb::upgrade(std::string path) {
    http::Upgrade upgrade;
    upgrade.path = std::move(path);
    upgrade.handler = [this](http::WebSocket& socket, http::Request const& request) { return serve(socket, request); };
    upgrade.subprotocols = {std::string(kText), std::string(kBinary)};
    upgrade.message_limit = kLineLimit;
    // Relay stops at kHighWater; what it read last, framed anew and with characters replaced, fits twice.
    upgrade.queue_limit = 2 * kHighWater;
    upgrade.slow_reader_code = close_code::kSlowReader;
    upgrade.keep_alive.first_message_within = settings_.first_line_within;
    upgrade.keep_alive.nothing_said_code = close_code::kNothingSaid;
    upgrade.keep_alive.ping_every = settings_.ping_every;
    upgrade.keep_alive.no_answer_code = close_code::kNoAnswer;
    return upgrade;
}

Task<> IrcWeb::serve(http::WebSocket& socket, http::Request const& request) {
    auto address = net::parse_address(request.peer);
    if (!address) co_return socket.close(http::close_code::kPolicy, "no address");
    Place place(*this, net::limit_key(*address));
    if (!place.allowed()) {
        ++statistics_.refused;
        // Only a close code reaches the page: the browser keeps an HTTP status to itself.
        co_return socket.close(close_code::kTooMany, "too many connections");
    }
    net::UnixSocket irc(co_await asio::this_coro::executor);
    if (auto connected = net::connect_unix(irc, settings_.socket); !connected) {
        ++statistics_.unreachable;
        log::debug("irc-web", "{}: {}", request.peer, connected.error().message);
        co_return socket.close(http::close_code::kTryAgainLater, "the IRC server is not there, try again");
    }
    ++statistics_.opened;
    Relay relay(socket, irc, statistics_);
    co_await relay.run(proxy_header(*address, request.secure));
}

void IrcWeb::add_metrics(http::Metrics& metrics) const {
    metrics.gauge("alloquy_irc_web_connections", "IRC connections by WebSocket", [this] {
        return double(connections_);
    });
    auto count = [&](std::string name, std::string help, std::uint64_t Statistics::* member) {
        metrics.counter("alloquy_irc_web_" + std::move(name), std::move(help), [this, member] {
            return statistics_.*member;
        });
    };
    count("opened_total", "IRC connections by WebSocket that were opened", &Statistics::opened);
    count("refused_total", "IRC connections by WebSocket refused over a limit", &Statistics::refused);
    count("unreachable_total", "IRC connections by WebSocket that found no InspIRCd", &Statistics::unreachable);
    count("lines_in_total", "Lines from IRC clients by WebSocket", &Statistics::lines_in);
    count("lines_out_total", "Lines to IRC clients by WebSocket", &Statistics::lines_out);
}

}  // namespace alloquy::irc_web
