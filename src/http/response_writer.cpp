// SPDX-License-Identifier: GPL-2.0-or-later
#include "response_writer.hpp"

#include <alloquy/base/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace alloquy::http {
namespace {

constexpr std::string_view kSecurity =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "X-Frame-Options: DENY\r\n";
constexpr std::string_view kPolicy = "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
// Answers are about one person at one moment; a route that knows better says so.
constexpr std::string_view kNoStore = "Cache-Control: no-store\r\n";
constexpr std::string_view kTransport = "Strict-Transport-Security: max-age=31536000\r\n";

void append_number(std::string& out, std::size_t number) {
    std::array<char, 24> digits;
    auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

bool fits_in_a_line(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

void append_line(std::string& out, std::string_view name, std::string_view value) {
    if (!fits_in_a_line(name) || !fits_in_a_line(value)) return;
    out.append(name).append(": ").append(value).append("\r\n");
}

bool has_header(Response const& response, std::string_view name) {
    for (auto const& [header, value] : response.headers)
        if (base::equals_ignoring_case(header, name)) return true;
    return false;
}

}  // namespace

void append_response(std::string& out, Response const& response, Envelope const& envelope) {
    bool bodiless = response.status == 204 || response.status == 304 || response.status < 200;
    out.reserve(out.size() + 640 + response.body.size());
    out += "HTTP/1.1 ";
    append_number(out, response.status);
    out.append(" ").append(reason_phrase(response.status)).append("\r\n");
    append_line(out, "Date", envelope.date);
    if (!bodiless) {
        out += "Content-Length: ";
        append_number(out, response.body.size());
        out += "\r\n";
        if (!response.content_type.empty()) append_line(out, "Content-Type", response.content_type);
    }
    if (!envelope.keep_alive)
        out += "Connection: close\r\n";
    else if (envelope.http_1_0)
        out += "Connection: keep-alive\r\n";
    append_line(out, "X-Request-Id", envelope.request_id);
    out += kSecurity;
    if (response.headers.empty()) {
        out.append(kPolicy).append(kNoStore);
    } else {
        if (!has_header(response, "Content-Security-Policy")) out += kPolicy;
        if (!has_header(response, "Cache-Control")) out += kNoStore;
        for (auto const& [name, value] : response.headers) append_line(out, name, value);
    }
    if (envelope.hsts) out += kTransport;
    if (!envelope.allowed_origin.empty()) {
        append_line(out, "Access-Control-Allow-Origin", envelope.allowed_origin);
        out += "Vary: Origin\r\nAccess-Control-Expose-Headers: X-Request-Id, Retry-After, Location, ETag\r\n";
    }
    out += "\r\n";
    if (!bodiless && !envelope.without_body) out += response.body;
}

}  // namespace alloquy::http
