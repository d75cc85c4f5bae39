// SPDX-License-Identifier: GPL-2.0-or-later
// A message as the web API shows it.
#pragma once
#include <alloquy/messages/message.hpp>

#include <nlohmann/json_fwd.hpp>

namespace alloquy::chat {

nlohmann::json to_json(messages::Message const& message);

}  // namespace alloquy::chat
