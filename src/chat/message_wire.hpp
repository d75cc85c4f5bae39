// SPDX-License-Identifier: GPL-2.0-or-later
// Messages as the web API shows them (docs/protocol/openapi.yaml, Message). Pure.
#pragma once
#include <alloquy/messages/message.hpp>

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace alloquy::chat {

/// By hand: with documents of a JSON library, writing a page took longer than reading and unsealing it.
void append_json(std::string& out, messages::Message const& message);

/// The same as a document, for what isn't written a thousand times a second.
nlohmann::json to_json(messages::Message const& message);

/// {"items": [...], "next": where what is older begins, "previous": where what is newer begins}, each an id or null.
std::string page_json(
    std::vector<messages::Message> const& page, std::optional<base::Id> next, std::optional<base::Id> previous
);

}  // namespace alloquy::chat
