// SPDX-License-Identifier: GPL-2.0-or-later
// Fills the templates that the children's configurations are rendered from.
#pragma once
#include <alloquy/base/result.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alloquy::base {

/// Replaces each @name@ (lower-case letters and '_') by its value; values are inserted as they are, so the caller
/// escapes them for the format. Errors: invalid_input that names a placeholder without value, or a value that the
/// template doesn't use (an operator's edited template must not lose a security setting unnoticed).
Result<std::string> fill_template(
    std::string_view text, std::vector<std::pair<std::string_view, std::string>> const& values
);

}  // namespace alloquy::base
