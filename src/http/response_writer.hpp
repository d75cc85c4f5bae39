// SPDX-License-Identifier: GPL-2.0-or-later
// A Response into the bytes of an HTTP/1.1 message. Pure.
#pragma once
#include <alloquy/http/message.hpp>

#include <string>
#include <string_view>

namespace alloquy::http {

/// What the connection knows beyond the Response.
struct Envelope {
    std::string_view date;  ///< IMF-fixdate.
    std::string_view request_id;
    std::string_view allowed_origin;  ///< The request's Origin when it is one of ours, else empty.
    bool keep_alive = true;
    bool http_1_0 = false;      ///< HTTP/1.0 closes unless told otherwise, HTTP/1.1 the other way round.
    bool without_body = false;  ///< HEAD: the length is that of the body which is left out.
    bool hsts = false;
};

/// Appends the message. Security headers go with every answer; a Content-Security-Policy or Cache-Control that the
/// Response has replaces ours. Header lines with CR, LF or NUL are left out.
void append_response(std::string& out, Response const& response, Envelope const& envelope);

}  // namespace alloquy::http
