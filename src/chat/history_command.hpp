// SPDX-License-Identifier: GPL-2.0-or-later
// The parameters of CHATHISTORY (IRCv3 draft/chathistory). Pure.
#pragma once
#include <alloquy/messages/message.hpp>

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace alloquy::chat {

constexpr std::size_t kMaxHistory = 100;  ///< ISUPPORT CHATHISTORY

struct HistoryCommand {
    std::string subcommand;  ///< In upper case.
    std::string target;      ///< Empty for TARGETS.
    bool targets = false;
    messages::Query query;  ///< Without room. For TARGETS the two times are from.time and to.time.
};

/// A FAIL: its code, and what stands between code and text.
struct HistoryFailure {
    std::string code;
    std::vector<std::string> context;
    std::string text;
};

/// `parameters` as the client sent them, the subcommand first.
std::expected<HistoryCommand, HistoryFailure> parse_history_command(std::span<std::string const> parameters);

}  // namespace alloquy::chat
