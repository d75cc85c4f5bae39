// SPDX-License-Identifier: GPL-2.0-or-later
// Bytes of an HTTP/1 message into a Request. Beast does the grammar; what is refused beyond it is listed at feed().
#pragma once
#include <alloquy/http/message.hpp>

#include <boost/beast/http/basic_parser.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace alloquy::http {

class RequestParser final : public boost::beast::http::basic_parser<true> {
public:
    struct Limits {
        std::size_t header;  ///< Start line and fields together.
        std::size_t target;
    };
    /// A message that can't be answered as asked: the connection is closed after the answer.
    struct Refusal {
        unsigned status;
        std::string_view code;
        std::string_view detail;
    };

    RequestParser(Request& request, Limits limits);

    /// Reads the header from the front of `bytes` and returns how many it took; is_header_done() tells whether it is
    /// complete, refusal() whether it never will be. Refused are, besides malformed messages: too long ones (431, 414),
    /// HTTP/1.1 without exactly one Host, and any Transfer-Encoding but "chunked", because a proxy in front might see
    /// another end of the message (request smuggling). Unknown methods are 501.
    std::size_t feed_header(std::string_view bytes);

    /// Reads the body after set_body_limit(), until is_done(). Trailer fields are dropped. A body that doesn't fit
    /// is refused with 413, chunk framing out of proportion with 400.
    std::size_t feed_body(std::string_view bytes);
    /// False when the announced Content-Length is over it.
    bool set_body_limit(std::size_t limit);

    std::optional<Refusal> const& refusal() const { return refusal_; }
    bool http_1_0() const { return version_ == 10; }
    std::string_view target() const { return target_; }

private:
    using string_view = boost::beast::string_view;
    using error_code = boost::beast::error_code;
    using optional_length = boost::optional<std::uint64_t>;

    void on_request_impl(
        boost::beast::http::verb, string_view method, string_view target, int version, error_code& error
    ) override;
    void on_response_impl(int, string_view, int, error_code&) override {}
    void on_field_impl(boost::beast::http::field name, string_view name_text, string_view value, error_code& error)
        override;
    void on_header_impl(error_code& error) override;
    void on_body_init_impl(optional_length const& length, error_code& error) override;
    std::size_t on_body_impl(string_view bytes, error_code& error) override;
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code& error) override;
    void on_finish_impl(error_code&) override {}

    void refuse(unsigned status, std::string_view code, std::string_view detail, error_code& error);
    void explain(error_code const& error);

    Request& request_;
    Limits limits_;
    std::size_t header_bytes_ = 0;
    std::size_t body_limit_ = 0;
    std::size_t raw_body_bytes_ = 0;
    unsigned hosts_ = 0;
    int version_ = 11;
    bool in_trailer_ = false;
    std::string target_;
    std::optional<Refusal> refusal_;
};

}  // namespace alloquy::http
