// SPDX-License-Identifier: GPL-2.0-or-later
// What a request's headers say it can take. Pure.
#pragma once
#include <string_view>

namespace alloquy::webapp {

/// Accept-Encoding (RFC 9110 §12.5.3) names "br", and not with a weight of nothing.
bool takes_brotli(std::string_view accept_encoding);

/// Accept names text/html: a browser that goes to a page, rather than a script or an image that it loads.
bool wants_page(std::string_view accept);

}  // namespace alloquy::webapp
