// SPDX-License-Identifier: GPL-2.0-or-later
#include "request_parser.hpp"

#include <alloquy/base/text.hpp>

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>

namespace alloquy::http {
namespace {

namespace beast_http = boost::beast::http;

std::string_view view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

}  // namespace

RequestParser::RequestParser(Request& request, Limits limits) : request_(request), limits_(limits) {
    // Beast counts its limits per call, ours are per message.
    header_limit(std::uint32_t(limits.header));
    body_limit(boost::none);
}

void RequestParser::refuse(unsigned status, std::string_view code, std::string_view detail, error_code& error) {
    if (!refusal_) refusal_ = Refusal{status, code, detail};
    error = beast_http::error::bad_value;
}

void RequestParser::explain(error_code const& error) {
    if (refusal_) return;
    if (error == beast_http::error::body_limit)
        refusal_ = {413, "too_large", "the body is too large"};
    else if (error == beast_http::error::bad_version)
        refusal_ = {400, "malformed_request", "only HTTP/1.0 and HTTP/1.1 are spoken here"};
    else
        refusal_ = {400, "malformed_request", "not a well-formed HTTP request"};
}

std::size_t RequestParser::feed_header(std::string_view bytes) {
    error_code error;
    auto used = put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    header_bytes_ += used;
    // What waits unparsed belongs to the header as well until it ends.
    auto pending = is_header_done() ? 0 : bytes.size() - used;
    bool too_long = header_bytes_ + pending > limits_.header || error == beast_http::error::header_limit;
    bool start_line_open = target_.empty() && request_.headers.empty() && !is_header_done();
    if (too_long && start_line_open && bytes.find('\n') == std::string_view::npos)
        refuse(414, "url_too_long", "the URL is too long", error);
    else if (too_long)
        refuse(431, "header_too_large", "the header is too large", error);
    if (error && error != beast_http::error::need_more) explain(error);
    return used;
}

bool RequestParser::set_body_limit(std::size_t limit) {
    body_limit_ = limit;
    if (auto length = content_length(); length && *length > limit) return false;
    body_limit(limit);
    return true;
}

std::size_t RequestParser::feed_body(std::string_view bytes) {
    std::size_t total = 0;
    in_trailer_ = true;
    while (!is_done() && total < bytes.size()) {
        error_code error;
        auto used = put(boost::asio::const_buffer(bytes.data() + total, bytes.size() - total), error);
        total += used;
        if (error == beast_http::error::need_more) break;
        if (error) {
            explain(error);
            break;
        }
    }
    raw_body_bytes_ += total;
    // One-byte chunks with long extensions would cost far more to read than the limit allows.
    error_code error;
    if (chunked() && raw_body_bytes_ > 8 * body_limit_ + 64 * 1024)
        refuse(400, "malformed_request", "the body's chunks are too small", error);
    return total;
}

void RequestParser::on_request_impl(
    beast_http::verb, string_view method, string_view target, int version, error_code& error
) {
    target_ = view(target);
    version_ = version;
    if (version != 10 && version != 11)
        return refuse(400, "malformed_request", "only HTTP/1.0 and HTTP/1.1 are spoken here", error);
    if (target.size() > limits_.target) return refuse(414, "url_too_long", "the URL is too long", error);
    auto known = method_named(view(method));
    if (!known) return refuse(501, "method_unknown", "this method is not implemented", error);
    request_.method = *known;
}

void RequestParser::on_field_impl(beast_http::field name, string_view name_text, string_view value, error_code& error) {
    if (in_trailer_) return;
    if (name == beast_http::field::host) ++hosts_;
    if (name == beast_http::field::transfer_encoding && !base::equals_ignoring_case(base::trim(view(value)), "chunked"))
        return refuse(501, "transfer_encoding_unknown", "only Transfer-Encoding: chunked is implemented", error);
    request_.headers.emplace_back(base::to_lower(view(name_text)), view(value));
}

void RequestParser::on_header_impl(error_code& error) {
    if (!http_1_0() && hosts_ != 1) return refuse(400, "malformed_request", "exactly one Host header is needed", error);
    if (http_1_0() && chunked()) return refuse(400, "malformed_request", "HTTP/1.0 has no Transfer-Encoding", error);
}

void RequestParser::on_body_init_impl(optional_length const& length, error_code&) {
    // Not more than has a chance to come: the announcement alone must not cost memory.
    if (length) request_.body.reserve(std::size_t(std::min<std::uint64_t>(*length, 64 * 1024)));
}

std::size_t RequestParser::on_body_impl(string_view bytes, error_code&) {
    request_.body.append(bytes.data(), bytes.size());
    return bytes.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, string_view bytes, error_code&) {
    request_.body.append(bytes.data(), bytes.size());
    return bytes.size();
}

}  // namespace alloquy::http
