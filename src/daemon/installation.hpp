// SPDX-License-Identifier: GPL-2.0-or-later
// Where the files that belong to the program lie: the children's templates and our InspIRCd module.
#pragma once
#include <alloquy/base/result.hpp>

#include <filesystem>

namespace alloquy::daemon {

struct Installation {
    std::filesystem::path templates;  ///< Has inspircd/, murmur/ and coturn/.
    std::filesystem::path module;     ///< m_alloquy.so
};

/// Beside the program (a build folder of the checkout), or where the package puts them. `templates`: given by the
/// operator, or empty. Errors: not_found, with the places that were looked at.
Result<Installation> find_installation(std::filesystem::path const& templates);

/// Copies both below `folder`, where the children (and we, after giving up root) can read them whatever the permissions
/// of the checkout. Errors: forbidden, unavailable.
Result<Installation> copy_installation(Installation const& from, std::filesystem::path const& folder);

}  // namespace alloquy::daemon
