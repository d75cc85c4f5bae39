// SPDX-License-Identifier: GPL-2.0-or-later
// The administrative commands behind `alloquyd user`, `invite` and `owner-link`: the same code runs inside the server
// and, when none runs, on the data directory alone.
#pragma once
#include <alloquy/accounts/accounts.hpp>
#include <alloquy/async/task.hpp>

#include <nlohmann/json.hpp>

#include <string>

namespace alloquy::daemon {

/// A text of a request; empty when it is missing or of another type, because requests come from our own client.
std::string text_of(nlohmann::json const& request, char const* name);
/// {"ok": true, …} or {"ok": false, "error": {"code", "message", "field"}}.
nlohmann::json to_answer(Result<nlohmann::json> result);

class AdminCommands {
public:
    /// `public_url` has no slash at the end.
    AdminCommands(accounts::Accounts& accounts, base::Clock const& clock, std::string public_url);

    /// `request`: {"command": "user.add", …}. Answers as to_answer() does.
    Task<nlohmann::json> run(nlohmann::json request);

private:
    using Json = nlohmann::json;
    Task<Result<Json>> dispatch(Json request);
    Task<Result<Json>> add_user(Json request);
    Task<Result<Json>> list_users();
    Task<Result<Json>> suspend(Json request);
    Task<Result<Json>> owner_link();
    Task<Result<Json>> invite(Json request);
    Task<Result<Json>> reset_password(Json request);

    accounts::Accounts& accounts_;
    base::Clock const& clock_;
    std::string public_url_;
};

}  // namespace alloquy::daemon
