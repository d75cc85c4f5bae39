// SPDX-License-Identifier: GPL-2.0-or-later
#include "installation.hpp"

#include <alloquy/base/file.hpp>

#include <array>
#include <vector>

namespace alloquy::daemon {
namespace {

Result<std::filesystem::path> first_existing(
    std::vector<std::filesystem::path> const& places, std::string const& what
) {
    std::string looked;
    for (auto const& place : places) {
        std::error_code ignored;
        if (std::filesystem::exists(place, ignored)) return std::filesystem::weakly_canonical(place, ignored);
        looked += (looked.empty() ? "" : ", ") + place.string();
    }
    return fail(Errc::not_found, "cannot find " + what + " (looked at " + looked + ")");
}

}  // namespace

Result<Installation> find_installation(std::filesystem::path const& templates) {
    std::error_code ignored;
    auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    auto folder = program.parent_path();
    std::vector<std::filesystem::path> template_places;
    if (!templates.empty())
        template_places = {templates};
    else  // <checkout>/build/<preset>/alloquyd, or /usr/bin/alloquyd
        template_places = {folder / "../../config", folder / "../share/alloquy/config"};
    for (auto& place : template_places) place /= "inspircd";
    auto found = first_existing(template_places, "the children's templates");
    if (!found) return std::unexpected(found.error());
    auto module =
        first_existing({folder / "m_alloquy.so", folder / "../lib/alloquy/m_alloquy.so"}, "the InspIRCd module");
    if (!module) return std::unexpected(module.error());
    return Installation{found->parent_path(), *module};
}

Result<Installation> copy_installation(Installation const& from, std::filesystem::path const& folder) {
    Installation to{folder / "templates", folder / "modules" / "m_alloquy.so"};
    for (auto const* child : {"inspircd", "murmur", "coturn"}) {
        if (auto made = base::make_private_directory(to.templates / child); !made) return std::unexpected(made.error());
        std::error_code error;
        for (auto const& entry : std::filesystem::directory_iterator(from.templates / child, error)) {
            if (!entry.is_regular_file(error)) continue;
            auto content = base::read_file(entry.path());
            if (!content) return std::unexpected(content.error());
            if (auto written = base::write_file_atomically(
                    to.templates / child / entry.path().filename(), *content, 0600, base::Durable::no
                );
                !written)
                return std::unexpected(written.error());
        }
        if (error)
            return fail(Errc::not_found, "cannot read " + (from.templates / child).string() + ": " + error.message());
    }
    if (auto made = base::make_private_directory(to.module.parent_path()); !made) return std::unexpected(made.error());
    auto module = base::read_file(from.module, std::size_t(256) * 1024 * 1024);
    if (!module) return std::unexpected(module.error());
    // InspIRCd maps it: replaced by a rename, a running one keeps the file it has.
    if (auto written = base::write_file_atomically(to.module, *module, 0700, base::Durable::no); !written)
        return std::unexpected(written.error());
    return to;
}

}  // namespace alloquy::daemon
