// SPDX-License-Identifier: GPL-2.0-or-later
// A private copy of a program that the system's AppArmor profile would keep from our folders: profiles attach by path,
// so a copy elsewhere runs without it (Debian's profile for /usr/sbin/inspircd allows only /etc/inspircd and the like).
#pragma once
#include <alloquy/base/result.hpp>

#include <filesystem>

namespace alloquy::process {

/// Where AppArmor keeps what we look at; tests give other places.
struct AppArmorPaths {
    std::filesystem::path enabled = "/sys/module/apparmor/parameters/enabled";
    std::filesystem::path profiles = "/etc/apparmor.d";
};

/// Whether a profile is attached to the program's path or to what that is a link to.
bool has_apparmor_profile(std::filesystem::path const& program, AppArmorPaths const& paths = {});

/// The path to run: `program` itself, or its copy <working_directory>/bin/<name>, renewed when the program has changed.
/// Errors: not_found, forbidden, unavailable.
Result<std::filesystem::path> runnable_program(
    std::filesystem::path const& program, std::filesystem::path const& working_directory,
    AppArmorPaths const& paths = {}
);

}  // namespace alloquy::process
