// SPDX-License-Identifier: GPL-2.0-or-later
// The part of a connection that doesn't wait: what a request asks for, and what goes around its answer.
#include "connection.hpp"
#include "forwarded.hpp"
#include "target.hpp"
#include "websocket_connection.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/base/text.hpp>

#include <algorithm>

namespace alloquy::http {
namespace {

/// A request id that came along is kept if it can't do harm in a log or header.
bool usable_id(std::string_view id) {
    return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-';
    });
}

std::string join(std::vector<Method> const& methods) {
    std::string out;
    for (auto method : methods) {
        if (!out.empty()) out += ", ";
        out += to_string(method);
    }
    return out;
}

}  // namespace

void Connection::look_at(Exchange& exchange) {
    auto& request = exchange.request;
    exchange.method = request.method;
    auto given_id = request.header("x-request-id");
    exchange.id = usable_id(given_id) ? std::string(given_id) : core_->next_request_id();
    request.id = exchange.id;
    exchange.origin = core_->allowed_origin(request);
    if (auto const& refusal = exchange.parser.refusal()) {
        exchange.response = problem(refusal->status, refusal->code, refusal->detail, exchange.id);
        exchange.close = true;
        return;
    }
    exchange.close = !exchange.parser.keep_alive();
    if (core_->settings.trusted_proxies.empty())
        request.peer = peer_text_;
    else
        request.peer = client_address(peer_, core_->settings.trusted_proxies, request).to_string();

    bool by_proxy = !core_->settings.trusted_proxies.empty() && core_->settings.trusted_proxies.contains(peer_);
    request.secure = stream_.tls() || (by_proxy && request.header("x-forwarded-proto") == "https");

    auto target = parse_target(exchange.parser.target());
    if (!target) {
        exchange.response = problem(target.error(), exchange.id);
        return;
    }
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    route(exchange);
}

void Connection::route(Exchange& exchange) {
    auto& request = exchange.request;
    if (!core_->upgrades.empty())
        if (auto found = core_->upgrades.find(request.path); found != core_->upgrades.end()) {
            exchange.upgrade = &found->second;
            return check_upgrade(exchange);
        }
    exchange.match = core_->router.match(request.method, request.path);
    if (!exchange.match.route) {
        bool known = !exchange.match.allowed.empty() || request.path == "*";
        if (!known)
            exchange.response = problem(fail(Errc::not_found, "there is nothing at this address").error(), exchange.id);
        else if (request.method == Method::options)
            answer_options(exchange);
        else {
            exchange.response = problem(405, "method_not_allowed", "this address has other methods", exchange.id);
            exchange.match.allowed.push_back(Method::options);
            exchange.response->headers.emplace_back("Allow", join(exchange.match.allowed));
        }
        return;
    }
    if (auto admitted = core_->router.admit(*exchange.match.route, request); !admitted) {
        exchange.response = problem(admitted.error(), exchange.id);
        return;
    }
    request.parameters = std::move(exchange.match.parameters);
}

/// OPTIONS, and with it the browser's question before a cross-origin request (Fetch standard, "CORS-preflight").
void Connection::answer_options(Exchange& exchange) {
    auto& allowed = exchange.match.allowed;
    allowed.push_back(Method::options);
    exchange.response = Response::no_content();
    auto& headers = exchange.response->headers;
    headers.emplace_back("Allow", join(allowed));
    if (exchange.origin.empty() || exchange.request.header("access-control-request-method").empty()) return;
    headers.emplace_back("Access-Control-Allow-Methods", join(allowed));
    headers.emplace_back("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Request-Id, If-None-Match");
    headers.emplace_back("Access-Control-Max-Age", "7200");
}

void Connection::check_upgrade(Exchange& exchange) {
    auto const& request = exchange.request;
    if (request.method == Method::options) {
        exchange.match.allowed = {Method::get};
        return answer_options(exchange);
    }
    if (auto refusal = refuse_upgrade(request, exchange.parser.upgrade(), *exchange.upgrade)) {
        exchange.response = problem(refusal->status, refusal->code, refusal->detail, exchange.id);
        exchange.response->headers.emplace_back("Upgrade", "websocket");
        return;
    }
    // Browsers always send Origin here, and CORS doesn't cover WebSockets. A page of this very host may connect under
    // whatever name it was loaded.
    auto origin = request.header("origin");
    auto host = request.header("host");
    bool same_host =
        origin.ends_with("://" + std::string(host)) && origin.find("://") + 3 + host.size() == origin.size();
    if (!origin.empty() && exchange.origin.empty() && !same_host)
        exchange.response =
            problem(fail(Errc::forbidden, "pages of this origin may not connect here").error(), exchange.id);
    if (core_->stopping) exchange.response = problem(fail(Errc::unavailable, "the server stops").error(), exchange.id);
}

bool Connection::needs_identity(Exchange const& exchange) const {
    auto const* route = exchange.match.route;
    return route && (route->access == Access::account || route->access == Access::staff);
}

/// Appends the answer to output_ and counts it.
void Connection::finish(Exchange& exchange) {
    auto& response = *exchange.response;
    bool unread_input = !exchange.parser.is_done();
    if (unread_input || core_->stopping) exchange.close = true;
    Envelope envelope;
    envelope.date = core_->date();
    envelope.request_id = exchange.id;
    envelope.allowed_origin = exchange.origin;
    envelope.keep_alive = !exchange.close;
    envelope.http_1_0 = exchange.parser.is_header_done() && exchange.parser.http_1_0();
    envelope.without_body = exchange.method == Method::head;
    envelope.hsts = core_->settings.hsts;
    append_response(output_, response, envelope);
    auto& statistics = core_->statistics;
    ++statistics.requests;
    ++statistics.answers_by_class[std::min<std::size_t>(response.status / 100, 5)];
    if (!log::enabled(log::Level::debug)) return;
    log::debug(
        "http", "{} {} {} {} {} {}", exchange.id, peer_text_, to_string(exchange.method),
        loggable_path(exchange.parser.target()), response.status, response.body.size()
    );
}

}  // namespace alloquy::http
