// SPDX-License-Identifier: GPL-2.0-or-later
// A file whose bytes are part of the binary (migrations, pages, the OpenAPI document). Made by alloquy_embed() in
// CMake.
#pragma once
#include <span>
#include <string_view>

namespace alloquy::base {

struct EmbeddedFile {
    std::string_view name;   ///< File name without its folder, e.g. "0001_accounts.sql".
    std::string_view bytes;  ///< Its contents; a NUL follows, so data() is also a C string for text files.
};

}  // namespace alloquy::base
