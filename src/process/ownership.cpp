// SPDX-License-Identifier: GPL-2.0-or-later
#include "ownership.hpp"

#include <alloquy/base/log.hpp>
#include <alloquy/process/descriptor.hpp>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>

namespace alloquy::process {
namespace {

constexpr int kDeepest = 64;

struct Owner {
    uid_t user;
    gid_t group;
    dev_t device;
};

std::unexpected<Error> cannot_give(std::filesystem::path const& path) {
    return fail(
        errno == EPERM || errno == EACCES || errno == EROFS ? Errc::forbidden : Errc::unavailable,
        fmt::format("cannot give {} to the service user: {}", path.string(), std::strerror(errno))
    );
}

/// Works on open descriptors, so that a name swapped for a link meanwhile changes nothing outside.
Result<> give_entry(int folder, char const* name, std::filesystem::path const& path, Owner const& to, int depth) {
    Descriptor entry(::openat(folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC));
    struct stat status{};
    if (!entry || ::fstat(entry.get(), &status) != 0) {
        if (errno == ENOENT) return {};  // gone meanwhile
        return cannot_give(path);
    }
    if (status.st_dev != to.device) return {};
    if (status.st_uid != to.user || status.st_gid != to.group) {
        if (!S_ISDIR(status.st_mode) && status.st_nlink > 1 && status.st_uid != to.user) {
            log::warn("process", "{} has several names and belongs to another user: left alone", path.string());
            return {};
        }
        if (::fchownat(entry.get(), "", to.user, to.group, AT_EMPTY_PATH) != 0) return cannot_give(path);
    }
    if (!S_ISDIR(status.st_mode)) return {};
    if (depth == kDeepest) return fail(Errc::unavailable, fmt::format("{} is nested too deeply", path.string()));

    auto opened = ::openat(entry.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    auto close = [](DIR* stream) { ::closedir(stream); };
    std::unique_ptr<DIR, decltype(close)> stream(opened < 0 ? nullptr : ::fdopendir(opened), close);
    if (!stream) return cannot_give(path);
    while (auto next = ::readdir(stream.get())) {
        std::string_view child = next->d_name;
        if (child == "." || child == "..") continue;
        if (auto given = give_entry(::dirfd(stream.get()), next->d_name, path / child, to, depth + 1); !given)
            return given;
    }
    return {};
}

}  // namespace

Result<> give_tree_to(std::filesystem::path const& root, uid_t user, gid_t group) {
    struct stat status{};
    if (::lstat(root.c_str(), &status) != 0) return cannot_give(root);
    return give_entry(AT_FDCWD, root.c_str(), root, {user, group, status.st_dev}, 0);
}

}  // namespace alloquy::process
