// SPDX-License-Identifier: GPL-2.0-or-later
// The request target (RFC 9112 §3.2): path and query, decoded. Pure.
#pragma once
#include <alloquy/base/result.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alloquy::http {

struct Target {
    std::string path;  ///< Well-formed UTF-8 without NUL. "*" for OPTIONS *.
    std::vector<std::pair<std::string, std::string>> query;
};

/// Takes origin form ("/a?b=c") and absolute form ("http://host/a"). An encoded slash is refused, because afterwards
/// it couldn't be told from a real one. At most 64 query parameters. Errors: invalid_input.
Result<Target> parse_target(std::string_view text);

/// What of a target may stand in a log: not the query, because what people search for isn't the operator's business,
/// and
/// "*" for each segment of more than 40 bytes, because that may be the secret of a webhook's address.
std::string loggable_path(std::string_view target);

/// "%41" → "A"; with `plus_is_space` also "+" → " ". Errors: invalid_input.
Result<std::string> percent_decode(std::string_view text, bool plus_is_space);

}  // namespace alloquy::http
