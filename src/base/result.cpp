// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/result.hpp>

namespace alloquy {

std::string_view default_reason(Errc code) {
    switch (code) {
        case Errc::invalid_input:
            return "invalid_input";
        case Errc::unauthenticated:
            return "unauthenticated";
        case Errc::forbidden:
            return "forbidden";
        case Errc::not_found:
            return "not_found";
        case Errc::conflict:
            return "conflict";
        case Errc::too_large:
            return "too_large";
        case Errc::rate_limited:
            return "rate_limited";
        case Errc::unavailable:
            return "unavailable";
        case Errc::timeout:
            return "timeout";
        case Errc::internal:
            break;
    }
    return "internal";
}

std::unexpected<Error> fail(Errc code, std::string message, std::string detail) {
    return fail_as(code, std::string(default_reason(code)), std::move(message), std::move(detail));
}

std::unexpected<Error> fail_as(Errc code, std::string reason, std::string message, std::string detail) {
    Error error;
    error.code = code;
    error.reason = std::move(reason);
    error.message = std::move(message);
    error.detail = std::move(detail);
    return std::unexpected(std::move(error));
}

std::unexpected<Error> fail_field(std::string field, std::string message, std::string reason) {
    auto failure = fail_as(Errc::invalid_input, std::move(reason), std::move(message));
    failure.error().field = std::move(field);
    return failure;
}

}  // namespace alloquy
