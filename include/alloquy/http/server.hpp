// SPDX-License-Identifier: GPL-2.0-or-later
// The HTTPS server: connections, limits and deadlines around a Router and a table of WebSocket paths.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/http/router.hpp>
#include <alloquy/http/websocket.hpp>
#include <alloquy/net/address.hpp>
#include <alloquy/net/listener.hpp>
#include <alloquy/net/tls_context.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace alloquy::http {

struct TimeLimits {
    std::chrono::milliseconds handshake{10'000};  ///< TLS.
    std::chrono::milliseconds header{10'000};     ///< From a request's first byte to the end of its header.
    std::chrono::milliseconds body{30'000};  ///< For the body; large ones get a second more per 16 KiB they announce.
    std::chrono::milliseconds idle{60'000};  ///< Between two requests.
    std::chrono::milliseconds handler{30'000};  ///< Then the handler is cancelled and the answer is 504.
    std::chrono::milliseconds write{30'000};    ///< For the peer to take an answer.
    std::chrono::milliseconds linger{2'000};    ///< Reading on after a refusal, so that the answer isn't lost.
};

struct ServerSettings {
    net::ListenOn listen;
    bool tls = true;    ///< false: plain HTTP, for operation behind a proxy.
    bool hsts = false;  ///< A promise that only a certificate that browsers trust can keep.
    /// Exact origins ("https://chat.example.org", "app://alloquy") whose pages may read answers and open WebSockets.
    std::vector<std::string> allowed_origins;
    net::Networks trusted_proxies;  ///< Whose X-Forwarded-For or Forwarded is believed.
    std::size_t max_connections = 10'000;
    std::size_t max_connections_per_peer = 256;  ///< Trusted proxies are exempt.
    std::size_t header_limit = 16 * 1024;
    std::size_t target_limit = 8 * 1024;
    TimeLimits times{};
};

/// Totals since the start, for /metrics.
struct Statistics {
    std::uint64_t connections_accepted = 0;
    std::uint64_t connections_refused = 0;  ///< Over max_connections or max_connections_per_peer.
    std::uint64_t requests = 0;
    std::array<std::uint64_t, 6> answers_by_class{};  ///< [2] = 2xx, …
    std::uint64_t websockets_opened = 0;
    std::uint64_t deadlines_missed = 0;  ///< Peers that were too slow.
};

class ServerCore;

class Server {
public:
    /// `router` and `tls` must outlive the server. `tls` may be null when settings.tls is false.
    Server(asio::any_io_executor executor, ServerSettings settings, Router& router, net::TlsContext const* tls);
    ~Server();
    Server(Server const&) = delete;
    Server& operator=(Server const&) = delete;

    /// Adds a WebSocket path; two for one path are a bug (std::logic_error).
    void add(Upgrade upgrade);

    /// Listens and begins to accept. Errors: as net::listen().
    Result<> start();
    std::uint16_t port() const;  ///< The one it listens on, also when the settings said 0.

    /// Accepts no more, closes idle connections at once and WebSockets with 1001, lets running requests finish within
    /// `grace`, then cuts the rest.
    Task<> stop(std::chrono::steady_clock::duration grace);

    std::size_t connections() const;
    Statistics const& statistics() const;

private:
    std::shared_ptr<ServerCore> core_;  ///< Shared with the connections, which may end a moment later.
};

}  // namespace alloquy::http
