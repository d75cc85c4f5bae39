// SPDX-License-Identifier: GPL-2.0-or-later
// The administrator's view of the children over REST.
#pragma once
#include <alloquy/http/router.hpp>
#include <alloquy/supervisor/supervisor.hpp>

#include <nlohmann/json_fwd.hpp>

namespace alloquy::supervisor {

/// {name, state, pid (null when none runs), since, restarts, version, detail}: also the data of component.updated on
/// the gateway.
nlohmann::json to_json(ComponentStatus const& status);

/// For staff: GET /api/v1/admin/components · GET /api/v1/admin/components/{name}/logs?limit=1–1000 (default 200, oldest
/// first) · POST /api/v1/admin/components/{name}/restart → 202. Unknown names: not_found. `supervisor` must outlive the
/// router.
void add_routes(http::Router& router, Supervisor& supervisor);

}  // namespace alloquy::supervisor
