// SPDX-License-Identifier: GPL-2.0-or-later
#include "ownership.hpp"

#include <alloquy/base/file.hpp>
#include <alloquy/base/log.hpp>
#include <alloquy/process/data_directory.hpp>
#include <alloquy/process/privileges.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace alloquy::process {
namespace {

namespace fs = std::filesystem;

struct User {
    std::string name;
    uid_t id;
    gid_t group;
};

Result<User> find_user(std::string const& name) {
    std::array<char, 16384> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    ::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
    if (!found) {
        return fail_as(
            Errc::not_found, "no_service_user",
            fmt::format(
                "started as root, but there is no user \"{0}\" to run as: run deploy/install-deps, or make it with "
                "useradd --system --user-group --home-dir /var/lib/alloquy --shell /usr/sbin/nologin {0}",
                name
            )
        );
    }
    if (found->pw_uid == 0) return fail(Errc::forbidden, fmt::format("the service user \"{}\" must not be root", name));
    return User{name, found->pw_uid, found->pw_gid};
}

// ThreadSanitizer runs a thread of its own from the start.
#if defined(__SANITIZE_THREAD__)
constexpr int kOwnThreads = 2;
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
constexpr int kOwnThreads = 2;
#else
constexpr int kOwnThreads = 1;
#endif
#else
constexpr int kOwnThreads = 1;
#endif

bool other_threads_run() {
    std::error_code error;
    fs::directory_iterator tasks("/proc/self/task", error);
    return !error && std::distance(tasks, fs::directory_iterator{}) > kOwnThreads;
}

/// The first folder on the way to `path` that the user can't pass; empty when it reaches `path` and may write there.
/// The kernel is asked in that user's place, so access lists and mounts count too.
Result<std::optional<fs::path>> closed_folder(fs::path const& path, User const& user) {
    if (::initgroups(user.name.c_str(), user.group) != 0 || ::setegid(user.group) != 0 || ::seteuid(user.id) != 0)
        return fail(Errc::forbidden, fmt::format("cannot become {}: {}", user.name, std::strerror(errno)));
    std::optional<fs::path> closed;
    fs::path way;
    for (auto const& part : path) {
        way /= part;
        if (::faccessat(AT_FDCWD, way.c_str(), way == path ? R_OK | W_OK | X_OK : X_OK, AT_EACCESS) == 0) continue;
        closed = way;
        break;
    }
    if (::seteuid(0) != 0 || ::setegid(0) != 0)
        return fail(Errc::internal, fmt::format("cannot become root again: {}", std::strerror(errno)));
    return closed;
}

/// FNV-1a: tells folders apart, nothing more.
std::string short_hash(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return fmt::format("{:016x}", hash);
}

/// Binds `data` to a reachable place that only this process and its children see.
Result<fs::path> bind_within_reach(ServiceUserRequest const& request, fs::path const& closed, User const& user) {
    auto place = request.mount_parent / ("alloquy-" + short_hash(request.data.native()));
    auto refused = [&](std::string const& step) {
        return fail_as(
            Errc::forbidden, "data_out_of_reach",
            fmt::format(
                "the user {} can't reach the data directory {}, because {} is closed to it ({}: {}): "
                "choose another place, for example --data /var/lib/alloquy",
                user.name, request.data.string(), closed.string(), step, std::strerror(errno)
            )
        );
    };
    if (::unshare(CLONE_NEWNS) != 0) return refused("a private mount namespace isn't permitted");
    // Mounts made here must not show outside; those made outside still show here.
    if (::mount(nullptr, "/", nullptr, MS_SLAVE | MS_REC, nullptr) != 0) return refused("mount");
    if (::mkdir(place.c_str(), 0700) != 0 && errno != EEXIST) return refused("mkdir " + place.string());
    struct stat status{};
    if (::lstat(place.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
        errno = ENOTDIR;
        return refused(place.string());
    }
    if (::lchown(place.c_str(), user.id, user.group) != 0) return refused("chown " + place.string());
    if (::mount(request.data.c_str(), place.c_str(), nullptr, MS_BIND | MS_REC, nullptr) != 0)
        return refused("mount on " + place.string());
    auto still_closed = closed_folder(place, user);
    if (!still_closed) return std::unexpected(still_closed.error());
    if (*still_closed) {
        errno = EACCES;
        return refused(still_closed->value().string());
    }
    return place;
}

/// Of root's rights only this stays, for us and for the children: listening on ports below 1024, such as 443 for HTTPS
/// and TURN (capabilities(7)). Where the machine forbids even that, nothing stays.
void keep_only_low_ports() {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct data[2]{};
    unsigned const bit = 1U << CAP_NET_BIND_SERVICE;
    data[0] = {bit, bit, bit};
    if (::syscall(SYS_capset, &header, data) == 0) {
        ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_BIND_SERVICE, 0, 0);
        return;
    }
    data[0] = {};
    ::syscall(SYS_capset, &header, data);
}

Result<> drop_to(User const& user) {
    ::prctl(PR_SET_KEEPCAPS, 1);
    if (::initgroups(user.name.c_str(), user.group) != 0 || ::setresgid(user.group, user.group, user.group) != 0 ||
        ::setresuid(user.id, user.id, user.id) != 0)
        return fail(Errc::forbidden, fmt::format("cannot become {}: {}", user.name, std::strerror(errno)));
    keep_only_low_ports();
    if (::setuid(0) == 0 || ::getegid() == 0) return fail(Errc::internal, "root's rights could not be given up");
    return {};
}

/// Root's places and settings are none of the service user's business.
void clean_environment(fs::path const& data, User const& user) {
    for (auto name :
         {"XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "TMPDIR", "MAIL", "SUDO_USER",
          "SUDO_UID", "SUDO_GID", "SUDO_COMMAND"})
        ::unsetenv(name);
    ::setenv("HOME", data.c_str(), 1);
    ::setenv("USER", user.name.c_str(), 1);
    ::setenv("LOGNAME", user.name.c_str(), 1);
}

}  // namespace

Result<ServiceUserOutcome> become_service_user(ServiceUserRequest request) {
    if (::geteuid() != 0) {
        ::prctl(PR_SET_DUMPABLE, 0);
        return ServiceUserOutcome{request.data, false};
    }
    if (other_threads_run()) return fail(Errc::internal, "privileges must be dropped before threads start");
    auto user = find_user(request.user);
    if (!user) return std::unexpected(user.error());

    // Only the root: what lies in it belongs to the service user, and root must not follow a link laid out there.
    auto data = make_data_root(request.data);
    if (!data) return std::unexpected(data.error());
    request.data = std::move(*data);
    if (auto given = give_tree_to(request.data, user->id, user->group); !given) return std::unexpected(given.error());

    auto closed = closed_folder(request.data, *user);
    if (!closed) return std::unexpected(closed.error());
    if (*closed) {
        auto place = bind_within_reach(request, **closed, *user);
        if (!place) return std::unexpected(place.error());
        log::info(
            "process", "{} is used through {}, because {} is closed to the user {}", request.data.string(),
            place->string(), (*closed)->string(), user->name
        );
        request.data = *place;
    }
    if (::chdir(request.data.c_str()) != 0)
        return fail(Errc::forbidden, fmt::format("cannot enter {}: {}", request.data.string(), std::strerror(errno)));
    if (auto dropped = drop_to(*user); !dropped) return std::unexpected(dropped.error());
    clean_environment(request.data, *user);
    // The kernel has cleared it with the change of user; said here because keys depend on it.
    ::prctl(PR_SET_DUMPABLE, 0);
    return ServiceUserOutcome{request.data, true};
}

}  // namespace alloquy::process
