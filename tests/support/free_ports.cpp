// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/free_ports.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <random>
#include <set>
#include <stdexcept>

namespace alloquy::test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool can_bind(int type, std::uint16_t port) {
    int const fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
    if (fd < 0) return false;
    // Servers set it too: connections of an earlier test in TIME_WAIT are no obstacle.
    int const yes = 1;
    if (type == SOCK_STREAM) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    auto const address = loopback(port);
    bool const ok = bind(fd, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
    close(fd);
    return ok;
}

}  // namespace

std::uint16_t free_ports(unsigned count) {
    static std::set<unsigned> taken;
    static std::mt19937 random{std::random_device{}()};
    std::uniform_int_distribution<unsigned> first(16'000, 32'000 - count);
    for (int attempt = 0; attempt < 1000; ++attempt) {
        unsigned const candidate = first(random);
        bool good = true;
        for (unsigned port = candidate; good && port < candidate + count; ++port) {
            auto const number = static_cast<std::uint16_t>(port);
            good = !taken.contains(port) && can_bind(SOCK_STREAM, number) && can_bind(SOCK_DGRAM, number);
        }
        if (!good) continue;
        for (unsigned port = candidate; port < candidate + count; ++port) taken.insert(port);
        return static_cast<std::uint16_t>(candidate);
    }
    throw std::runtime_error("no free ports between 16000 and 32000");
}

bool accepts(std::uint16_t port) {
    int const fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return false;
    auto const address = loopback(port);
    bool const ok = connect(fd, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
    close(fd);
    return ok;
}

}  // namespace alloquy::test
