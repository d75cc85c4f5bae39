// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/log.hpp>
#include <alloquy/base/text.hpp>
#include <alloquy/http/router.hpp>
#include <alloquy/net/address.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <array>
#include <map>
#include <stdexcept>

namespace alloquy::http {

/// One path segment of the table. A literal child wins over the parameter, and the parameter is tried after it.
struct Router::Node {
    struct Row {
        Route route;
        std::vector<std::string> names;  ///< Of the parameters, in order.
    };
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> parameter;
    std::array<std::unique_ptr<Row>, 7> rows;  ///< By Method.

    bool empty() const {
        return std::ranges::none_of(rows, [](auto const& row) { return bool(row); });
    }
};

Router::Router(Authenticate authenticate, RateLimits& limits)
    : root_(std::make_shared<Node>()), authenticate_(std::move(authenticate)), limits_(limits) {}

void Router::add(Route route) {
    if (!route.pattern.starts_with('/')) throw std::logic_error("route pattern must begin with /: " + route.pattern);
    auto* node = root_.get();
    std::vector<std::string> names;
    for (auto segment : base::split(std::string_view(route.pattern).substr(1), '/')) {
        bool parameter = segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
        if (parameter) names.emplace_back(segment.substr(1, segment.size() - 2));
        auto& next = parameter ? node->parameter : node->literals[std::string(segment)];
        if (!next) next = std::make_unique<Node>();
        node = next.get();
    }
    auto& row = node->rows[std::size_t(route.method)];
    if (row) throw std::logic_error("two routes for " + std::string(to_string(route.method)) + " " + route.pattern);
    row = std::make_unique<Node::Row>(Node::Row{std::move(route), std::move(names)});
}

void Router::set_fallback(Handler handler) {
    fallback_ = std::make_unique<Route>(Route{Method::get, "", Access::anyone, std::move(handler)});
}

bool Router::find(Node const& node, std::string_view rest, std::vector<std::string_view>& values, Node const*& found) {
    auto slash = rest.find('/');
    auto segment = rest.substr(0, slash);
    bool last = slash == std::string_view::npos;
    auto below = [&](Node const& child) {
        if (!last) return find(child, rest.substr(slash + 1), values, found);
        if (child.empty()) return false;
        found = &child;
        return true;
    };
    if (auto literal = node.literals.find(segment); literal != node.literals.end() && below(*literal->second))
        return true;
    if (!node.parameter || segment.empty()) return false;
    values.push_back(segment);
    if (below(*node.parameter)) return true;
    values.pop_back();
    return false;
}

Router::Match Router::match(Method method, std::string_view path) const {
    Match match;
    std::vector<std::string_view> values;
    Node const* node = nullptr;
    if (!path.starts_with('/')) return match;
    if (!find(*root_, path.substr(1), values, node)) {
        if (method == Method::get || method == Method::head) match.route = fallback_.get();
        return match;
    }

    auto* row = node->rows[std::size_t(method)].get();
    if (!row && method == Method::head) row = node->rows[std::size_t(Method::get)].get();
    if (row) {
        match.route = &row->route;
        for (std::size_t i = 0; i < values.size(); ++i) match.parameters.emplace_back(row->names[i], values[i]);
        return match;
    }
    for (std::size_t i = 0; i < node->rows.size(); ++i) {
        if (!node->rows[i]) continue;
        match.allowed.push_back(Method(i));
        if (Method(i) == Method::get && !node->rows[std::size_t(Method::head)]) match.allowed.push_back(Method::head);
    }
    return match;
}

std::vector<Route const*> Router::routes() const {
    std::vector<Route const*> all;
    auto walk = [&all](auto& self, Node const& node) -> void {
        for (auto const& row : node.rows)
            if (row) all.push_back(&row->route);
        for (auto const& [text, child] : node.literals) self(self, *child);
        if (node.parameter) self(self, *node.parameter);
    };
    walk(walk, *root_);
    return all;
}

Result<> Router::admit(Route const& route, Request const& request) {
    switch (route.access) {
        case Access::anyone:
            return limits_.take(route.limit, request.peer);
        case Access::loopback: {
            auto address = net::parse_address(request.peer);
            // A proxy on this machine also comes from loopback, but it says whom it speaks for.
            bool forwarded = !request.header("x-forwarded-for").empty() || !request.header("forwarded").empty();
            if (!address || !net::is_loopback(*address) || forwarded)
                return fail(Errc::forbidden, "only from the server's own machine");
            return {};
        }
        case Access::account:
        case Access::staff:
            break;
    }
    return {};
}

Task<Result<Identity>> Router::identify(Route const& route, std::string token, std::string peer) {
    if (token.empty()) co_return fail(Errc::unauthenticated, "sign in first: send Authorization: Bearer <token>");
    auto identity = co_await authenticate_(std::move(token), peer);
    if (!identity) {
        // Guessing tokens is hopeless, but it must not be free either.
        if (auto allowed = limits_.take(Limit::general, peer); !allowed) co_return std::unexpected(allowed.error());
        co_return identity;
    }
    if (auto allowed = limits_.take(route.limit, "account:" + std::to_string(identity->account_id)); !allowed)
        co_return std::unexpected(allowed.error());
    if (route.access == Access::staff && !identity->staff) co_return fail(Errc::forbidden, "only for administrators");
    co_return identity;
}

Task<Response> Router::run(Route const& route, Request request) {
    auto id = request.id;
    Error error;
    try {
        auto response = co_await route.handler(std::move(request));
        if (response) co_return std::move(*response);
        error = std::move(response.error());
    } catch (boost::system::system_error const& thrown) {
        // The server cancelled the handler (deadline or stop) and answers itself.
        if (thrown.code() == asio::error::operation_aborted) throw;
        error.detail = thrown.what();
        error.message = "something went wrong on the server";
    } catch (std::exception const& thrown) {
        error.detail = thrown.what();
        error.message = "something went wrong on the server";
    }
    if (error.reason.empty()) error.reason = default_reason(error.code);
    if (error.code == Errc::internal)
        log::error(
            "http", "{} {} {}: {} ({})", id, to_string(route.method), route.pattern, error.message, error.detail
        );
    else if (!error.detail.empty())
        log::info("http", "{} {} {}: {} ({})", id, to_string(route.method), route.pattern, error.message, error.detail);
    co_return problem(error, id);
}

Task<Response> Router::handle(Request request) {
    auto found = match(request.method, request.path);
    if (!found.route && found.allowed.empty())
        co_return problem(fail(Errc::not_found, "there is nothing at this address").error(), request.id);
    if (!found.route) {
        auto response = problem(405, "method_not_allowed", "this address has other methods", request.id);
        std::string allow;
        for (auto method : found.allowed) {
            if (!allow.empty()) allow += ", ";
            allow += to_string(method);
        }
        response.headers.emplace_back("Allow", std::move(allow));
        co_return response;
    }
    auto const& route = *found.route;
    request.parameters = std::move(found.parameters);
    if (request.body.size() > route.body_limit)
        co_return problem(fail(Errc::too_large, "the body is too large").error(), request.id);
    if (auto admitted = admit(route, request); !admitted) co_return problem(admitted.error(), request.id);
    if (route.access == Access::account || route.access == Access::staff) {
        auto identity = co_await identify(route, std::string(request.bearer_token()), request.peer);
        if (!identity) co_return problem(identity.error(), request.id);
        request.identity = std::move(*identity);
    }
    co_return co_await run(route, std::move(request));
}

}  // namespace alloquy::http
