// SPDX-License-Identifier: GPL-2.0-or-later
// SILENCE: the account's list of blocked people, as IRC clients know it. The numerics are InspIRCd's.
#pragma once
#include "answer.hpp"
#include "people.hpp"
#include "silence_command.hpp"

#include <alloquy/privacy/privacy.hpp>

namespace alloquy::chat {

class SilenceRequest {
public:
    SilenceRequest(People& people, privacy::Privacy& privacy) : people_(people), privacy_(privacy) {}

    Task<> serve(Answer& answer, IncomingRequest const& request);

private:
    Task<Result<>> list(Answer& answer, IncomingRequest const& request, base::Id me);
    Task<Result<>> change(Answer& answer, IncomingRequest const& request, base::Id me, SilenceCommand command);

    People& people_;
    privacy::Privacy& privacy_;
};

/// "SILENCE +bob!*@*", as a client is told of a change.
std::string silence_line(bool added, std::string_view username);

}  // namespace alloquy::chat
