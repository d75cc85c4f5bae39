// SPDX-License-Identifier: GPL-2.0-or-later
// Routes that no feature owns: health, metrics, and documents that never change while we run.
#pragma once
#include <alloquy/http/metrics.hpp>
#include <alloquy/http/router.hpp>
#include <alloquy/http/server.hpp>

#include <functional>
#include <string>

namespace alloquy::http {

/// GET /healthz: 200 for as long as the process answers at all.
Route health_route();

struct Readiness {
    bool ready = false;
    std::string detail;  ///< JSON for "detail": what is waited for. Anybody may read it. Empty = left out.
};
/// GET /readyz: 200 {"ready":true} or 503 {"ready":false}, with the detail.
Route readiness_route(std::function<Readiness()> look);

/// GET /metrics, on loopback only. `metrics` must outlive the router.
Route metrics_route(Metrics const& metrics);
/// The server's own figures, as alloquy_http_*. `server` must outlive `metrics`.
void add_server_metrics(Metrics& metrics, Server const& server);

/// The client says that it has this version already (If-None-Match): 304 is the answer.
bool is_known(Request const& request, std::string_view etag);

struct Document {
    std::string content_type;
    std::string bytes;
    std::string content_security_policy;     ///< Empty = the default, which forbids everything.
    std::string cache_control = "no-cache";  ///< "no-cache" = ask each time; the ETag makes that cheap.
};
/// GET `path` for anyone, with an ETag and 304 for who has it already.
Route document_route(std::string path, Document document);

}  // namespace alloquy::http
