// SPDX-License-Identifier: GPL-2.0-or-later
#include "target.hpp"

#include <alloquy/base/text.hpp>

#include <algorithm>

namespace alloquy::http {
namespace {

constexpr std::size_t kParameterLimit = 64;

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string loggable_path(std::string_view target) {
    constexpr std::size_t kLongest = 40;
    std::string out;
    for (auto segment : base::split(target.substr(0, target.find('?')), '/')) {
        out += segment.size() > kLongest ? std::string_view("*") : segment;
        out += '/';
    }
    out.pop_back();
    return out;
}

Result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plus_is_space) {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
            int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) return fail_field("url", "% must be followed by two hexadecimal digits");
            out += char(high * 16 + low);
            i += 2;
        }
    }
    if (out.find('\0') != std::string::npos || !base::is_utf8(out))
        return fail_field("url", "must be UTF-8 without NUL characters");
    return out;
}

Result<Target> parse_target(std::string_view text) {
    // Proxies send absolute form; servers must accept it (RFC 9112 §3.2.2).
    for (std::string_view scheme : {"http://", "https://"}) {
        if (!base::equals_ignoring_case(text.substr(0, scheme.size()), scheme)) continue;
        auto path = text.find_first_of("/?", scheme.size());
        text = path == std::string_view::npos ? "/" : text.substr(path);
    }
    Target target;
    if (text == "*") {
        target.path = "*";
        return target;
    }
    auto question = text.find('?');
    auto path = text.substr(0, question);
    if (!path.starts_with('/')) return fail_field("url", "must begin with /");
    if (path.find('%') == std::string_view::npos && std::ranges::all_of(path, [](char c) { return c > 0; })) {
        target.path = path;
    } else {
        auto decoded = percent_decode(path, /*plus_is_space=*/false);
        if (!decoded) return std::unexpected(decoded.error());
        if (std::ranges::count(*decoded, '/') != std::ranges::count(path, '/'))
            return fail_field("url", "must not contain an encoded slash");
        target.path = std::move(*decoded);
    }
    if (question == std::string_view::npos || question + 1 == text.size()) return target;
    for (auto part : base::split(text.substr(question + 1), '&')) {
        if (part.empty()) continue;
        if (target.query.size() >= kParameterLimit) return fail_field("url", "has more than 64 query parameters");
        auto equals = part.find('=');
        auto name = percent_decode(part.substr(0, equals), /*plus_is_space=*/true);
        if (!name) return std::unexpected(name.error());
        auto value = percent_decode(
            equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1), /*plus_is_space=*/true
        );
        if (!value) return std::unexpected(value.error());
        target.query.emplace_back(std::move(*name), std::move(*value));
    }
    return target;
}

}  // namespace alloquy::http
