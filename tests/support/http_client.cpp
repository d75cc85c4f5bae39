// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/http_client.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace alloquy::test {
namespace {

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

}  // namespace

nlohmann::json HttpResponse::json() const {
    auto parsed = nlohmann::json::parse(body, nullptr, /*allow_exceptions=*/false);
    if (parsed.is_discarded()) throw std::runtime_error("no JSON: " + text());
    return parsed;
}

nlohmann::json HttpClient::expect(unsigned status, HttpResponse response) const {
    if (response.status != status)
        throw std::runtime_error("expected status " + std::to_string(status) + ", got " + response.text());
    return response.body.empty() ? nlohmann::json() : response.json();
}

HttpResponse HttpClient::request(
    std::string const& method, std::string const& path, std::optional<std::string> body, std::string const& headers
) {
    std::string message =
        method + " " + path + " HTTP/1.1\r\nHost: localhost:" + std::to_string(port_) + "\r\n" + headers;
    if (!token_.empty()) message += "Authorization: Bearer " + token_ + "\r\n";
    if (body) {
        message +=
            "Content-Type: application/json\r\nContent-Length: " + std::to_string(body->size()) + "\r\n\r\n" + *body;
    } else {
        message += "\r\n";
    }
    if (socket_) {
        try {
            return exchange(message, method == "HEAD");
        } catch (std::runtime_error const&) {
            // The server may close an idle connection at any moment; a fresh one decides.
            socket_.reset();
        }
    }
    buffer_.clear();
    socket_ = std::make_unique<Socket>(port_, security_, nullptr, source_);
    return exchange(message, method == "HEAD");
}

HttpResponse HttpClient::exchange(std::string const& message, bool head) {
    auto const deadline = Clock::now() + patience();
    socket_->write(message);
    auto const read_more = [&] {
        auto const bytes = socket_->read_some(deadline);
        if (bytes.empty()) throw std::runtime_error("connection closed within an answer: " + buffer_);
        buffer_ += bytes;
    };
    auto const take_line = [&] {
        std::size_t end;
        while ((end = buffer_.find("\r\n")) == std::string::npos) read_more();
        auto line = buffer_.substr(0, end);
        buffer_.erase(0, end + 2);
        return line;
    };
    auto const take = [&](std::size_t count) {
        while (buffer_.size() < count) read_more();
        auto bytes = buffer_.substr(0, count);
        buffer_.erase(0, count);
        return bytes;
    };

    HttpResponse response;
    auto const status_line = take_line();
    if (!status_line.starts_with("HTTP/1.1 ")) throw std::runtime_error("no HTTP answer: " + status_line);
    response.status = static_cast<unsigned>(std::stoul(status_line.substr(9, 3)));
    for (auto line = take_line(); !line.empty(); line = take_line()) {
        auto const colon = line.find(':');
        auto const value = line.find_first_not_of(" \t", colon + 1);
        response.headers[lower(line.substr(0, colon))] = value == std::string::npos ? "" : line.substr(value);
    }
    if (!head && response.headers["transfer-encoding"] == "chunked") {
        for (auto size = std::stoul(take_line(), nullptr, 16); size > 0; size = std::stoul(take_line(), nullptr, 16)) {
            response.body += take(size);
            take(2);
        }
        take_line();
    } else if (!head && response.headers.contains("content-length")) {
        response.body = take(std::stoul(response.headers["content-length"]));
    }
    if (lower(response.headers["connection"]) == "close") socket_.reset();
    return response;
}

}  // namespace alloquy::test
