// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/text.hpp>
#include <alloquy/crypto/secret.hpp>
#include <alloquy/http/standard_routes.hpp>

#include <algorithm>
#include <memory>

namespace alloquy::http {
namespace {

Route get(std::string path, Access access, std::function<Response(Request const&)> answer) {
    Route route{Method::get, std::move(path), access, {}};
    route.handler = [answer = std::move(answer)](Request request) -> Task<Result<Response>> {
        co_return answer(request);
    };
    return route;
}

}  // namespace

// RFC 9110 §13.1.2: a list of tags or "*"; comparison is weak.
bool is_known(Request const& request, std::string_view etag) {
    auto tags = request.header("if-none-match");
    if (base::trim(tags) == "*") return true;
    return std::ranges::any_of(base::split(tags, ','), [etag](std::string_view entry) {
        entry = base::trim(entry);
        if (entry.starts_with("W/")) entry.remove_prefix(2);
        return entry == etag;
    });
}

Route health_route() {
    return get("/healthz", Access::anyone, [](Request const&) {
        Response response;
        response.body = R"({"alive":true})";
        return response;
    });
}

Route readiness_route(std::function<Readiness()> look) {
    return get("/readyz", Access::anyone, [look = std::move(look)](Request const&) {
        auto readiness = look();
        Response response;
        response.status = readiness.ready ? 200 : 503;
        response.body = readiness.ready ? R"({"ready":true)" : R"({"ready":false)";
        if (!readiness.detail.empty()) response.body += R"(,"detail":)" + readiness.detail;
        response.body += '}';
        return response;
    });
}

Route metrics_route(Metrics const& metrics) {
    return get("/metrics", Access::loopback, [&metrics](Request const&) {
        Response response;
        response.content_type = "text/plain; version=0.0.4; charset=utf-8";
        response.body = metrics.text();
        return response;
    });
}

void add_server_metrics(Metrics& metrics, Server const& server) {
    auto count = [&](std::string name, std::string help, std::uint64_t Statistics::* member) {
        metrics.counter("alloquy_http_" + std::move(name), std::move(help), [&server, member] {
            return server.statistics().*member;
        });
    };
    metrics.gauge("alloquy_http_connections", "Open connections, WebSockets included", [&server] {
        return double(server.connections());
    });
    count("connections_accepted_total", "Connections accepted", &Statistics::connections_accepted);
    count("connections_refused_total", "Connections refused over a limit", &Statistics::connections_refused);
    count("websockets_opened_total", "WebSockets opened", &Statistics::websockets_opened);
    count("deadlines_missed_total", "Requests cut because they took too long", &Statistics::deadlines_missed);
    for (std::size_t hundred = 2; hundred <= 5; ++hundred)
        metrics.counter(
            "alloquy_http_requests_total", "Requests answered",
            [&server, hundred] { return server.statistics().answers_by_class[hundred]; },
            {{"class", std::to_string(hundred) + "xx"}}
        );
}

Route document_route(std::string path, Document document) {
    auto tag = '"' + crypto::to_base64url(crypto::sha256(document.bytes)).substr(0, 22) + '"';
    auto shared = std::make_shared<Document const>(std::move(document));
    return get(std::move(path), Access::anyone, [shared, tag](Request const& request) {
        Response response;
        response.headers = {{"ETag", tag}, {"Cache-Control", shared->cache_control}};
        if (!shared->content_security_policy.empty())
            response.headers.emplace_back("Content-Security-Policy", shared->content_security_policy);
        if (is_known(request, tag)) {
            response.status = 304;
            return response;
        }
        response.content_type = shared->content_type;
        response.body = shared->bytes;
        return response;
    });
}

}  // namespace alloquy::http
