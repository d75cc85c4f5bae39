// SPDX-License-Identifier: GPL-2.0-or-later
// Routes about the server itself: what it is, whether it is well, its figures, its API document.
#pragma once
#include "children.hpp"
#include "config.hpp"

#include <alloquy/async/cpu_pool.hpp>
#include <alloquy/chat/chat.hpp>
#include <alloquy/gateway/hub.hpp>
#include <alloquy/http/server.hpp>
#include <alloquy/http/standard_routes.hpp>
#include <alloquy/net/certificates.hpp>
#include <alloquy/supervisor/supervisor.hpp>
#include <alloquy/upkeep/upkeep.hpp>

namespace alloquy::daemon {

/// What the figures are read from. All must outlive the router and the metrics.
struct ServerView {
    supervisor::Supervisor const& supervisor;
    http::Server const& http;
    gateway::Hub const& gateway;
    async::CpuPool const& pool;
    Children const& children;
    net::Certificates const& certificates;
    chat::Chat const& chat;
    upkeep::Upkeep const& upkeep;
};

/// GET /healthz, /readyz, /metrics, /api/v1/server and /api/v1/openapi.json.
void add_server_routes(http::Router& router, http::Metrics& metrics, Config const& config, ServerView view);

}  // namespace alloquy::daemon
