// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/file.hpp>
#include <alloquy/process/data_directory.hpp>

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>
#include <system_error>

namespace alloquy::process {
namespace {

namespace fs = std::filesystem;

// A unix socket's path has 107 bytes at most (unix(7)); ours need up to 26 below the root.
constexpr std::size_t kLongestRoot = 80;

constexpr std::array<std::string_view, 5> kFolders{"keys", "tls", "run", "children", "blobs"};

}  // namespace

Result<> check_may_be_ours(fs::path const& root) {
    std::error_code error;
    for (auto mark : {"alloquy.db", "run/alloquyd.lock"})
        if (fs::exists(fs::symlink_status(root / mark, error))) return {};

    // A shared folder such as /tmp: we would close it to everybody.
    if ((fs::status(root, error).permissions() & fs::perms::sticky_bit) != fs::perms::none && !error) {
        return fail_as(
            Errc::conflict, "not_a_data_directory",
            fmt::format("{} is shared by everybody: choose a folder in it with --data", root.string())
        );
    }
    for (fs::directory_iterator entry(root, error), end; !error && entry != end; entry.increment(error)) {
        auto name = entry->path().filename().string();
        if (!entry->is_directory(error) || name == "lost+found" || std::ranges::find(kFolders, name) != kFolders.end())
            continue;
        return fail_as(
            Errc::conflict, "not_a_data_directory",
            fmt::format(
                "{} is in use by something else (it holds the folder {}): choose an empty or new folder with --data",
                root.string(), name
            )
        );
    }
    return {};  // also when it is missing or closed: creating it says why
}

Result<fs::path> make_data_root(fs::path const& root) {
    std::error_code error;
    auto absolute = fs::weakly_canonical(fs::absolute(root, error), error);
    if (error) {
        return fail(
            Errc::forbidden, fmt::format("cannot use the data directory {}: {}", root.string(), error.message())
        );
    }
    if (absolute.has_parent_path() && !absolute.has_filename()) absolute = absolute.parent_path();  // trailing slash
    if (absolute.native().size() > kLongestRoot) {
        return fail_field(
            "data", fmt::format(
                        "the path of the data directory {} has {} bytes; unix sockets allow {}", absolute.string(),
                        absolute.native().size(), kLongestRoot
                    )
        );
    }
    if (auto ours = check_may_be_ours(absolute); !ours) return std::unexpected(ours.error());
    if (auto made = base::make_private_directory(absolute); !made) return std::unexpected(made.error());
    return absolute;
}

Result<DataDirectory> DataDirectory::open(fs::path root) {
    auto absolute = make_data_root(root);
    if (!absolute) return std::unexpected(absolute.error());
    for (auto name : {"keys", "tls", "run", "children"}) {
        // The service user may have laid it there to have us write somewhere else.
        if (std::error_code error; ::geteuid() == 0 && fs::is_symlink(*absolute / name, error)) {
            return fail(
                Errc::conflict, fmt::format("{} is a link, which root must not follow", (*absolute / name).string())
            );
        }
        if (auto made = base::make_private_directory(*absolute / name); !made) return std::unexpected(made.error());
    }
    return DataDirectory(std::move(*absolute));
}

}  // namespace alloquy::process
