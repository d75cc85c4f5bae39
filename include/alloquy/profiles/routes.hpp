// SPDX-License-Identifier: GPL-2.0-or-later
// Profiles on the web API: docs/protocol/openapi.yaml describes each path.
#pragma once
#include <alloquy/http/router.hpp>
#include <alloquy/profiles/profiles.hpp>

#include <nlohmann/json.hpp>

namespace alloquy::profiles {

/// What is referred to must outlive the router's use.
void add_routes(http::Router& router, Profiles& profiles, accounts::Directory& directory);

/// The data of the gateway's member.updated: what changed, null for what was removed.
nlohmann::json to_json(ProfileUpdated const& event);

}  // namespace alloquy::profiles
