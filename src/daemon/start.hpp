// SPDX-License-Identifier: GPL-2.0-or-later
// What happens before there is a network or a thread: reading the configuration, owning the data directory, giving up
// root.
#pragma once
#include "config.hpp"
#include "installation.hpp"
#include "options.hpp"

#include <alloquy/net/certificates.hpp>
#include <alloquy/process/data_directory.hpp>
#include <alloquy/process/instance_lock.hpp>

#include <memory>

namespace alloquy::daemon {

/// Reads the file and the overrides. Errors: those of read_config(); not_found or forbidden naming the file.
Result<Config> load_config(Options const& options);

/// The data directory with its lock, owned by the service user that we have become.
struct OwnedData {
    process::DataDirectory data;
    process::InstanceLock lock;
};

/// For commands that work on the data directory while no server runs. Errors: conflict (a server runs after all),
/// forbidden, unavailable.
Result<OwnedData> own_data(Options const& options);

/// Everything a server needs from places that only root, or only whoever started it, can read.
struct Prepared {
    OwnedData owned;
    std::unique_ptr<net::Certificates> certificates;
    Installation installation;  ///< Copies below the data directory.
};
Result<Prepared> prepare_to_serve(Options const& options, Config const& config);

}  // namespace alloquy::daemon
