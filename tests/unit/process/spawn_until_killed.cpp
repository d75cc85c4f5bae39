// SPDX-License-Identifier: GPL-2.0-or-later
// PROGRAM FOLDER: starts a child, says its pid, and waits to be killed.
#include <alloquy/process/spawner.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <unistd.h>

#include <cstdio>

int main(int, char** arguments) {
    using namespace alloquy;
    asio::io_context io{1};
    process::Spawner spawner("/nonexistent");
    std::unique_ptr<process::ChildProcess> child;
    asio::co_spawn(
        io, spawner.spawn({arguments[1], {"sleep"}, arguments[2], {}, {}}),
        [&](std::exception_ptr, Result<std::unique_ptr<process::ChildProcess>> spawned) {
            if (spawned) child = std::move(*spawned);
        }
    );
    io.run();
    if (!child) return 1;
    std::printf("child %d\n", child->pid());
    std::fflush(stdout);
    for (;;) ::pause();
}
