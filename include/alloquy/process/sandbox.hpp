// SPDX-License-Identifier: GPL-2.0-or-later
// Which files a child may touch: a Landlock ruleset (landlock(7)), so that a child that was taken over can't read our
// keys or the database although it runs as the same user.
#pragma once
#include <alloquy/base/result.hpp>
#include <alloquy/process/descriptor.hpp>

#include <filesystem>
#include <vector>

namespace alloquy::process {

/// The kernel's Landlock version; 0 when it has none, or it is switched off. Asked anew at each call.
int landlock_version();

/// Everything that is named in none of these is closed. A rule belongs to the file or folder that the path names now: a
/// file that is replaced by renaming falls out of its rule, so give the folder.
struct Sandbox {
    std::filesystem::path program;  ///< May be run, wherever it lies.
    std::vector<std::filesystem::path> readable;
    std::vector<std::filesystem::path> writable;
    /// Carved out of the system's folders, should it lie in one: the data directory.
    std::filesystem::path closed;
};

/// The ruleset, ready for landlock_restrict_self(). The system's folders (/usr, /etc, …) can be read and run; of /dev
/// only the harmless devices, of /run only the resolver's files. Errors: not_found and forbidden with the path;
/// unavailable when the kernel refuses.
Result<Descriptor> make_ruleset(Sandbox const& sandbox);

}  // namespace alloquy::process
