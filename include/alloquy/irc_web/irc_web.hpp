// SPDX-License-Identifier: GPL-2.0-or-later
// IRC by WebSocket (https://ircv3.net/specs/extensions/websocket): each connection at /irc becomes one to InspIRCd,
// which learns the client's real address. docs/protocol/irc.md is what clients can rely on.
#pragma once
#include <alloquy/http/metrics.hpp>
#include <alloquy/http/websocket.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>

namespace alloquy::irc_web {

namespace close_code {
// As the gateway's, where they mean the same.
constexpr std::uint16_t kNothingSaid = 4004;
constexpr std::uint16_t kNoAnswer = 4007;  ///< To two pings.
constexpr std::uint16_t kSlowReader = 4008;
constexpr std::uint16_t kTooMany = 4011;  ///< Connections, from this address or in all.
}  // namespace close_code

struct Settings {
    std::filesystem::path socket;  ///< InspIRCd's listener that believes what a PROXY header says.
    std::size_t connections = 10'000;
    std::size_t connections_per_address = 100;
    std::chrono::milliseconds first_line_within{10'000};
    std::chrono::milliseconds ping_every{30'000};
};

/// Totals since the start, for /metrics.
struct Statistics {
    std::uint64_t opened = 0;
    std::uint64_t refused = 0;      ///< Over a limit.
    std::uint64_t unreachable = 0;  ///< InspIRCd wasn't there.
    std::uint64_t lines_in = 0;     ///< From clients.
    std::uint64_t lines_out = 0;
};

class IrcWeb {
public:
    explicit IrcWeb(Settings settings) : settings_(std::move(settings)) {}

    /// To be given to http::Server::add(). This must outlive the server's connections.
    http::Upgrade upgrade(std::string path = "/irc");
    /// As alloquy_irc_web_*. This must outlive `metrics`.
    void add_metrics(http::Metrics& metrics) const;

    std::size_t connections() const { return connections_; }
    Statistics const& statistics() const { return statistics_; }

private:
    class Place;
    Task<> serve(http::WebSocket& socket, http::Request const& request);

    Settings settings_;
    std::size_t connections_ = 0;
    std::unordered_map<std::string, std::size_t> by_address_;  ///< By net::limit_key().
    Statistics statistics_;
};

}  // namespace alloquy::irc_web
