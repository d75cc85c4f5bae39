// SPDX-License-Identifier: GPL-2.0-or-later
// alloquyd: reads the command line and hands over.
#include "admin_client.hpp"
#include "check_config.hpp"
#include "doctor.hpp"
#include "options.hpp"
#include "server.hpp"
#include "start.hpp"

#include <alloquy/crypto/secret.hpp>

#include <exception>
#include <iostream>

int main(int argc, char** argv) try {
    using namespace alloquy;
    auto options = daemon::read_options(argc, argv);
    if (!options) {
        (options.error().status == 0 ? std::cout : std::cerr) << options.error().text;
        return options.error().status;
    }
    if (auto ready = crypto::initialize(); !ready) {
        std::cerr << "alloquyd: " << ready.error().message << "\n";
        return 1;
    }
    auto config = daemon::load_config(*options);
    if (!config) {
        std::cerr << "alloquyd: " << config.error().message << "\n";
        return 2;
    }
    switch (options->command) {
        case daemon::Command::serve:
            return daemon::serve(*options, *config);
        case daemon::Command::check_config:
            return daemon::check_config(*options, *config);
        case daemon::Command::doctor:
            return daemon::doctor(*options, *config);
        default:
            return daemon::run_admin_command(*options, *config);
    }
} catch (std::exception const& error) {
    // A bug or no memory: everything expected is a Result.
    std::cerr << "alloquyd: " << error.what() << "\n";
    return 70;
}
