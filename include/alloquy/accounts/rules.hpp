// SPDX-License-Identifier: GPL-2.0-or-later
// What names and passwords may look like. Pure functions, shared by REST, the command line and the bridges.
#pragma once
#include <alloquy/base/result.hpp>
#include <alloquy/crypto/password.hpp>

#include <string_view>

namespace alloquy::accounts {

/// [A-Za-z_][A-Za-z0-9_-]{0,23}, and none of the names that services use ("NickServ", "SuperUser", "Guest" with digits
/// …). Errors: invalid_input (field "username", reason "username_invalid" or "username_reserved").
Result<> check_username(std::string_view username);

/// 8 to 1024 bytes of UTF-8 without control characters, and not the username. Errors: invalid_input (field "password").
Result<> check_new_password(std::string_view password, std::string_view username);

/// 1 to 64 bytes of UTF-8 without control characters. Errors: invalid_input (field "display_name").
Result<> check_display_name(std::string_view name);

/// Bounds for the cost that a split-1 client chose: 19 MiB ≤ memory ≤ 256 MiB, 2 ≤ passes ≤ 10, so at least as costly
/// as OWASP's minimum. Errors: invalid_input (field "memlimit" or "opslimit").
Result<> check_client_cost(crypto::PasswordCost cost);

}  // namespace alloquy::accounts
