// SPDX-License-Identifier: GPL-2.0-or-later
#include "support/terminal.hpp"

#include "support/process.hpp"

#include <regex>
#include <stdexcept>

namespace alloquy::test {

Terminal::Terminal(std::vector<std::string> const& command) {
    auto start = tmux({"-f", "/dev/null", "new-session", "-d", "-s", "test", "-x", "180", "-y", "50"});
    start.insert(start.end(), command.begin(), command.end());
    auto const result = run(start, {.environment = {"TERM=xterm-256color", "LC_ALL=C.UTF-8"}});
    if (result.code != 0) throw std::runtime_error("tmux: " + result.all);
}

Terminal::~Terminal() {
    try {
        auto const program = static_cast<pid_t>(std::stol(run(tmux({"list-panes", "-F", "#{pane_pid}"})).out));
        run(tmux({"kill-server"}));
        // It may still write its settings; its folder is deleted after this.
        wait_until("the program in the terminal ends", [program] { return !alive(program); }, {}, Milliseconds(5000));
    } catch (std::exception const&) {
        // It ended before: tmux is gone with it.
    }
}

std::vector<std::string> Terminal::tmux(std::vector<std::string> arguments) const {
    std::vector<std::string> command{"tmux", "-S", (folder_ / "tmux.sock").string()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return command;
}

void Terminal::type_line(std::string const& text) {
    auto result = run(tmux({"send-keys", "-t", "test", "-l", text}));
    if (result.code == 0) result = run(tmux({"send-keys", "-t", "test", "Enter"}));
    if (result.code != 0) throw std::runtime_error("tmux send-keys: " + result.all);
}

std::string Terminal::screen() {
    return run(tmux({"capture-pane", "-p", "-J", "-S", "-500", "-t", "test"})).all;
}

void Terminal::wait_for(std::string const& pattern, Milliseconds limit) {
    std::regex const expression(pattern);
    std::string seen;
    wait_until(
        "the screen shows /" + pattern + "/",
        [&] {
            seen = screen();
            return std::regex_search(seen, expression);
        },
        [&] { return seen; }, limit
    );
}

}  // namespace alloquy::test
