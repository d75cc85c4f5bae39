// SPDX-License-Identifier: GPL-2.0-or-later
// Values in InspIRCd's configuration format.
#pragma once
#include <alloquy/base/result.hpp>

#include <string>
#include <string_view>

namespace alloquy::irc {

/// For use inside "…": &, ", < and > as entities. Errors: invalid_input for NUL and line breaks, which no setting may
/// have.
Result<std::string> escape_config_value(std::string_view value);

}  // namespace alloquy::irc
