// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/accounts/rules.hpp>
#include <alloquy/base/text.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace alloquy::accounts {
namespace {

/// Names that a person could be deceived by, because IRC or Mumble people know them as a service.
constexpr std::array<std::string_view, 18> kReserved = {
    "nickserv", "chanserv", "operserv",      "memoserv", "botserv", "hostserv", "saslserv", "global", "superuser",
    "root",     "admin",    "administrator", "system",   "server",  "alloquy",  "everyone", "here",
    "hook",  // webhooks are called hook|name
};

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Guests on IRC are renamed to Guest<number>.
bool is_guest_name(std::string_view lower) {
    return lower.starts_with("guest") && std::ranges::all_of(lower.substr(5), is_digit);
}

bool has_control_character(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

}  // namespace

Result<> check_username(std::string_view username) {
    bool valid =
        !username.empty() && username.size() <= 24 && (is_letter(username[0]) || username[0] == '_') &&
        std::ranges::all_of(username, [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; });
    if (!valid)
        return fail_field(
            "username", "must be 1 to 24 letters, digits, '_' or '-', and start with a letter or '_'",
            "username_invalid"
        );
    auto lower = base::to_lower(username);
    if (std::ranges::find(kReserved, lower) != kReserved.end() || is_guest_name(lower))
        return fail_field("username", "is reserved; choose another", "username_reserved");
    return {};
}

Result<> check_new_password(std::string_view password, std::string_view username) {
    if (password.size() < 8) return fail_field("password", "must have at least 8 characters", "password_too_short");
    if (password.size() > 1024) return fail_field("password", "must have at most 1024 bytes", "password_too_long");
    if (!base::is_utf8(password) || has_control_character(password))
        return fail_field("password", "must be UTF-8 text without control characters", "password_invalid");
    if (base::equals_ignoring_case(password, username))
        return fail_field("password", "must not be the username", "password_is_username");
    return {};
}

Result<> check_display_name(std::string_view name) {
    if (base::trim(name).empty() || name.size() > 64 || !base::is_utf8(name) || has_control_character(name))
        return fail_field("display_name", "must be 1 to 64 bytes of text");
    return {};
}

Result<> check_client_cost(crypto::PasswordCost cost) {
    constexpr std::uint64_t kMiB = 1024 * 1024;
    if (cost.memory < 19 * kMiB || cost.memory > 256 * kMiB || cost.memory % 1024 != 0)
        return fail_field("memlimit", "must be 19922944 to 268435456 bytes, a multiple of 1024");
    if (cost.passes < 2 || cost.passes > 10) return fail_field("opslimit", "must be 2 to 10");
    return {};
}

}  // namespace alloquy::accounts
