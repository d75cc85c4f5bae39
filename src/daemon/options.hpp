// SPDX-License-Identifier: GPL-2.0-or-later
// The command line.
#pragma once
#include <alloquy/base/result.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace alloquy::daemon {

enum class Command {
    serve,
    check_config,
    owner_link,
    invite,
    user_add,
    user_list,
    user_suspend,
    user_ban,
    user_reactivate,
    user_delete,
    user_reset_password,
    leaf_add,
    leaf_list,
    leaf_remove,
    user_export,
    user_delete_messages,
    messages_rotate_key,
    messages_status,
    doctor,
};

struct Options {
    Command command = Command::serve;
    std::filesystem::path config;  ///< Empty = none: defaults only.
    std::filesystem::path data;
    std::vector<std::string> overrides;
    std::filesystem::path templates;  ///< Empty = beside the program or where the package puts them.
    bool json = false;
    std::string username;
    bool owner = false;
    bool password_stdin = false;
    std::string reason;
    std::string until;
    std::string note;
    std::optional<std::int64_t> uses;
    std::string expires;  ///< "7d", "12h", "30m"; empty = never.
};

/// Either the options, or what to print and the exit status (help, version, a mistake).
struct Usage {
    std::string text;
    int status;
};
std::expected<Options, Usage> read_options(int argc, char const* const* argv);

/// "7d", "12h", "30m", "90s". Errors: invalid_input.
Result<std::chrono::seconds> parse_duration(std::string const& text);

}  // namespace alloquy::daemon
