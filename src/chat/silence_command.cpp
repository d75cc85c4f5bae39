// SPDX-License-Identifier: GPL-2.0-or-later
#include "silence_command.hpp"

namespace alloquy::chat {
namespace {

/// Longer than any account's name, so that what is no name is answered as unknown.
constexpr std::size_t kLongestName = 64;

}  // namespace

Result<SilenceCommand> parse_silence(std::span<std::string const> parameters) {
    SilenceCommand command;
    if (parameters.empty() || parameters[0].empty()) return command;
    if (parameters.size() > 1 && !parameters[1].empty())
        return fail_field("flags", "A person is silenced as a whole, so there are no flags here");
    std::string_view mask = parameters[0];
    command.action = mask.starts_with('-') ? SilenceCommand::Action::remove : SilenceCommand::Action::add;
    if (mask.starts_with('-') || mask.starts_with('+')) mask.remove_prefix(1);
    auto nick = mask.substr(0, mask.find_first_of("!@"));
    // Further devices of a person are name|2, name|3 …
    nick = nick.substr(0, nick.find('|'));
    bool const at_host = mask.contains('@') && !mask.contains('!');
    if (nick.empty() || nick.size() > kLongestName || nick.find_first_of("*?") != nick.npos || at_host)
        return fail_field("mask", "Name a person: +name or +name!*@*");
    command.name = nick;
    return command;
}

}  // namespace alloquy::chat
