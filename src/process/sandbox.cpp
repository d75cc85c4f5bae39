// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/process/sandbox.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

namespace alloquy::process {
namespace {

namespace fs = std::filesystem;

// The kernel's interface (linux/landlock.h), written out because the build machine's headers may be older than the
// kernel that we meet.
struct RulesetAttributes {
    std::uint64_t handled_access_fs;
    std::uint64_t handled_access_net;  // version 4
    std::uint64_t scoped;              // version 6
};
struct [[gnu::packed]] PathBeneath {
    std::uint64_t allowed_access;
    std::int32_t parent_fd;
};
constexpr unsigned kVersionFlag = 1U << 0;
constexpr int kRulePathBeneath = 1;

constexpr std::uint64_t kExecute = 1ULL << 0;
constexpr std::uint64_t kWriteFile = 1ULL << 1;
constexpr std::uint64_t kReadFile = 1ULL << 2;
constexpr std::uint64_t kReadFolder = 1ULL << 3;
constexpr std::uint64_t kChangeFolder = 0x1FF0;     // bits 4–12: remove and make entries of every kind
constexpr std::uint64_t kRefer = 1ULL << 13;        // version 2: move between folders
constexpr std::uint64_t kTruncate = 1ULL << 14;     // version 3
constexpr std::uint64_t kScopeSignals = 1ULL << 1;  // version 6: no signals to us or to other children

constexpr std::uint64_t kRead = kReadFile | kReadFolder;
constexpr std::uint64_t kWrite = kWriteFile | kChangeFolder | kRefer | kTruncate;
// What a rule on something that is no folder may carry.
constexpr std::uint64_t kFileRights = kExecute | kWriteFile | kReadFile | kTruncate;

constexpr std::array kSystemFolders{"/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc", "/proc", "/sys"};
// /etc/resolv.conf is often a link to one of these.
constexpr std::array kResolverFolders{"/run/systemd/resolve", "/run/resolvconf", "/run/NetworkManager"};
constexpr std::array kDevices{"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"};

class Ruleset {
public:
    explicit Ruleset(int version)
        : handled_(
              kExecute | kRead | kWriteFile | kChangeFolder | (version >= 2 ? kRefer : 0) |
              (version >= 3 ? kTruncate : 0)
          ) {
        RulesetAttributes attributes{handled_, 0, version >= 6 ? kScopeSignals : 0};
        // Old kernels refuse attributes that they don't know, so the size says which are meant.
        auto size = version >= 6 ? sizeof attributes : sizeof attributes.handled_access_fs;
        file_.reset(int(::syscall(SYS_landlock_create_ruleset, &attributes, size, 0)));
    }

    Descriptor take() { return std::move(file_); }

    Result<> allow(fs::path const& path, std::uint64_t rights) {
        if (!file_) return fail(Errc::unavailable, fmt::format("Landlock failed: {}", std::strerror(errno)));
        Descriptor place(::open(path.c_str(), O_PATH | O_CLOEXEC));
        struct stat status{};
        if (!place || ::fstat(place.get(), &status) != 0) {
            return fail(
                errno == ENOENT ? Errc::not_found : Errc::forbidden,
                fmt::format("cannot use {}: {}", path.string(), std::strerror(errno))
            );
        }
        if (!S_ISDIR(status.st_mode)) rights &= kFileRights;
        PathBeneath rule{rights & handled_, place.get()};
        if (::syscall(SYS_landlock_add_rule, file_.get(), kRulePathBeneath, &rule, 0) != 0)
            return fail(Errc::unavailable, fmt::format("Landlock refused {}: {}", path.string(), std::strerror(errno)));
        return {};
    }

    /// As allow(), but what is missing or closed to us is left out.
    Result<> allow_if_there(fs::path const& path, std::uint64_t rights) {
        auto done = allow(path, rights);
        if (!done && done.error().code == Errc::unavailable) return done;
        return {};
    }

private:
    std::uint64_t handled_;
    Descriptor file_;
};

bool lies_in(fs::path const& path, fs::path const& folder) {
    auto [end, ignored] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return end == folder.end();
}

/// Landlock can't forbid a part of what it allows, so a folder around `closed` is allowed entry by entry.
Result<> allow_around(Ruleset& rules, fs::path const& folder, fs::path const& closed, std::uint64_t rights) {
    if (closed.empty() || !lies_in(closed, folder)) return rules.allow_if_there(folder, rights);
    if (closed == folder) return {};
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        if (entry->is_symlink(error) || entry->path() == closed) continue;  // a link's target has a rule of its own
        if (auto done = allow_around(rules, entry->path(), closed, rights); !done) return done;
    }
    return {};
}

}  // namespace

int landlock_version() {
    auto version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, kVersionFlag);
    return version > 0 ? int(version) : 0;
}

Result<Descriptor> make_ruleset(Sandbox const& sandbox) {
    Ruleset rules(landlock_version());
    for (auto folder : kSystemFolders) {
        std::error_code missing;
        auto real = fs::canonical(folder, missing);  // /lib is a link to /usr/lib on merged systems
        if (missing) continue;
        if (auto done = allow_around(rules, real, sandbox.closed, kRead | kExecute); !done)
            return std::unexpected(done.error());
    }
    for (auto folder : kResolverFolders)
        if (auto done = rules.allow_if_there(folder, kRead); !done) return std::unexpected(done.error());
    for (auto device : kDevices)
        if (auto done = rules.allow_if_there(device, kReadFile | kWriteFile); !done)
            return std::unexpected(done.error());

    if (auto done = rules.allow(sandbox.program, kReadFile | kExecute); !done) return std::unexpected(done.error());
    for (auto const& path : sandbox.readable)
        if (auto done = rules.allow(path, kRead); !done) return std::unexpected(done.error());
    for (auto const& path : sandbox.writable)
        if (auto done = rules.allow(path, kRead | kWrite); !done) return std::unexpected(done.error());
    return rules.take();
}

}  // namespace alloquy::process
