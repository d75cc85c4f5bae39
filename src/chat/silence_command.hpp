// SPDX-License-Identifier: GPL-2.0-or-later
// The parameters of SILENCE, as ircu and InspIRCd know it: SILENCE, SILENCE +mask, SILENCE -mask. Pure.
#pragma once
#include <alloquy/base/result.hpp>

#include <span>
#include <string>

namespace alloquy::chat {

struct SilenceCommand {
    enum class Action { list, add, remove };
    Action action = Action::list;
    std::string name;  ///< Of an account; may be nobody's.
};

/// Here a person is blocked and not a mask, so what counts is a mask's nick: of "bob", "bob|2", "bob!*@*" and
/// "bob!b@host" it is bob. A mask without a sign is added, as InspIRCd does. Errors: invalid_input, with the field
/// "mask" for a mask that names nobody, "flags" for InspIRCd's second parameter.
Result<SilenceCommand> parse_silence(std::span<std::string const> parameters);

}  // namespace alloquy::chat
