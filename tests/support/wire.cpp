// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/wire.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

namespace alloquy::test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// A client's connection and ours to the target.
using Pair = std::array<int, 2>;

void close_pair(Pair const& pair) {
    for (int fd : pair) close(fd);
}

/// False when it ended.
bool carry(int from, int to) {
    char bytes[16384];
    auto const got = recv(from, bytes, sizeof(bytes), 0);
    for (long sent = 0; sent < got;) {
        auto const count = send(to, bytes + sent, std::size_t(got - sent), MSG_NOSIGNAL);
        if (count <= 0) return false;
        sent += count;
    }
    return got > 0;
}

}  // namespace

Wire::Wire(std::uint16_t target) : target_(target) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(0);
    socklen_t size = sizeof(address);
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 16) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("a wire can't listen");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
}

Wire::~Wire() {
    stopping_ = true;
    thread_.join();
    close(listener_);
}

void Wire::cut() {
    torn_ = false;
    whole_ = false;
    torn_.wait(false);
}

void Wire::run() {
    std::vector<Pair> pairs;
    while (!stopping_) {
        if (!whole_) {
            std::ranges::for_each(pairs, close_pair);
            pairs.clear();
            torn_ = true;
            torn_.notify_all();
        }
        std::vector<pollfd> wanted{{listener_, POLLIN, 0}};
        for (auto const& pair : pairs)
            for (int fd : pair) wanted.push_back({fd, POLLIN, 0});
        constexpr int kLook = 10;  // for cut() and the end
        if (poll(wanted.data(), wanted.size(), kLook) <= 0) continue;
        std::vector<Pair> left;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            auto const& [client, server] = pairs[i];
            bool const alive = (!wanted[1 + 2 * i].revents || carry(client, server)) &&
                               (!wanted[2 + 2 * i].revents || carry(server, client));
            if (alive)
                left.push_back(pairs[i]);
            else
                close_pair(pairs[i]);
        }
        pairs = std::move(left);
        if (!wanted[0].revents) continue;
        Pair const pair{
            accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC), socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)
        };
        auto const address = loopback(target_);
        bool const through =
            whole_ && connect(pair[1], reinterpret_cast<sockaddr const*>(&address), sizeof(address)) == 0;
        if (through) {
            pairs.push_back(pair);
            ++carried_;
        } else {
            close_pair(pair);
        }
    }
    std::ranges::for_each(pairs, close_pair);
}

}  // namespace alloquy::test
