// SPDX-License-Identifier: GPL-2.0-or-later
// The data directory (0700) and the places in it. One alloquyd at a time owns it.
#pragma once
#include <alloquy/base/result.hpp>

#include <filesystem>
#include <string_view>

namespace alloquy::process {

class DataDirectory {
public:
    /// Creates what is missing: root, keys/, tls/, run/, children/, all 0700. `root` becomes absolute, links resolved.
    /// Errors: forbidden, unavailable, conflict (not a directory, or a folder that belongs to something else),
    /// invalid_input (a path too long for the unix sockets in it); messages hold the path.
    static Result<DataDirectory> open(std::filesystem::path root);

    std::filesystem::path const& root() const { return root_; }
    std::filesystem::path database() const { return root_ / "alloquy.db"; }
    std::filesystem::path search_index() const { return root_ / "search.db"; }
    std::filesystem::path keys() const { return root_ / "keys"; }  ///< Closed to children.
    std::filesystem::path tls() const { return root_ / "tls"; }
    std::filesystem::path run() const { return root_ / "run"; }  ///< Unix sockets, pid files.
    std::filesystem::path child(std::string_view name) const { return root_ / "children" / name; }
    std::filesystem::path control_socket() const { return run() / "control.sock"; }
    std::filesystem::path lock_file() const { return run() / "alloquyd.lock"; }

private:
    explicit DataDirectory(std::filesystem::path root) : root_(std::move(root)) {}
    std::filesystem::path root_;
};

/// Whether `root` may become (or is) our data directory: missing, empty, only files, or one that we used before. A
/// folder that holds other folders is somebody's home or a part of the system, and taking it over would close it to its
/// owner. Errors: conflict.
Result<> check_may_be_ours(std::filesystem::path const& root);

/// Makes the root alone, and returns its absolute path with links resolved. Errors: as DataDirectory::open().
Result<std::filesystem::path> make_data_root(std::filesystem::path const& root);

}  // namespace alloquy::process
