// SPDX-License-Identifier: GPL-2.0-or-later
// The administrative commands about stored messages: `alloquyd messages …`, `alloquyd user export` and `alloquyd user
// delete-messages`. Only a running server answers them: what they begin goes on in it.
#pragma once
#include <alloquy/accounts/accounts.hpp>
#include <alloquy/async/task.hpp>
#include <alloquy/messages/messages.hpp>
#include <alloquy/upkeep/exports.hpp>
#include <alloquy/upkeep/upkeep.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace alloquy::daemon {

/// Whether it is one of them, for saying that a server must run.
bool is_message_command(std::string_view command);

class MessageCommands {
public:
    MessageCommands(
        accounts::Accounts& accounts, messages::Messages& messages, upkeep::Upkeep& upkeep, upkeep::Exports& exports
    )
        : accounts_(accounts), messages_(messages), upkeep_(upkeep), exports_(exports) {}

    bool knows(nlohmann::json const& request) const;
    /// Answers as AdminCommands::run() does.
    Task<nlohmann::json> run(nlohmann::json request);

private:
    using Json = nlohmann::json;
    Task<Result<Json>> dispatch(Json request);
    Task<Result<Json>> status();
    Task<Result<Json>> export_page(Json request);
    Task<Result<Json>> delete_messages(Json request);
    Task<Result<accounts::Account>> account_of(Json request);

    accounts::Accounts& accounts_;
    messages::Messages& messages_;
    upkeep::Upkeep& upkeep_;
    upkeep::Exports& exports_;
};

}  // namespace alloquy::daemon
