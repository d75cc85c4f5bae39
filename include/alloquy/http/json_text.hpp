// SPDX-License-Identifier: GPL-2.0-or-later
// Writes JSON strings by hand, for answers too small or too many to build a document for.
#pragma once
#include <string>
#include <string_view>

namespace alloquy::http {

/// Appends `text` in quotes. A byte that doesn't belong to well-formed UTF-8 becomes U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace alloquy::http
