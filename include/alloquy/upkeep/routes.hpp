// SPDX-License-Identifier: GPL-2.0-or-later
// Destruction and export of what one account wrote, on the web API: docs/protocol/openapi.yaml describes each path.
#pragma once
#include <alloquy/http/router.hpp>
#include <alloquy/upkeep/exports.hpp>
#include <alloquy/upkeep/upkeep.hpp>

#include <functional>

namespace alloquy::upkeep {

/// What is referred to must outlive the router's use.
struct RouteParts {
    Upkeep& upkeep;
    Exports& exports;
    accounts::Directory& accounts;
    /// Whether the request's body proves knowledge of the account's password.
    std::function<Task<Result<>>(http::Request)> prove;
};

void add_routes(http::Router& router, RouteParts parts);

}  // namespace alloquy::upkeep
