// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/control.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

namespace alloquy::test {

nlohmann::json control(std::filesystem::path const& data, nlohmann::json const& request) {
    auto const path = (data / "run" / "control.sock").string();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) throw std::runtime_error("too long for a socket: " + path);
    path.copy(address.sun_path, path.size());
    int const socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto const line = request.dump() + "\n";
    std::string answer;
    if (connect(socket, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0 &&
        write(socket, line.data(), line.size()) == ssize_t(line.size())) {
        char buffer[4096];
        for (ssize_t bytes; !answer.ends_with('\n') && (bytes = read(socket, buffer, sizeof buffer)) > 0;)
            answer.append(buffer, std::size_t(bytes));
    }
    close(socket);
    if (answer.empty()) throw std::runtime_error("no answer on " + path);
    return nlohmann::json::parse(answer);
}

}  // namespace alloquy::test
