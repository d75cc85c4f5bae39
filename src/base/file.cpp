// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/base/file.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace alloquy::base {
namespace {

std::unexpected<Error> system_failure(std::string const& what, std::filesystem::path const& path, int error) {
    auto message = what + " " + path.string() + ": " + std::strerror(error);
    switch (error) {
        case ENOENT:
        case ENOTDIR:
            return fail(Errc::not_found, message);
        case EACCES:
        case EPERM:
        case EROFS:
            return fail(Errc::forbidden, message);
        default:
            return fail(Errc::unavailable, message);
    }
}

/// Closes on every way out.
struct Descriptor {
    int fd;
    explicit Descriptor(int value) : fd(value) {}
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
};

}  // namespace

Result<std::string> read_file(std::filesystem::path const& path, std::size_t limit) {
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.fd < 0) return system_failure("cannot read", path, errno);
    std::string content;
    std::size_t used = 0;
    for (;;) {
        content.resize(used + 64 * 1024);
        auto got = ::read(file.fd, content.data() + used, content.size() - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return system_failure("cannot read", path, errno);
        if (got == 0) break;
        used += std::size_t(got);
        if (used > limit)
            return fail(Errc::too_large, path.string() + " is larger than " + std::to_string(limit) + " bytes");
    }
    content.resize(used);
    return content;
}

Result<> write_file_atomically(
    std::filesystem::path const& path, std::string_view content, mode_t mode, Durable durable
) {
    auto temporary = path;
    temporary += ".new";
    ::unlink(temporary.c_str());  // a leftover of a crash; O_EXCL below must create it anew with our mode
    Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (file.fd < 0) return system_failure("cannot write", temporary, errno);
    auto fail_and_clean = [&](int error) {
        ::unlink(temporary.c_str());
        return system_failure("cannot write", temporary, error);
    };
    if (::fchmod(file.fd, mode) != 0) return fail_and_clean(errno);
    while (!content.empty()) {
        auto written = ::write(file.fd, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fail_and_clean(errno);
        content.remove_prefix(std::size_t(written));
    }
    if (durable == Durable::yes && ::fsync(file.fd) != 0) return fail_and_clean(errno);
    if (::rename(temporary.c_str(), path.c_str()) != 0) return fail_and_clean(errno);
    if (durable == Durable::no) return {};
    // The rename is durable only once the folder is synced too.
    auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.fd >= 0) ::fsync(directory.fd);
    return {};
}

Result<> make_private_directory(std::filesystem::path const& path, mode_t mode) {
    std::error_code error;
    if (path.has_parent_path()) {
        std::filesystem::create_directories(path.parent_path(), error);
        if (error) return system_failure("cannot create", path.parent_path(), error.value());
    }
    if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST) return system_failure("cannot create", path, errno);
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return system_failure("cannot use", path, errno);
    if (!S_ISDIR(status.st_mode)) return fail(Errc::conflict, path.string() + " is not a directory");
    if ((status.st_mode & 07777) != mode && ::chmod(path.c_str(), mode) != 0)
        return system_failure("cannot set permissions of", path, errno);
    return {};
}

}  // namespace alloquy::base
