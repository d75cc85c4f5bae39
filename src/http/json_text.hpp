// SPDX-License-Identifier: GPL-2.0-or-later
// Writes JSON strings by hand, for answers too small to build a document for.
#pragma once
#include <string>
#include <string_view>

namespace alloquy::http {

/// Appends `text` in quotes. Bytes that aren't UTF-8 must not reach this.
void append_json_string(std::string& out, std::string_view text);

}  // namespace alloquy::http
