// SPDX-License-Identifier: GPL-2.0-or-later
#include "unix_connect.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace alloquy::irc {
namespace {

struct Descriptor {
    int fd = -1;
    explicit Descriptor(int value) : fd(value) {}
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
    int release() { return std::exchange(fd, -1); }
};

std::unexpected<Error> failure(std::filesystem::path const& path, int error) {
    return fail(Errc::unavailable, fmt::format("cannot connect to {}: {}", path.string(), std::strerror(error)));
}

}  // namespace

Result<> connect_unix(boost::asio::local::stream_protocol::socket& socket, std::filesystem::path const& path) {
    Descriptor folder(-1);
    std::string name = path.string();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (name.size() >= sizeof(address.sun_path)) {
        folder.fd = ::open(path.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (folder.fd < 0) return failure(path, errno);
        name = fmt::format("/proc/self/fd/{}/{}", folder.fd, path.filename().string());
        if (name.size() >= sizeof(address.sun_path)) return failure(path, ENAMETOOLONG);
    }
    std::memcpy(address.sun_path, name.data(), name.size());

    Descriptor descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (descriptor.fd < 0) return failure(path, errno);
    // A full backlog gives EAGAIN: as good as "not there yet".
    if (::connect(descriptor.fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0)
        return failure(path, errno);
    boost::system::error_code error;
    socket.assign(boost::asio::local::stream_protocol(), descriptor.fd, error);
    if (error) return fail(Errc::unavailable, "cannot use the socket: " + error.message());
    descriptor.release();
    return {};
}

}  // namespace alloquy::irc
