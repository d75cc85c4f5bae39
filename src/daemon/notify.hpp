// SPDX-License-Identifier: GPL-2.0-or-later
// Telling systemd that we are ready or stopping (sd_notify(3), Type=notify).
#pragma once
#include <string_view>

namespace alloquy::daemon {

/// Sends e.g. "READY=1" to $NOTIFY_SOCKET; does nothing when there is none.
void notify_service_manager(std::string_view state);

}  // namespace alloquy::daemon
