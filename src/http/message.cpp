// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/text.hpp>
#include <alloquy/http/json_text.hpp>
#include <alloquy/http/message.hpp>

#include <nlohmann/json.hpp>

#include <array>

namespace alloquy::http {
namespace {

constexpr std::array<std::pair<Method, std::string_view>, 7> kMethods{{
    {Method::get, "GET"},
    {Method::head, "HEAD"},
    {Method::post, "POST"},
    {Method::put, "PUT"},
    {Method::patch, "PATCH"},
    {Method::del, "DELETE"},
    {Method::options, "OPTIONS"},
}};

}  // namespace

std::string_view to_string(Method method) {
    return kMethods[std::size_t(method)].second;
}

std::optional<Method> method_named(std::string_view name) {
    for (auto const& [method, text] : kMethods)
        if (name == text) return method;
    return std::nullopt;
}

std::string_view Request::header(std::string_view lower_case_name) const {
    for (auto const& [name, value] : headers)
        if (name == lower_case_name) return value;
    return {};
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
    for (auto const& [key, value] : query)
        if (key == name) return value;
    return std::nullopt;
}

std::string_view Request::parameter(std::string_view name) const {
    for (auto const& [key, value] : parameters)
        if (key == name) return value;
    return {};
}

std::string_view Request::bearer_token() const {
    constexpr std::size_t kScheme = 7;  // "Bearer "
    auto value = header("authorization");
    // RFC 9110 §11.1: the scheme's case doesn't matter.
    if (value.size() <= kScheme || !base::equals_ignoring_case(value.substr(0, kScheme), "bearer ")) return {};
    return base::trim(value.substr(kScheme));
}

Response Response::json(nlohmann::json const& body, unsigned status) {
    Response response;
    response.status = status;
    // Everything that came in was checked to be UTF-8; "replace" keeps a bug elsewhere from becoming an exception here.
    response.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return response;
}

Response Response::created(nlohmann::json const& body) {
    return json(body, 201);
}

Response Response::accepted() {
    Response response;
    response.status = 202;
    response.content_type.clear();
    return response;
}

Response Response::no_content() {
    Response response;
    response.status = 204;
    response.content_type.clear();
    return response;
}

unsigned status_of(Errc code) {
    switch (code) {
        case Errc::invalid_input:
            return 400;
        case Errc::unauthenticated:
            return 401;
        case Errc::forbidden:
            return 403;
        case Errc::not_found:
            return 404;
        case Errc::conflict:
            return 409;
        case Errc::too_large:
            return 413;
        case Errc::rate_limited:
            return 429;
        case Errc::unavailable:
            return 503;
        case Errc::timeout:
            return 504;
        case Errc::internal:
            break;
    }
    return 500;
}

std::string_view reason_phrase(unsigned status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 411:
            return "Length Required";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 422:
            return "Unprocessable Content";
        case 426:
            return "Upgrade Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        default:
            return "Status";
    }
}

namespace {

Response make_problem(
    unsigned status, std::string_view code, std::string_view detail, std::string_view field, std::string_view request_id
) {
    Response response;
    response.status = status;
    response.content_type = "application/problem+json";
    auto& body = response.body;
    body.reserve(200 + detail.size());
    body += R"({"type":)";
    append_json_string(body, "urn:alloquy:problem:" + std::string(code));
    body += R"(,"title":)";
    append_json_string(body, reason_phrase(status));
    body += R"(,"status":)" + std::to_string(status) + R"(,"detail":)";
    append_json_string(body, detail);
    body += R"(,"code":)";
    append_json_string(body, code);
    if (!field.empty()) {
        body += R"(,"field":)";
        append_json_string(body, field);
    }
    body += R"(,"request_id":)";
    append_json_string(body, request_id);
    body += '}';
    if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

}  // namespace

Response problem(Error const& error, std::string_view request_id) {
    auto response = make_problem(
        status_of(error.code), error.reason, error.message.empty() ? default_reason(error.code) : error.message,
        error.field, request_id
    );
    if (error.retry_after)
        response.headers.emplace_back(
            "Retry-After", std::to_string(std::max<std::int64_t>(error.retry_after->count(), 1))
        );
    return response;
}

Response problem(unsigned status, std::string_view code, std::string_view detail, std::string_view request_id) {
    return make_problem(status, code, detail, {}, request_id);
}

}  // namespace alloquy::http
