// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/clock.hpp>
#include <alloquy/base/text.hpp>
#include <alloquy/process/instance_lock.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace alloquy::process {
namespace {

std::string read_holder(int fd) {
    std::array<char, 128> text{};
    auto got = ::pread(fd, text.data(), text.size(), 0);
    if (got <= 0) return "pid unknown";
    auto parts = base::split(base::trim({text.data(), std::size_t(got)}), ' ');
    if (!base::to_number(parts[0])) return "pid unknown";
    auto since = parts.size() > 1 && base::from_rfc3339(parts[1]) ? fmt::format(", since {}", parts[1]) : "";
    return fmt::format("pid {}{}", parts[0], since);
}

}  // namespace

Result<InstanceLock> InstanceLock::take(DataDirectory const& data) {
    auto path = data.lock_file();
    Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file)
        return fail(
            errno == EACCES || errno == EPERM || errno == EROFS ? Errc::forbidden : Errc::unavailable,
            fmt::format("cannot open {}: {}", path.string(), std::strerror(errno))
        );
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return fail(Errc::unavailable, fmt::format("cannot lock {}: {}", path.string(), std::strerror(errno)));
        return fail_as(
            Errc::conflict, "already_running",
            fmt::format(
                "another alloquyd ({}) is running on {}: stop it first, or choose another folder with --data",
                read_holder(file.get()), data.root().string()
            )
        );
    }
    // For people and for the message above; the lock itself doesn't depend on it.
    auto text = fmt::format("{} {}\n", ::getpid(), base::to_rfc3339(base::system_clock().now()));
    if (::ftruncate(file.get(), 0) != 0 || ::pwrite(file.get(), text.data(), text.size(), 0) < 0)
        return fail(Errc::unavailable, fmt::format("cannot write {}: {}", path.string(), std::strerror(errno)));
    return InstanceLock(std::move(file));
}

}  // namespace alloquy::process
