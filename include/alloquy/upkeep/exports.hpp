// SPDX-License-Identifier: GPL-2.0-or-later
// Everything that is kept about one account, for its owner: page by page, so that memory doesn't grow with what
// somebody wrote and an interrupted export goes on where it was.
#pragma once
#include <alloquy/accounts/accounts.hpp>
#include <alloquy/messages/messages.hpp>
#include <alloquy/privacy/privacy.hpp>
#include <alloquy/rooms/rooms.hpp>

#include <nlohmann/json.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <unordered_map>

namespace alloquy::upkeep {

struct ExportPage {
    nlohmann::json items = nlohmann::json::array();  ///< Each with its "type"; docs/protocol/openapi.yaml has them.
    std::optional<std::string> next;                 ///< For the next page; nothing after the last one.
};

class Exports {
public:
    /// How long pages can be fetched after the password was given.
    static constexpr std::chrono::hours kOpenFor{2};

    Exports(
        base::Clock const& clock, accounts::Accounts& accounts, rooms::Rooms& rooms, privacy::Privacy& privacy,
        messages::Messages& messages
    )
        : clock_(clock), accounts_(accounts), rooms_(rooms), privacy_(privacy), messages_(messages) {}

    /// Until when.
    base::Timestamp open(base::Id account);
    bool is_open(base::Id account) const;

    /// `cursor`: empty at first, then the `next` of the page before. About 1 MiB at most, and more only for a single
    /// message with many versions. A page may be empty although others follow. Errors: invalid_input (cursor),
    /// not_found (the account), unavailable.
    Task<Result<ExportPage>> page(base::Id account, std::string cursor);

private:
    using Items = nlohmann::json;
    Task<Result<ExportPage>> about_account(base::Id account);
    Task<Result<ExportPage>> read_markers(base::Id account, std::int64_t after);
    Task<Result<ExportPage>> reactions(base::Id account, std::int64_t after);
    Task<Result<ExportPage>> messages_of(base::Id account, std::int64_t after);
    Task<Result<nlohmann::json>> message_item(base::Id account, messages::Message message);
    Task<Result<nlohmann::json>> room_item(base::Id account, base::Id room);

    base::Clock const& clock_;
    accounts::Accounts& accounts_;
    rooms::Rooms& rooms_;
    privacy::Privacy& privacy_;
    messages::Messages& messages_;
    std::unordered_map<base::Id, base::Timestamp> open_until_;
};

}  // namespace alloquy::upkeep
