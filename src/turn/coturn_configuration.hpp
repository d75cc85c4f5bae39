// SPDX-License-Identifier: GPL-2.0-or-later
// turnserver.conf from its template: a pure function of the settings and the secrets of this start.
#pragma once
#include <alloquy/turn/coturn_child.hpp>

namespace alloquy::turn {

/// Errors: invalid_input that names the setting.
Result<std::string> render_turnserver_conf(
    std::string_view template_text, CoturnSettings const& settings, CoturnControlPort const& control
);

/// An entry of turn.allowed_peers as coturn's "first-last". Errors: invalid_input.
struct PeerRange {
    std::string first, last;
    bool loopback = false;  ///< Touches loopback, which coturn refuses unless told otherwise.
};
Result<PeerRange> parse_peer_range(std::string_view text);

/// Whether the settings mean every address of the machine.
bool listens_everywhere(CoturnSettings const& settings);

}  // namespace alloquy::turn
