// SPDX-License-Identifier: GPL-2.0-or-later
#include "check_config.hpp"

#include "runtime_settings.hpp"
#include "settings.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/storage/connection.hpp>

#include <iostream>
#include <map>

namespace alloquy::daemon {
namespace {

/// Without making a database where there is none.
StoredSettings stored_settings(std::filesystem::path const& data) {
    auto path = data / "alloquy.db";
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return {};
    auto connection = storage::Connection::open(path.string(), storage::Connection::Mode::read_only);
    auto stored =
        connection ? read_stored_settings(**connection) : Result<StoredSettings>(std::unexpected(connection.error()));
    if (stored) return *stored;
    std::cerr << "alloquyd: settings changed at run time can't be read: " << stored.error().message << "\n";
    return {};
}

}  // namespace

int check_config(Options const& options, Config const& config) {
    auto effective = config;
    auto stored = stored_settings(options.data);
    apply_stored_settings(effective, stored);
    std::map<std::string, std::string> changed(stored.begin(), stored.end());
    for (auto const& setting : all_settings()) {
        std::cout << setting.key << " = " << show_setting(effective, setting.key);
        if (changed.contains(std::string(setting.key)))
            std::cout << "    # changed by an administrator; the file says " << show_setting(config, setting.key);
        std::cout << "\n";
    }
    return 0;
}

}  // namespace alloquy::daemon
