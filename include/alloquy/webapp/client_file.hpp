// SPDX-License-Identifier: GPL-2.0-or-later
// The built web client as it lies in the binary. src/webapp/pack.mjs makes the table; a build without Node.js has an
// empty one.
#pragma once
#include <span>
#include <string_view>

namespace alloquy::webapp {

struct ClientFile {
    std::string_view path;  ///< "/assets/index-4f2a.js"
    std::string_view type;  ///< Content-Type.
    std::string_view etag;  ///< With its quotes.
    std::string_view bytes;
    std::string_view brotli;  ///< The same bytes compressed; empty where that saves little.
    bool forever = false;     ///< The name changes with the contents.
};

/// Sorted by path.
using ClientFiles = std::span<ClientFile const>;

/// The table of this program: each executable brings its own.
extern ClientFiles const client_files;

}  // namespace alloquy::webapp
