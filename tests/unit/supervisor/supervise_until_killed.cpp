// SPDX-License-Identifier: GPL-2.0-or-later
// FOLDER PORT: supervises a child that ignores SIGTERM, says its pid when it is ready, and waits to be killed.
#include "harness.hpp"

#include <cstdio>

int main(int, char** arguments) {
    using namespace alloquy;
    std::filesystem::path const folder = arguments[1];
    asio::io_context io{1};
    process::Spawner spawner(folder);
    supervisor::Supervisor supervisor(io.get_executor(), spawner, base::system_clock(), folder / "run");
    supervisor::testing_::TestChild child("stubborn", folder / "stubborn");
    child.port = std::uint16_t(std::stoi(arguments[2]));
    child.actions = {"ignore-term", "listen", arguments[2], "serve"};
    supervisor.add(child);
    asio::co_spawn(io, supervisor.start(), [](std::exception_ptr, Result<>) {});
    asio::co_spawn(io, supervisor.wait_until_ready(), [&](std::exception_ptr, Result<>) {
        std::printf("child %d\n", supervisor.list().front().pid);
        std::fflush(stdout);
    });
    io.run();
    return 1;
}
