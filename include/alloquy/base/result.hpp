// SPDX-License-Identifier: GPL-2.0-or-later
// Why an operation failed, in terms a caller can act on, and the return type of everything that can fail.
#pragma once
#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace alloquy {

/// A new code only when a caller acts differently on it. One place maps these to HTTP, gateway and IRC.
enum class Errc {
    invalid_input = 1,  ///< The request is wrong; Error::field names the part.
    unauthenticated,    ///< No credentials, or wrong ones.
    forbidden,          ///< Known, but not allowed.
    not_found,
    conflict,      ///< The thing is taken or in another state.
    too_large,     ///< A size limit; the message says which.
    rate_limited,  ///< Error::retry_after says when to come back.
    unavailable,   ///< A part that is down or full; trying again later can help.
    timeout,
    internal  ///< A bug or a broken disk. The detail is in the log, never in the answer.
};

struct Error {
    Errc code = Errc::internal;
    std::string reason;   ///< Stable identifier for programs, e.g. "username_taken". Never empty.
    std::string message;  ///< Safe to show to the peer.
    std::string field;    ///< For invalid_input: the JSON field or setting. May be empty.
    std::string detail;   ///< For the log only. Never holds a secret.
    std::optional<std::chrono::seconds> retry_after{};
};

/// Fallible functions return Result<T>; exceptions mean a bug or no memory.
template <class T = void>
using Result = std::expected<T, Error>;

/// The identifier used when a failure needs no narrower one, e.g. "not_found".
std::string_view default_reason(Errc code);

/// `return fail(Errc::not_found, "no such session");`
std::unexpected<Error> fail(Errc code, std::string message, std::string detail = {});
/// With a stable reason of its own.
std::unexpected<Error> fail_as(Errc code, std::string reason, std::string message, std::string detail = {});
/// invalid_input that names the field.
std::unexpected<Error> fail_field(std::string field, std::string message, std::string reason = "invalid_input");

}  // namespace alloquy
