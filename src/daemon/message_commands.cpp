// SPDX-License-Identifier: GPL-2.0-or-later
#include "message_commands.hpp"

#include "admin_commands.hpp"

#include <algorithm>
#include <array>

namespace alloquy::daemon {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> kCommands = {
    "messages.rotate-key", "messages.status", "user.export", "user.delete-messages"
};

}  // namespace

bool is_message_command(std::string_view command) {
    return std::ranges::find(kCommands, command) != kCommands.end();
}

bool MessageCommands::knows(json const& request) const {
    return is_message_command(text_of(request, "command"));
}

Task<json> MessageCommands::run(json request) {
    co_return to_answer(co_await dispatch(std::move(request)));
}

Task<Result<json>> MessageCommands::dispatch(json request) {
    auto const command = text_of(request, "command");
    if (command == "messages.status") co_return co_await status();
    if (command == "user.export") co_return co_await export_page(std::move(request));
    if (command == "user.delete-messages") co_return co_await delete_messages(std::move(request));
    if (auto rotated = co_await upkeep_.rotate_key(); !rotated) co_return std::unexpected(rotated.error());
    co_return co_await status();
}

Task<Result<json>> MessageCommands::status() {
    auto keys = co_await messages_.key_status();
    if (!keys) co_return std::unexpected(keys.error());
    json answer{
        {"key", keys->current},
        {"key_since", base::to_rfc3339(keys->since)},
        {"older_keys", keys->older},
        {"left_to_reseal", keys->left},
    };
    co_return answer;
}

Task<Result<accounts::Account>> MessageCommands::account_of(json request) {
    auto account = co_await accounts_.find_by_username(text_of(request, "username"));
    if (!account) co_return std::unexpected(account.error());
    if (!*account) co_return fail_as(Errc::not_found, "account_not_found", "there is no account of that name");
    co_return std::move(**account);
}

Task<Result<json>> MessageCommands::export_page(json request) {
    auto account = co_await account_of(request);
    if (!account) co_return std::unexpected(account.error());
    auto page = co_await exports_.page(account->id, text_of(request, "after"));
    if (!page) co_return std::unexpected(page.error());
    json answer{{"items", std::move(page->items)}, {"next", page->next ? json(*page->next) : json(nullptr)}};
    co_return answer;
}

Task<Result<json>> MessageCommands::delete_messages(json request) {
    auto account = co_await account_of(std::move(request));
    if (!account) co_return std::unexpected(account.error());
    auto noted = co_await upkeep_.erase(account->id, /*read_markers=*/false);
    if (!noted) co_return std::unexpected(noted.error());
    co_return json::object();
}

}  // namespace alloquy::daemon
