// SPDX-License-Identifier: GPL-2.0-or-later
// The table of routes. Features add their rows; the router finds the row, checks access and limits, and runs its
// handler.
#pragma once
#include <alloquy/async/task.hpp>
#include <alloquy/http/message.hpp>
#include <alloquy/http/rate_limit.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace alloquy::http {

enum class Access {
    anyone,
    account,   ///< A valid session token, or an app password with the scope "api".
    staff,     ///< Owner or administrator.
    loopback,  ///< From this machine, without login (/metrics).
};

using Handler = std::function<Task<Result<Response>>(Request)>;

struct Route {
    Method method;
    std::string pattern;  ///< "/api/v1/sessions/{id}": a {name} matches one non-empty path segment.
    Access access;
    Handler handler;
    std::size_t body_limit = 16 * 1024;  ///< Bytes; larger bodies are refused with 413 before they are read.
    Limit limit = Limit::general;        ///< Which bucket a request takes from, per peer (anyone) or per account.
};

/// Finds whose token it is. Errors: unauthenticated, forbidden (suspended), unavailable.
using Authenticate = std::function<Task<Result<Identity>>(std::string token, std::string peer)>;

class Router {
public:
    Router(Authenticate authenticate, RateLimits& limits);

    /// Two rows with the same method and pattern are a bug (std::logic_error).
    void add(Route route);
    /// Answers GET and HEAD where there is no row, for anyone; not_found if it knows nothing either.
    void set_fallback(Handler handler);

    /// What a connection needs to know before it reads a body: the limit, or the answer that refuses the request now
    /// (not_found, method not allowed with Allow, unauthenticated, rate_limited …).
    struct Match {
        Route const* route = nullptr;
        std::vector<std::pair<std::string, std::string>> parameters;
        std::vector<Method> allowed;  ///< When the path exists but not with this method.
    };
    Match match(Method method, std::string_view path) const;

    /// The three steps of a request, for the connection, which reads the body between the second and the third:
    /// 1. without login: Access::loopback, and the peer's rate limit for Access::anyone. Errors: forbidden,
    /// rate_limited.
    Result<> admit(Route const& route, Request const& request);
    /// 2. for Access::account and staff: who it is, and the account's rate limit. The answer holds for this request,
    /// also if the token is revoked while the body arrives. Errors: as Authenticate, forbidden, rate_limited.
    Task<Result<Identity>> identify(Route const& route, std::string token, std::string peer);
    /// 3. the handler: always an answer, errors as problem+json and logged.
    Task<Response> run(Route const& route, Request request);

    /// All steps. HEAD is answered as GET; the caller leaves the body out.
    Task<Response> handle(Request request);

    std::vector<Route const*> routes() const;

private:
    struct Node;
    static bool find(
        Node const& node, std::string_view rest, std::vector<std::string_view>& values, Node const*& found
    );

    std::shared_ptr<Node> root_;
    std::unique_ptr<Route> fallback_;
    Authenticate authenticate_;
    RateLimits& limits_;
};

}  // namespace alloquy::http
