// SPDX-License-Identifier: GPL-2.0-or-later
// HTTP/1.1 requests as a test writes them: one kept-alive TLS connection, JSON in, JSON out.
#pragma once
#include "support/socket.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace alloquy::test {

struct HttpResponse {
    unsigned status = 0;
    std::map<std::string, std::string> headers;  ///< Names in lower case; the last of equal names.
    std::string body;

    /// The body as JSON; throws with the body when it is none.
    nlohmann::json json() const;
    /// For failure messages: status and body.
    std::string text() const { return std::to_string(status) + " " + body; }
};

class HttpClient {
public:
    /// `token` is sent as "Authorization: Bearer" with each request; empty = none.
    explicit HttpClient(std::uint16_t port, std::string token = {}, Security security = Security::tls)
        : port_(port), security_(security), token_(std::move(token)) {}

    /// With connections from this address of 127.0.0.0/8: another peer, for the server's limits.
    HttpClient from(std::string address) && {
        source_ = std::move(address);
        return std::move(*this);
    }

    HttpResponse get(std::string const& path) { return request("GET", path, {}); }
    /// As a browser asks for a page.
    HttpResponse get_page(std::string const& path) { return request("GET", path, {}, "Accept: text/html\r\n"); }
    HttpResponse del(std::string const& path) { return request("DELETE", path, {}); }
    HttpResponse post(std::string const& path, nlohmann::json const& body = nlohmann::json::object()) {
        return request("POST", path, body.dump());
    }
    HttpResponse patch(std::string const& path, nlohmann::json const& body) {
        return request("PATCH", path, body.dump());
    }
    /// `headers`: more of them, each with its CR LF.
    HttpResponse request(
        std::string const& method, std::string const& path, std::optional<std::string> body,
        std::string const& headers = {}
    );

    /// As post() and the like, but throws unless the answer has this status.
    nlohmann::json expect(unsigned status, HttpResponse response) const;

private:
    HttpResponse exchange(std::string const& message, bool head);

    std::uint16_t port_;
    Security security_;
    std::string token_;
    std::string source_;
    std::unique_ptr<Socket> socket_;
    std::string buffer_;
};

}  // namespace alloquy::test
