// SPDX-License-Identifier: GPL-2.0-or-later
// Requests and responses as handlers see them: no Beast types, so that features compile fast and are tested without
// sockets.
#pragma once
#include <alloquy/base/ids.hpp>
#include <alloquy/base/result.hpp>

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alloquy::http {

enum class Method { get, head, post, put, patch, del, options };
std::string_view to_string(Method method);  ///< "GET", …
std::optional<Method> method_named(std::string_view name);

/// Who sent the request, once the router checked its token.
struct Identity {
    base::Id account_id = 0;
    std::string username;
    bool owner = false;
    bool staff = false;         ///< Owner or administrator.
    base::Id session_id = 0;    ///< Session or app password: what ends when it is revoked.
    bool app_password = false;  ///< Signed in with an app password: may not manage credentials.
};

struct Request {
    Method method = Method::get;
    std::string path;                                             ///< Percent-decoded, without query.
    std::vector<std::pair<std::string, std::string>> query;       ///< Percent-decoded, in order.
    std::vector<std::pair<std::string, std::string>> headers;     ///< Names in lower case.
    std::vector<std::pair<std::string, std::string>> parameters;  ///< From the route's pattern: {"id", "42"}.
    std::string body;                                             ///< At most the route's limit.
    std::string peer;                  ///< The client's address as text, after http.trusted_proxies was applied.
    bool secure = false;               ///< Came by TLS: to us, or to a trusted proxy that says so (X-Forwarded-Proto).
    std::string id;                    ///< Request id: sent back as X-Request-Id and written to the log.
    std::optional<Identity> identity;  ///< Set unless the route's access is Access::anyone.

    std::string_view header(std::string_view lower_case_name) const;  ///< Empty when missing.
    std::optional<std::string_view> query_value(std::string_view name) const;
    std::string_view parameter(std::string_view name) const;  ///< Empty when the pattern has no such name.
    /// The token of "Authorization: Bearer …", or empty.
    std::string_view bearer_token() const;
};

struct Response {
    unsigned status = 200;
    std::string content_type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;

    static Response json(nlohmann::json const& body, unsigned status = 200);
    static Response created(nlohmann::json const& body);
    static Response accepted();
    static Response no_content();
};

/// RFC 9457: {type, title, status, detail, code, field?, request_id}, with Retry-After where the error says when and
/// WWW-Authenticate for 401.
Response problem(Error const& error, std::string_view request_id);
/// For the few statuses that no Errc stands for (405, 414, 431, 501 …); `code` as in Error::reason.
Response problem(unsigned status, std::string_view code, std::string_view detail, std::string_view request_id);
unsigned status_of(Errc code);
std::string_view reason_phrase(unsigned status);  ///< "Not Found"

}  // namespace alloquy::http
