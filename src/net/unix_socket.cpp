// SPDX-License-Identifier: GPL-2.0-or-later
#include <alloquy/net/unix_socket.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace alloquy::net {
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

/// The folder is opened, and the path goes through its descriptor.
class Address {
public:
    explicit Address(std::filesystem::path const& path)
        : folder_(::open(path.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
        if (folder_.fd < 0) return;
        auto name = fmt::format("/proc/self/fd/{}/{}", folder_.fd, path.filename().string());
        address_.sun_family = AF_UNIX;
        if (name.size() < sizeof address_.sun_path) std::memcpy(address_.sun_path, name.data(), name.size());
    }
    /// errno of why there is none, or 0.
    int problem() const {
        if (folder_.fd < 0) return errno;
        return address_.sun_path[0] ? 0 : ENAMETOOLONG;
    }
    sockaddr const* get() const { return reinterpret_cast<sockaddr const*>(&address_); }
    static constexpr socklen_t kSize = sizeof(sockaddr_un);

private:
    Descriptor folder_;
    sockaddr_un address_{};
};

std::unexpected<Error> failure(std::string_view what, std::filesystem::path const& path, int error) {
    return fail(
        error == EACCES ? Errc::forbidden : Errc::unavailable,
        fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(error))
    );
}

}  // namespace

Result<> listen_unix(UnixAcceptor& acceptor, std::filesystem::path const& path, int backlog) {
    constexpr std::string_view kWhat = "listen on";
    Address const address(path);
    if (int problem = address.problem()) return failure(kWhat, path, problem);
    Descriptor descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (descriptor.fd < 0) return failure(kWhat, path, errno);
    ::unlink(path.c_str());
    // The socket is made with its final permissions: nobody can connect in between.
    auto const old_mask = ::umask(0177);
    int const bound = ::bind(descriptor.fd, address.get(), Address::kSize);
    int const problem = errno;
    ::umask(old_mask);
    if (bound != 0) return failure(kWhat, path, problem);
    if (::listen(descriptor.fd, backlog) != 0) return failure(kWhat, path, errno);
    boost::system::error_code error;
    acceptor.assign(boost::asio::local::stream_protocol(), descriptor.fd, error);
    if (error) return failure(kWhat, path, error.value());
    descriptor.release();
    return {};
}

Result<> connect_unix(UnixSocket& socket, std::filesystem::path const& path) {
    auto failed = [&path](int problem) {
        auto why = failure("connect to", path, problem);
        // A missing folder, a missing socket, and a socket that a killed server left.
        if (problem == ENOENT || problem == ECONNREFUSED) why.error().code = Errc::not_found;
        return why;
    };
    Address const address(path);
    if (int problem = address.problem()) return failed(problem);
    Descriptor descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (descriptor.fd < 0) return failed(errno);
    if (::connect(descriptor.fd, address.get(), Address::kSize) != 0) return failed(errno);
    boost::system::error_code error;
    socket.assign(boost::asio::local::stream_protocol(), descriptor.fd, error);
    if (error) return failed(error.value());
    descriptor.release();
    return {};
}

}  // namespace alloquy::net
