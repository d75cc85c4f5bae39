// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/file.hpp>
#include <alloquy/base/text.hpp>
#include <alloquy/process/private_copy.hpp>

#include <fmt/core.h>

#include <algorithm>
#include <system_error>

namespace alloquy::process {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestProgram = 256 * 1024 * 1024;

/// /usr/sbin/inspircd → usr.sbin.inspircd, AppArmor's custom for naming profile files.
std::string profile_name(fs::path const& program) {
    auto name = program.relative_path().string();
    std::ranges::replace(name, '/', '.');
    return name;
}

}  // namespace

bool has_apparmor_profile(fs::path const& program, AppArmorPaths const& paths) {
    auto enabled = base::read_file(paths.enabled, 64);
    if (!enabled || base::trim(*enabled) != "Y") return false;
    std::error_code error;
    auto real = fs::canonical(program, error);
    return fs::exists(paths.profiles / profile_name(program), error) ||
           (!real.empty() && fs::exists(paths.profiles / profile_name(real), error));
}

Result<fs::path> runnable_program(
    fs::path const& program, fs::path const& working_directory, AppArmorPaths const& paths
) {
    if (!has_apparmor_profile(program, paths)) return program;
    auto content = base::read_file(program, kLargestProgram);
    if (!content) return std::unexpected(content.error());
    auto copy = working_directory / "bin" / program.filename();
    if (auto current = base::read_file(copy, kLargestProgram); current && *current == *content) return copy;
    if (auto made = base::make_private_directory(copy.parent_path()); !made) return std::unexpected(made.error());
    if (auto written = base::write_file_atomically(copy, *content, 0700, base::Durable::no); !written)
        return std::unexpected(written.error());
    return copy;
}

}  // namespace alloquy::process
