// SPDX-License-Identifier: GPL-2.0-or-later
// What the command line says to a running server, said by a test: one JSON line each way over the control socket.
#pragma once
#include <nlohmann/json.hpp>

#include <filesystem>

namespace alloquy::test {

/// `data`: the server's data directory. Throws when the server doesn't answer.
nlohmann::json control(std::filesystem::path const& data, nlohmann::json const& request);

}  // namespace alloquy::test
